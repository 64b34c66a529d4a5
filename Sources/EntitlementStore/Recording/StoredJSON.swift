import Foundation

/// Values that are stored whole, as JSON with sorted keys.
enum StoredJSON {
    /// The same value gives the same text.
    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// - Throws: ``StoreError/Code/damaged`` when it is not the text of such a value
    static func value<Value: Decodable>(_ type: Value.Type, of text: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw StoreError(.damaged, while: .read, detail: "\(error)")
        }
    }
}

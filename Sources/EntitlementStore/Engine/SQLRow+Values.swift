import Directory
import Entitlements

/// Stored texts and numbers as the values they stand for. One that cannot be read was changed by
/// hand.
extension SQLRow {
    /// RFC 3339, as the store writes times.
    /// - Throws: ``StoreError/Code/damaged``, as all here
    func timestamp(_ column: Int) throws -> Timestamp { try value(column) { Timestamp($0) } }

    /// In its canonical spelling.
    func scope(_ column: Int) throws -> Scope { try value(column) { Scope($0) } }

    /// Of 32 bytes.
    func digest(_ column: Int) throws -> Digest {
        guard let digest = Digest(bytes: bytes(column)) else { throw StoreError.unreadable }
        return digest
    }

    /// A case by its raw value.
    func word<Word: RawRepresentable>(_ column: Int, as type: Word.Type = Word.self) throws -> Word
    where Word.RawValue == String {
        try value(column) { Word(rawValue: $0) }
    }

    private func value<Value>(_ column: Int, _ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(text(column)) else { throw StoreError.unreadable }
        return value
    }
}

extension StoreError {
    /// A stored value that is not of its kind.
    static var unreadable: StoreError {
        StoreError(.damaged, while: .read, detail: "a stored value is not of its kind")
    }
}

import Directory
import Entitlements

/// Attributes as the database keeps them: one JSON object, each path with its text, or with an array
/// of texts by element, null where an element has none.
///
/// `{"department":"Builder Relations","emails.value":["ada@example.org","lovelace@example.org"]}`
struct AttributeText {
    private var writer = JSONWriter(indentation: nil)

    /// - Returns: the object's bytes.
    mutating func bytes(of attributes: AttributeValues) -> [UInt8] {
        writer.removeAll()
        writer.write(raw: "{")
        let entries = attributes.entries
        var start = entries.startIndex
        while start < entries.endIndex {
            let attribute = entries[start].attribute
            var end = entries.index(after: start)
            while end < entries.endIndex, entries[end].attribute == attribute {
                end = entries.index(after: end)
            }
            if start > 0 { writer.write(raw: ",") }
            writer.write(text: attribute.path)
            writer.write(raw: ":")
            write(entries[start..<end])
            start = end
        }
        writer.write(raw: "}")
        return writer.bytes
    }

    private mutating func write(_ entries: Slice<AttributeValues.Entries>) {
        if entries.count == 1, let only = entries.first, only.element == 0 {
            writer.write(text: only.value)
            return
        }
        var next = 0
        writer.write(raw: "[")
        for entry in entries {
            while next <= Int(entry.element) {
                if next > 0 { writer.write(raw: ",") }
                if next < Int(entry.element) { writer.write(raw: "null") }
                next += 1
            }
            writer.write(text: entry.value)
        }
        writer.write(raw: "]")
    }

    /// nil when it is not such an object.
    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> AttributeValues? {
        var scanner = JSONScanner(bytes)
        var entries = ContiguousArray<AttributeValues.Entry>()
        guard scanner.skip("{") else { return nil }
        if scanner.skip("}") { return AttributeValues() }
        repeat {
            guard let path = scanner.text(), let attribute = attributes[path], scanner.skip(":")
            else { return nil }
            if let text = scanner.text() {
                entries.append(AttributeValues.Entry(attribute, text))
            } else {
                guard scanner.appendElements(of: attribute, to: &entries) else { return nil }
            }
        } while scanner.skip(",")
        return scanner.skip("}") ? AttributeValues(entries) : nil
    }

    private static let attributes = Dictionary(
        uniqueKeysWithValues: Attribute.allCases.map { ($0.path, $0) })
}

extension JSONScanner {
    fileprivate mutating func appendElements(
        of attribute: Attribute, to entries: inout ContiguousArray<AttributeValues.Entry>
    ) -> Bool {
        guard skip("[") else { return false }
        var element = 0
        repeat {
            if !skipNull() {
                guard let text = text() else { return false }
                entries.append(AttributeValues.Entry(attribute, text, element: element))
            }
            element += 1
        } while skip(",")
        return skip("]")
    }
}

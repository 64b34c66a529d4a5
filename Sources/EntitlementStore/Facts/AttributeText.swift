import Directory
import Entitlements

/// Attributes as the database keeps them: one JSON object, each path with its text, or with an array
/// of texts by element, null where an element has none.
///
/// `{"department":"Builder Relations","emails.value":["ada@example.org","lovelace@example.org"]}`
struct AttributeText {
    private var writer = JSONWriter(indentation: nil)
    /// For each attribute whether it has a value besides the first element's.
    private var isList = [Bool](repeating: false, count: Attribute.allCases.count)

    /// - Returns: the object's bytes.
    mutating func bytes(of attributes: AttributeValues) -> [UInt8] {
        writer.removeAll()
        attributes.forEachValue { attribute, element, _ in
            isList[Int(attribute.rawValue)] = element > 0
        }
        var open: Attribute?
        var next = 0
        attributes.forEachValue { attribute, element, value in
            if attribute != open {
                begin(attribute, after: open)
                open = attribute
                next = 0
            }
            while next <= element {
                if next > 0 { writer.write(raw: ",") }
                if next < element { writer.write(raw: "null") }
                next += 1
            }
            writer.write(utf8: value)
        }
        end(open)
        writer.write(raw: open == nil ? "{}" : "}")
        return writer.bytes
    }

    private mutating func begin(_ attribute: Attribute, after last: Attribute?) {
        end(last)
        writer.write(raw: last == nil ? "{" : ",")
        writer.write(raw: Self.keys[Int(attribute.rawValue)])
        if isList[Int(attribute.rawValue)] { writer.write(raw: "[") }
    }

    private mutating func end(_ attribute: Attribute?) {
        if let attribute, isList[Int(attribute.rawValue)] { writer.write(raw: "]") }
    }

    /// `"department":` for each attribute.
    private static let keys = Attribute.allCases.map { attribute in
        var writer = JSONWriter(indentation: nil)
        writer.write(text: attribute.path)
        writer.write(raw: ":")
        return writer.bytes
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

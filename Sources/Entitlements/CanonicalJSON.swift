import Directory

/// Writes JSON in exactly one way: keys sorted by code points, no white space, the shortest escapes.
/// - SeeAlso: RFC 8785 (with integers as the only numbers)
public enum CanonicalJSON {
    /// For digests.
    public static func bytes(of value: JSONValue) -> [UInt8] {
        var writer = JSONWriter(indentation: nil)
        writer.write(value)
        return writer.bytes
    }

    /// The same as a string, for stores that keep text.
    public static func text(of value: JSONValue) -> String {
        String(decoding: bytes(of: value), as: UTF8.self)
    }

    /// The same with two spaces of indentation, for people.
    public static func prettyText(of value: JSONValue) -> String {
        var writer = JSONWriter(indentation: 0)
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// Appends JSON to a buffer, element by element, so that a large document need never be one value.
public struct JSONWriter {
    /// What was written since the beginning, or since ``removeAll()``; UTF-8.
    public private(set) var bytes: [UInt8] = []
    /// The depth at which the writer is; nil writes without white space.
    private var indentation: Int?

    /// - Parameters:
    ///   - indentation: nil for no white space, 0 for two spaces a level.
    ///   - capacity: how much is written probably. **Units:** bytes.
    public init(indentation: Int?, capacity: Int = 0) {
        self.indentation = indentation
        bytes.reserveCapacity(capacity)
    }

    /// A whole document, or an element of one.
    public mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .string(let text): write(text: text)
        case .array(let elements):
            enclosed(by: "[", "]", elements) { writer, element in writer.write(element) }
        case .object(let members):
            let sorted = members.sorted { Self.precedes($0.key, $1.key) }
            enclosed(by: "{", "}", sorted) { writer, member in
                writer.write(text: member.key)
                writer.bytes.append(UInt8(ascii: ":"))
                if writer.indentation != nil { writer.bytes.append(UInt8(ascii: " ")) }
                writer.write(member.value)
            }
        }
    }

    /// Forgets what was written and keeps the memory, for the next document.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// A JSON string with only the escapes that RFC 8259 §7 requires.
    public mutating func write(text: String) {
        var text = text
        text.withUTF8 { write(utf8: $0) }
    }

    /// The same of the text of an identifier.
    mutating func write(id: some Identifier) { id.withUTF8 { write(utf8: $0) } }

    /// The same of the bytes of a text.
    public mutating func write(utf8: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly every text needs no escape and goes as one block.
        if utf8.needsEscape {
            for byte in utf8 { write(byte: byte) }
        } else {
            bytes.append(contentsOf: utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A digest as a JSON string.
    mutating func write(digest: Digest) {
        bytes.append(UInt8(ascii: "\""))
        digest.appendDigits(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// What is JSON already: punctuation and keys of a document whose shape is fixed.
    public mutating func write(raw literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// The same that was written before.
    public mutating func write(raw json: [UInt8]) { bytes.append(contentsOf: json) }

    private mutating func write(byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write(raw: "\\\"")
        case UInt8(ascii: "\\"): write(raw: "\\\\")
        case 0x08: write(raw: "\\b")
        case 0x09: write(raw: "\\t")
        case 0x0A: write(raw: "\\n")
        case 0x0C: write(raw: "\\f")
        case 0x0D: write(raw: "\\r")
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
        default: bytes.append(byte)
        }
    }

    private mutating func enclosed<Element>(
        by open: Unicode.Scalar, _ close: Unicode.Scalar, _ elements: [Element],
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        if let depth = indentation { indentation = depth + 1 }
        for (position, element) in elements.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            newLine()
            body(&self, element)
        }
        if let depth = indentation { indentation = depth - 1 }
        if !elements.isEmpty { newLine() }
        bytes.append(UInt8(ascii: close))
    }

    private mutating func newLine() {
        guard let depth = indentation else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether one of the bytes cannot stand in a JSON string as it is; looked at eight at a time.
    fileprivate var needsEscape: Bool {
        let bytes = UnsafeRawBufferPointer(self)
        var index = 0
        while index + 8 <= count {
            if Self.needsEscape(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
                return true
            }
            index += 8
        }
        // Spaces need none.
        var rest: UInt64 = 0x2020_2020_2020_2020
        while index < count {
            rest = rest << 8 | UInt64(self[index])
            index += 1
        }
        return Self.needsEscape(rest)
    }

    /// Whether one of eight bytes is below a space, a quotation mark or a backslash.
    /// - SeeAlso: https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
    private static func needsEscape(_ word: UInt64) -> Bool {
        let each: UInt64 = 0x0101_0101_0101_0101
        let (quotes, backslashes) = (word ^ each * 0x22, word ^ each * 0x5C)
        let found =
            (word &- each * 0x20) & ~word | (quotes &- each) & ~quotes
            | (backslashes &- each) & ~backslashes
        return found & each * 0x80 != 0
    }
}

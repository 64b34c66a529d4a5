extension CanonicalJSON {
    /// Reads what ``CanonicalJSON/bytes(of:)`` wrote, and nothing else: with white space, keys that are out of
    /// order or come twice, needless escapes or fractions it is another spelling, and nil.
    public static func value(of bytes: some Collection<UInt8>) -> JSONValue? {
        let read = bytes.withContiguousStorageIfAvailable { bytes -> JSONValue? in
            var reader = CanonicalReader(bytes: bytes)
            let value = reader.value(depth: 0)
            return reader.position == bytes.count ? value : nil
        }
        return read ?? value(of: Array(bytes))
    }
}

/// Walks once through the bytes of a document.
private struct CanonicalReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    private static let deepest = 16

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func skip(word: StaticString) -> Bool {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[position..<end].elementsEqual(
                UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        else { return false }
        position = end
        return true
    }

    mutating func value(depth: Int) -> JSONValue? {
        guard depth < Self.deepest else { return nil }
        switch next {
        case UInt8(ascii: "\""): return text().map(JSONValue.string)
        case UInt8(ascii: "{"): return object(depth)
        case UInt8(ascii: "["): return array(depth)
        case UInt8(ascii: "t"): return skip(word: "true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return skip(word: "false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return skip(word: "null") ? .null : nil
        default: return number()
        }
    }

    private mutating func array(_ depth: Int) -> JSONValue? {
        position += 1
        if skip("]") { return .array([]) }
        var elements: [JSONValue] = []
        repeat {
            guard let element = value(depth: depth + 1) else { return nil }
            elements.append(element)
        } while skip(",")
        return skip("]") ? .array(elements) : nil
    }

    private mutating func object(_ depth: Int) -> JSONValue? {
        position += 1
        if skip("}") { return .object([:]) }
        var members: [String: JSONValue] = [:]
        var former: String?
        repeat {
            guard let key = text(), skip(":"), let value = value(depth: depth + 1) else {
                return nil
            }
            if let former, !former.utf8.lexicographicallyPrecedes(key.utf8) { return nil }
            members[key] = value
            former = key
        } while skip(",")
        return skip("}") ? .object(members) : nil
    }

    private mutating func number() -> JSONValue? {
        let start = position
        while let byte = next, byte == UInt8(ascii: "-") || byte.isDigit { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let number = Int64(text), String(number) == text else { return nil }
        return .integer(number)
    }

    private mutating func text() -> String? {
        guard skip("\"") else { return nil }
        let start = position
        while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""),
            byte != UInt8(ascii: "\\")
        {
            position += 1
        }
        // Nearly always the whole of it.
        if next == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(validating: bytes[start..<position], as: UTF8.self)
        }
        var unescaped = Array(bytes[start..<position])
        while let byte = next, byte >= 0x20 {
            if skip("\"") { return String(validating: unescaped, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") {
                guard let escaped = escape() else { return nil }
                unescaped.append(escaped)
            } else {
                unescaped.append(byte)
                position += 1
            }
        }
        return nil
    }

    /// The one byte that an escape means, each in its one spelling.
    private mutating func escape() -> UInt8? {
        position += 1
        guard let byte = next else { return nil }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "u"):
            guard skip(word: "00"), position + 2 <= bytes.count else { return nil }
            let digits = String(decoding: bytes[position..<position + 2], as: UTF8.self)
            position += 2
            guard let control = UInt8(digits, radix: 16), control < 0x20,
                ![0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(control), digits == digits.lowercased(),
                digits.utf8.first != UInt8(ascii: "+")
            else { return nil }
            return control
        default: return nil
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

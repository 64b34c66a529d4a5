/// Reads a DN's bytes from left to right.
struct DistinguishedNameParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// - Parameter bytes: valid as long as the parser is used.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The whole name, from the entry up.
    /// - Throws: ``LDAPSyntaxError`` with the column
    mutating func parse() throws(LDAPSyntaxError) -> [DistinguishedName.RelativeName] {
        var names: [DistinguishedName.RelativeName] = []
        skipSpaces()
        if position == bytes.count { return names }
        repeat { names.append(try relativeName()) } while skip(",;")
        guard position == bytes.count else { throw error(.unescapedCharacter) }
        return names
    }

    private mutating func relativeName() throws(LDAPSyntaxError) -> DistinguishedName.RelativeName {
        var assertions: [DistinguishedName.Assertion] = []
        repeat { assertions.append(try assertion()) } while skip("+")
        return DistinguishedName.RelativeName(assertions)
    }

    private mutating func assertion() throws(LDAPSyntaxError) -> DistinguishedName.Assertion {
        skipSpaces()
        let type = try attributeType()
        skipSpaces()
        guard skip("=") else { throw error(.expectedEquals) }
        skipSpaces()
        let value: DistinguishedName.Value =
            switch current {
            case UInt8(ascii: "#"): try encodedValue()
            case UInt8(ascii: "\""): .string(try quotedValue())
            default: .string(try plainValue())
            }
        skipSpaces()
        return DistinguishedName.Assertion(type: type, value: value)
    }

    private mutating func attributeType() throws(LDAPSyntaxError) -> String {
        let start = position
        while let byte = current, isNameByte(byte) { position += 1 }
        guard position > start else { throw error(.expectedAttributeType) }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// `#` and the BER encoding; that of a string gives the string.
    private mutating func encodedValue() throws(LDAPSyntaxError) -> DistinguishedName.Value {
        position += 1
        var octets: [UInt8] = []
        while let byte = current, hexadecimalValue(byte) != nil {
            octets.append(try hexadecimalPair(orElse: .invalidHexValue))
        }
        guard !octets.isEmpty else { throw error(.invalidHexValue) }
        return BERString(octets).map { .string($0.content) } ?? .encoded(octets)
    }

    private mutating func quotedValue() throws(LDAPSyntaxError) -> [UInt8] {
        let start = position
        position += 1
        var octets: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return octets
            case UInt8(ascii: "\\"): octets.append(try escape())
            default:
                octets.append(byte)
                position += 1
            }
        }
        throw error(.unterminatedQuote, at: start)
    }

    /// Up to the next separator, without the spaces before it that are not escaped.
    private mutating func plainValue() throws(LDAPSyntaxError) -> [UInt8] {
        var octets: [UInt8] = []
        var significant = 0
        loop: while let byte = current {
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "+"): break loop
            case UInt8(ascii: "\\"):
                octets.append(try escape())
                significant = octets.count
                continue loop
            case UInt8(ascii: "\""), 0: throw error(.unescapedCharacter)
            default: octets.append(byte)
            }
            if !isSpace(byte) { significant = octets.count }
            position += 1
        }
        octets.removeLast(octets.count - significant)
        return octets
    }

    private mutating func escape() throws(LDAPSyntaxError) -> UInt8 {
        let start = position
        position += 1
        guard let byte = current else { throw error(.invalidEscape, at: start) }
        if hexadecimalValue(byte) != nil {
            position = start + 1
            return try hexadecimalPair(orElse: .invalidEscape)
        }
        guard " \"#+,;<=>\\".utf8.contains(byte) else {
            throw error(.invalidEscape, at: start)
        }
        position += 1
        return byte
    }

    private mutating func hexadecimalPair(
        orElse code: LDAPSyntaxError.Code
    ) throws(LDAPSyntaxError) -> UInt8 {
        guard position + 1 < bytes.count, let high = hexadecimalValue(bytes[position]),
            let low = hexadecimalValue(bytes[position + 1])
        else { throw error(code) }
        position += 2
        return high << 4 | low
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skip(_ letters: StaticString) -> Bool {
        guard let byte = current else { return false }
        let found = letters.withUTF8Buffer { $0.contains(byte) }
        if found { position += 1 }
        return found
    }

    private mutating func skipSpaces() {
        while let byte = current, isSpace(byte) { position += 1 }
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private func error(_ code: LDAPSyntaxError.Code, at offset: Int? = nil) -> LDAPSyntaxError {
        LDAPSyntaxError(.distinguishedName, code, in: bytes, at: offset ?? position)
    }
}

/// Whether the byte may stand in the name or OID of an attribute; `_` as some servers allow.
/// - SeeAlso: RFC 4512 §1.4
func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"):
        true
    default: false
    }
}

/// A BER encoding of one of the string types that LDAP knows.
/// - SeeAlso: X.690 §8.1, RFC 4514 §2.4
struct BERString {
    /// The octets of the string itself.
    let content: [UInt8]

    /// nil when it is the encoding of something else, or does not end where it says.
    init?(_ octets: [UInt8]) {
        let stringTags: [UInt8] = [0x04, 0x0C, 0x12, 0x13, 0x16, 0x1A]
        guard octets.count >= 2, stringTags.contains(octets[0]) else { return nil }
        var length = Int(octets[1])
        var header = 2
        if length > 0x80 {
            let width = length & 0x7F
            guard width <= 4, octets.count >= 2 + width else { return nil }
            length = octets[2..<2 + width].reduce(0) { $0 << 8 | Int($1) }
            header += width
        }
        guard octets.count == header + length else { return nil }
        content = Array(octets[header...])
    }
}

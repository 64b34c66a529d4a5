extension LDAPFilter {
    /// Parses a filter as an administrator configures it; the outermost parentheses must be there.
    /// - Throws: ``LDAPSyntaxError`` with the column.
    /// - SeeAlso: RFC 4515 §3
    public init(_ text: String) throws(LDAPSyntaxError) {
        var text = text
        let result = text.withUTF8 { bytes in
            Result { () throws(LDAPSyntaxError) in
                var parser = LDAPFilterParser(bytes)
                return try parser.parse()
            }
        }
        self = try result.get()
    }
}

/// Reads a filter's bytes from left to right; strict, but for spaces at both ends.
private struct LDAPFilterParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// Deeper filters are refused: nobody writes them, and each level takes stack.
    private let deepest = 100

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func parse() throws(LDAPSyntaxError) -> LDAPFilter {
        while skip(" ") {}
        let filter = try filter(depth: 0)
        while skip(" ") {}
        guard position == bytes.count else { throw error(.trailingText) }
        return filter
    }

    private mutating func filter(depth: Int) throws(LDAPSyntaxError) -> LDAPFilter {
        guard depth < deepest else { throw error(.tooDeep) }
        guard skip("(") else { throw error(.expectedOpeningParenthesis) }
        let filter: LDAPFilter
        if skip("&") {
            filter = .and(try filters(depth: depth + 1))
        } else if skip("|") {
            filter = .or(try filters(depth: depth + 1))
        } else if skip("!") {
            filter = .not(try self.filter(depth: depth + 1))
        } else {
            filter = try item()
        }
        guard skip(")") else { throw error(.expectedClosingParenthesis) }
        return filter
    }

    private mutating func filters(depth: Int) throws(LDAPSyntaxError) -> [LDAPFilter] {
        var parts: [LDAPFilter] = []
        while current == UInt8(ascii: "(") { parts.append(try filter(depth: depth)) }
        return parts
    }

    private mutating func item() throws(LDAPSyntaxError) -> LDAPFilter {
        if current == UInt8(ascii: ":") { return try extensible(attribute: nil) }
        let attribute = try attributeDescription()
        if skip("=") { return try equality(attribute) }
        if skip("~=") { return .approximate(attribute, try value()) }
        if skip(">=") { return .greaterOrEqual(attribute, try value()) }
        if skip("<=") { return .lessOrEqual(attribute, try value()) }
        if current == UInt8(ascii: ":") { return try extensible(attribute: attribute) }
        throw error(.expectedComparison)
    }

    /// Behind `=`: presence, a whole value, or parts of one.
    private mutating func equality(_ attribute: String) throws(LDAPSyntaxError) -> LDAPFilter {
        var parts = [try value()]
        while skip("*") { parts.append(try value()) }
        if parts.count == 1 { return .equality(attribute, parts[0]) }
        let inner = Array(parts[1..<parts.count - 1])
        let (initial, final) = (parts[0], parts[parts.count - 1])
        if initial.isEmpty, final.isEmpty, inner.isEmpty { return .present(attribute) }
        guard !inner.contains(where: \.isEmpty) else { throw error(.unescapedCharacter) }
        return .substring(attribute, initial: initial, any: inner, final: final)
    }

    private mutating func extensible(attribute: String?) throws(LDAPSyntaxError) -> LDAPFilter {
        let ofDN = skip(":dn:") || skip(":DN:")
        if ofDN { position -= 1 }
        var rule: String?
        if !skip(":=") {
            guard skip(":") else { throw error(.expectedComparison) }
            rule = try attributeDescription()
            guard skip(":=") else { throw error(.expectedComparison) }
        }
        guard attribute != nil || rule != nil else { throw error(.expectedAttributeType) }
        return .extensible(attribute: attribute, ofDN: ofDN, rule: rule, try value())
    }

    private mutating func attributeDescription() throws(LDAPSyntaxError) -> String {
        let start = position
        while let byte = current, isNameByte(byte) || byte == UInt8(ascii: ";") { position += 1 }
        guard position > start else { throw error(.expectedAttributeType) }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func value() throws(LDAPSyntaxError) -> [UInt8] {
        var octets: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: ")"): return octets
            case UInt8(ascii: "("), 0: throw error(.unescapedCharacter)
            case UInt8(ascii: "\\"):
                guard position + 2 < bytes.count,
                    let high = hexadecimalValue(bytes[position + 1]),
                    let low = hexadecimalValue(bytes[position + 2])
                else { throw error(.invalidEscape) }
                octets.append(high << 4 | low)
                position += 3
            default:
                octets.append(byte)
                position += 1
            }
        }
        return octets
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skip(_ letters: StaticString) -> Bool {
        let found = letters.withUTF8Buffer { bytes.dropFirst(position).starts(with: $0) }
        if found { position += letters.utf8CodeUnitCount }
        return found
    }

    private func error(_ code: LDAPSyntaxError.Code) -> LDAPSyntaxError {
        LDAPSyntaxError(.filter, code, in: bytes, at: position)
    }
}

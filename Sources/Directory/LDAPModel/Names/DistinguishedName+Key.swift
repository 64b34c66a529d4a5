extension DistinguishedName {
    /// A name for look-ups: equal for all spellings of one name, and much cheaper than the parsed
    /// name.
    public struct Key: Sendable, Hashable {
        /// Compared as strings are in Swift, by canonical equivalence, so that composed and
        /// decomposed letters are one.
        let text: String

        /// - Throws: ``LDAPSyntaxError`` when the bytes are no DN.
        /// - Complexity: one pass and one allocation for ASCII without escapes; otherwise the name
        ///   is parsed.
        public init(bytes: UnsafeBufferPointer<UInt8>) throws(LDAPSyntaxError) {
            if let text = PlainNameFolder.fold(bytes) {
                self.text = text
            } else {
                text = try DistinguishedName(bytes: bytes).key.text
            }
        }

        init(text: String) { self.text = text }

        /// Whether it names the root.
        public var isEmpty: Bool { text.isEmpty }
    }

    /// The name for look-ups.
    public var key: Key {
        Key(text: relativeNames.map { $0.normalForm + NormalForm.afterRelativeName }.joined())
    }
}

/// The letters that hold a normal form together. A value that contains one of them has it escaped,
/// so that no value can look like two.
enum NormalForm {
    static let betweenAssertions = "\u{1}"
    static let afterRelativeName = "\u{2}"
    static let afterType = "\u{3}"
    static let escape = "\u{4}"

    static func isReserved(_ scalar: Unicode.Scalar) -> Bool { scalar.value <= 4 }

    /// A value as the rule `caseIgnoreMatch` (or `caseExactMatch`) sees it: without spaces at its
    /// ends, inner runs of spaces as one, letters folded. Compatibility letters (full width,
    /// ligatures) are left as they are.
    /// - SeeAlso: RFC 4518 §2
    static func value(_ text: String, caseExact: Bool) -> String {
        let words = text.unicodeScalars.split { $0.properties.isWhitespace }
        let joined = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
        // Both ways, so that letters with two small or two capital forms (ß, ς) become one.
        let folded = caseExact ? joined : joined.uppercased().lowercased()
        guard folded.unicodeScalars.contains(where: isReserved) else { return folded }
        return folded.unicodeScalars.map { isReserved($0) ? escape + "\($0.value)" : String($0) }
            .joined()
    }
}

extension DistinguishedName.Assertion {
    var normalForm: String {
        let type = AttributeType(named: type.lowercased())
        return type.canonical + NormalForm.afterType + normalValue(caseExact: type.caseExact)
    }

    private func normalValue(caseExact: Bool) -> String {
        if case .string(let octets) = value, let text = String(validating: octets, as: UTF8.self) {
            return NormalForm.value(text, caseExact: caseExact)
        }
        return NormalForm.escape + value.description
    }
}

/// The short way to a normal form, for the names that directories are full of: ASCII, nothing quoted,
/// one assertion a level. Gives exactly what the long way gives.
enum PlainNameFolder {
    /// nil when the long way must be taken.
    static func fold(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var isPlain = true
        // A normal form is never longer than the name, but for the mark behind the last level.
        let text = String(unsafeUninitializedCapacity: bytes.count + 1) { buffer in
            var output = Output(buffer)
            isPlain = fold(bytes, into: &output)
            return output.count
        }
        return isPlain ? text : nil
    }

    private struct Output {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        var count = 0

        init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

        @inline(__always)
        mutating func append(_ byte: UInt8) {
            buffer[count] = byte
            count += 1
        }
    }

    private static func fold(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout Output) -> Bool
    {
        var position = skipSpaces(bytes, from: 0)
        if position == bytes.count { return true }
        while true {
            guard let valueStart = foldType(bytes, from: position, into: &output),
                let end = foldValue(bytes, from: valueStart, into: &output)
            else { return false }
            output.append(2)
            if end == bytes.count { return true }
            position = skipSpaces(bytes, from: end + 1)
        }
    }

    /// Where the value begins.
    private static func foldType(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into output: inout Output
    ) -> Int? {
        let typeStart = output.count
        var position = start
        while position < bytes.count, isNameByte(bytes[position]) {
            output.append(bytes[position].lowered)
            position += 1
        }
        let type = UnsafeBufferPointer(rebasing: output.buffer[typeStart..<output.count])
        position = skipSpaces(bytes, from: position)
        guard !type.isEmpty, position < bytes.count, bytes[position] == UInt8(ascii: "="),
            isUsual(type) || AttributeType.isPlain(String(decoding: type, as: UTF8.self))
        else { return nil }
        output.append(3)
        return skipSpaces(bytes, from: position + 1)
    }

    /// Where the value ends: at a separator or behind the last byte.
    private static func foldValue(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into output: inout Output
    ) -> Int? {
        var position = start
        var owesSpace = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "#") { return nil }
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: ";"): return position
            case UInt8(ascii: " "): owesSpace = true
            case UInt8(ascii: "\""), UInt8(ascii: "+"), 0..<0x20, 0x7F...: return nil
            default:
                if owesSpace { output.append(UInt8(ascii: " ")) }
                owesSpace = false
                if byte == UInt8(ascii: "\\") {
                    guard let escaped = unescape(bytes, at: &position) else { return nil }
                    output.append(escaped.lowered)
                } else {
                    output.append(byte.lowered)
                }
            }
            position += 1
        }
        return position
    }

    /// The visible ASCII letter that is escaped; `position` is left at its last byte.
    private static func unescape(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int
    ) -> UInt8? {
        guard position + 1 < bytes.count else { return nil }
        let next = bytes[position + 1]
        if let high = hexadecimalValue(next) {
            guard position + 2 < bytes.count, let low = hexadecimalValue(bytes[position + 2])
            else { return nil }
            position += 2
            let octet = high << 4 | low
            return octet > 0x20 && octet < 0x7F ? octet : nil
        }
        position += 1
        return "\"#+,;<=>\\".utf8.contains(next) ? next : nil
    }

    /// Whether the type is one of those that almost every name is made of; all of them canonical.
    private static func isUsual(_ type: UnsafeBufferPointer<UInt8>) -> Bool {
        switch type.count {
        case 1: type[0] == UInt8(ascii: "o") || type[0] == UInt8(ascii: "l")
        case 2:
            switch (type[0], type[1]) {
            case (UInt8(ascii: "c"), UInt8(ascii: "n")), (UInt8(ascii: "o"), UInt8(ascii: "u")),
                (UInt8(ascii: "d"), UInt8(ascii: "c")):
                true
            default: false
            }
        case 3: type.elementsEqual("uid".utf8)
        default: false
        }
    }

    private static func skipSpaces(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var position = start
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
        return position
    }
}

/// Reads the tokens of a filter from its bytes.
struct FilterScanner {
    let text: String
    /// UTF-8; offsets count them.
    let bytes: [UInt8]
    /// **Units:** bytes.
    private(set) var position = 0

    /// At the first byte.
    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The byte at the position; nil at the end.
    var next: UInt8? { isAtEnd ? nil : bytes[position] }

    /// Passes white space, if there is any.
    mutating func skipSpace() {
        while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    /// Reads the letter when it is the next one.
    mutating func skip(_ letter: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: letter) else { return false }
        position += 1
        return true
    }

    /// Letters, digits and what a URN has between them; empty when there are none.
    mutating func word() -> String {
        take { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "$"):
                true
            default: false
            }
        }
    }

    /// Reads the word when it is the next one, in whatever case.
    mutating func skip(word wanted: String) -> Bool {
        let start = position
        if word().lowercased() == wanted { return true }
        position = start
        return false
    }

    /// A run of what other languages write operators with, for the sake of the message.
    mutating func symbols() -> String { take { "=!<>~&|^".utf8.contains($0) } }

    /// What stands at these offsets.
    func slice(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// **Units:** characters, 1-based.
    func column(at offset: Int) -> Int { slice(0..<offset).count + 1 }

    /// An error at an offset in bytes.
    func error(
        _ code: FilterError.Code, at offset: Int, _ message: String, hint: String? = nil
    ) -> FilterError {
        FilterError(
            code: code, column: column(at: offset), message: message, hint: hint, text: text)
    }

    private mutating func take(_ belongs: (UInt8) -> Bool) -> String {
        let start = position
        while let byte = next, belongs(byte) { position += 1 }
        return slice(start..<position)
    }
}

// Strings, as JSON writes them.
extension FilterScanner {
    /// The string that begins at the position.
    /// - SeeAlso: RFC 8259 §7
    mutating func string() throws(FilterError) -> String {
        let start = position
        position += 1
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content.append(contentsOf: try escape().utf8)
            case 0..<0x20:
                throw error(
                    .syntax, at: position - 1, "a control character stands in a string",
                    hint: "write it as \\n, \\t or \\u00XX")
            default: content.append(byte)
            }
        }
        throw error(.syntax, at: start, "the string is not closed", hint: "add the second quote")
    }

    private mutating func escape() throws(FilterError) -> String {
        let start = position - 1
        let letter = next ?? 0
        if !isAtEnd { position += 1 }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return String(UnicodeScalar(letter))
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): if let scalar = unicodeEscape() { return String(scalar) }
        default: break
        }
        throw error(
            .syntax, at: start, "a backslash begins no escape that JSON knows",
            hint: "write \\\\ for a backslash")
    }

    /// The digits behind `\u`, a second escape included where they are half of a pair.
    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let high = hexadecimal() else { return nil }
        guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) }
        guard skip("\\"), skip("u"), let low = hexadecimal(), (0xDC00..<0xE000).contains(low)
        else { return nil }
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    }

    private mutating func hexadecimal() -> UInt32? {
        guard bytes.count - position >= 4 else { return nil }
        let digits = bytes[position..<position + 4]
        guard !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-")) else {
            return nil
        }
        position += 4
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

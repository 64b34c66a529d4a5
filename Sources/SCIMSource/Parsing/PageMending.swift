import Directory

/// A page that holds bytes or escapes that are no text, made readable: a few people with a broken
/// letter must not make everybody unknown.
///
/// Each broken sequence becomes U+FFFD, so that a value that holds one was perhaps no text.
enum PageMending {
    /// The UTF-8 of U+FFFD.
    static let mark: [UInt8] = [0xEF, 0xBF, 0xBD]

    static func mended(_ page: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var bytes = page.isUTF8 ? Array(page) : Array(String(decoding: page, as: UTF8.self).utf8)
        mendEscapes(in: &bytes)
        return bytes
    }

    /// Whether a value of a mended page holds what was no text.
    static func isMarked(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard value.count >= mark.count else { return false }
        for index in 0...(value.count - mark.count)
        where value[index] == mark[0] && value[index + 1] == mark[1] && value[index + 2] == mark[2]
        {
            return true
        }
        return false
    }

    /// Makes `\ufffd` of each half of a surrogate pair that stands alone, as servers send them that
    /// cut texts by UTF-16's units.
    /// - SeeAlso: RFC 8259 §8.2
    private static func mendEscapes(in bytes: inout [UInt8]) {
        var index = 0
        while index + 1 < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            guard let unit = codeUnit(at: index, of: bytes) else {
                index += 2
                continue
            }
            if isHigh(unit), let low = codeUnit(at: index + 6, of: bytes), isLow(low) {
                index += 12
                continue
            }
            if isHigh(unit) || isLow(unit) {
                bytes.replaceSubrange(index..<index + 6, with: #"\ufffd"#.utf8)
            }
            index += 6
        }
    }

    /// What `\uXXXX` stands for; nil when there is none at that place.
    private static func codeUnit(at index: Int, of bytes: [UInt8]) -> UInt16? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[(index + 2)..<(index + 6)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private static func isHigh(_ unit: UInt16) -> Bool { unit & 0xFC00 == 0xD800 }
    private static func isLow(_ unit: UInt16) -> Bool { unit & 0xFC00 == 0xDC00 }
}

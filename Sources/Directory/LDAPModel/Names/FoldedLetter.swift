/// A letter outside ASCII as ``NormalForm`` folds it, without asking Unicode's tables each time: those of
/// Latin, Greek, Cyrillic and their neighbours by a table, those of scripts without case as they are.
struct FoldedLetter {
    /// The UTF-8 of the folded letter, first byte lowest; the length is in the highest byte.
    private let packed: UInt64

    /// - Parameter position: of the letter's first byte; left at its last one.
    /// - Returns: nil when the letter is none of these, or the bytes are not UTF-8.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int) {
        let lead = bytes[position]
        guard (0xC2...0xED).contains(lead), let second = Self.continuation(bytes, position + 1)
        else { return nil }
        if lead < 0xE0 {
            let letter = Int(lead & 0x1F) << 6 | Int(second & 0x3F)
            packed =
                letter < Self.table.count
                ? Self.table[letter] : UInt64(lead) | UInt64(second) << 8 | 2 << 56
            guard packed != 0 else { return nil }
            position += 1
        } else {
            guard let third = Self.continuation(bytes, position + 2) else { return nil }
            let letter = Int(lead & 0x0F) << 12 | Int(second & 0x3F) << 6 | Int(third & 0x3F)
            guard Self.hasNoCase(letter) else { return nil }
            packed = UInt64(lead) | UInt64(second) << 8 | UInt64(third) << 16 | 3 << 56
            position += 2
        }
    }

    /// Arabic to Tibetan, Chinese, Japanese and Korean: neither cases nor spaces.
    private static func hasNoCase(_ letter: Int) -> Bool {
        (0x800...0xFFF).contains(letter) || (0x3041...0x9FFF).contains(letter)
            || (0xAC00...0xD7A3).contains(letter)
    }

    /// The UTF-8 of the folded letter; one or more letters where folding makes more.
    @inline(__always)
    func forEachByte(_ body: (UInt8) -> Void) {
        var rest = packed
        for _ in 0..<(packed >> 56) {
            body(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    @inline(__always)
    private static func continuation(
        _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int
    ) -> UInt8? {
        guard position < bytes.count, bytes[position] & 0xC0 == 0x80 else { return nil }
        return bytes[position]
    }

    /// By scalar value; 0 for those that take the long way, such as spaces.
    private static let table: [UInt64] = (0..<0x600).map { value in
        guard value >= 0x80, let scalar = Unicode.Scalar(value), !scalar.properties.isWhitespace
        else { return 0 }
        let folded = NormalForm.value(String(scalar), caseExact: false).utf8
        guard folded.count <= 6 else { return 0 }
        return folded.reversed().reduce(0) { $0 << 8 | UInt64($1) } | UInt64(folded.count) << 56
    }
}

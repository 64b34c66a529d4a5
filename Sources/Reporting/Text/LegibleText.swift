/// Makes text from a directory safe to show: a name can neither move a terminal's cursor nor reorder
/// the words around it.
extension String {
    /// The text with each control, bidirectional-formatting or unassigned-line character replaced by
    /// U+FFFD; line breaks and tabs too, since what is shown stands on one line.
    /// - SeeAlso: Unicode Technical Report #36 §2 (bidirectional spoofing)
    public var legible: String {
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
        guard unicodeScalars.contains(where: Self.misleads) else { return self }
        var clean = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            clean.append(Self.misleads(scalar) ? "\u{FFFD}" : scalar)
        }
        return String(clean)
    }

    private static func misleads(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true  // C0, DEL, C1
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // bidirectional
        case 0x2028, 0x2029, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true  // lines, invisible
        default: false
        }
    }
}

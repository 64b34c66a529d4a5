/// How many columns of a terminal text takes.
extension String {
    /// **Units:** columns: 2 for East Asian wide characters and emoji, 0 for combining marks alone.
    /// - SeeAlso: Unicode Standard Annex #11
    var columns: Int {
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
        return reduce(0) { $0 + $1.columns }
    }

    /// The text, or as much of it as fits with an ellipsis behind it.
    func fitted(to limit: Int) -> String {
        guard columns > limit else { return self }
        var used = 0
        let head = prefix { character in
            used += character.columns
            return used <= limit - 1
        }
        return head + "…"
    }

    /// Filled with spaces up to so many columns.
    func padded(to width: Int, alignment: Table.Alignment = .leading) -> String {
        let space = String(repeating: " ", count: max(0, width - columns))
        return alignment == .leading ? self + space : space + self
    }

    /// Broken at spaces into lines of at most so many columns; a longer word stands alone.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ") {
            if line.isEmpty {
                line = String(word)
            } else if line.columns + 1 + String(word).columns <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }
}

extension Character {
    fileprivate var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.isASCII { return 1 }
        let properties = first.properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        let isEmoji =
            properties.isEmojiPresentation || unicodeScalars.contains { $0.value == 0xFE0F }
        return isEmoji || Self.isWide(first.value) ? 2 : 1
    }

    /// The blocks that are wide throughout, for all practical purposes.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

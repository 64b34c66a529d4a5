import Diagnostics

extension YAMLValue {
    /// The place in the file of one character of a text: for findings within conditions.
    ///
    /// Exact for plain and quoted text; in a block or folded over lines as near as the breaks allow.
    /// - Parameter offset: 0-based, in characters of the text as it was read.
    public func place(ofCharacter offset: Int) -> Place {
        guard case .text(let text, let style) = node.content, offset > 0 else { return place }
        var walk = ScalarWalk(
            lines: reader.text.lines, line: node.line - 1, scalar: node.scalar - 1)
        walk.enter(style)
        for scalar in Substring(text.prefix(offset)).unicodeScalars { walk.pass(scalar, style) }
        if offset < text.count { walk.settle(style) }
        return reader.text.place(line: walk.line + 1, scalar: walk.scalar + 1)
    }
}

/// Follows a decoded text through its source.
private struct ScalarWalk {
    let lines: [Substring.UnicodeScalarView]
    /// **Units:** 0-based.
    var line: Int
    /// **Units:** 0-based.
    var scalar: Int

    private var current: Unicode.Scalar? { scalar(at: scalar) }

    private func scalar(at offset: Int) -> Unicode.Scalar? {
        guard lines.indices.contains(line) else { return nil }
        return lines[line].dropFirst(offset).first
    }

    /// Passes the quote, or the header line of a block.
    mutating func enter(_ style: YAMLNode.Style) {
        switch style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: scalar += 1
        case .block: nextLine()
        }
    }

    /// Passes what stands for one scalar of the text.
    mutating func pass(_ wanted: Unicode.Scalar, _ style: YAMLNode.Style) {
        if settle(style), wanted == " " || wanted == "\n" { return }
        switch (style, current) {
        case (_, nil): nextLine()
        case (.singleQuoted, "'"): scalar += 2
        case (.doubleQuoted, "\\"): scalar += 1 + escapeLength
        default: scalar += 1
        }
    }

    /// Moves past the line breaks at which a plain or quoted text is folded.
    /// - Returns: whether there were any: they stand for one space, or for line breaks.
    @discardableResult
    mutating func settle(_ style: YAMLNode.Style) -> Bool {
        let start = line
        while style != .block, line + 1 < lines.count, restIsBlank { nextLine() }
        return line > start
    }

    private var restIsBlank: Bool {
        lines[line].dropFirst(scalar).allSatisfy { $0 == " " || $0 == "\t" }
    }

    /// **Units:** scalars behind the backslash.
    private var escapeLength: Int {
        switch scalar(at: scalar + 1) {
        case "x": 3
        case "u": 5
        case "U": 9
        default: 1
        }
    }

    private mutating func nextLine() {
        line += 1
        scalar = 0
        while current == " " || current == "\t" { scalar += 1 }
    }
}

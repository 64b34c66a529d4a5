/// A table of GitHub-flavoured Markdown.
public struct MarkdownTable: Rendering {
    public init() {}

    public func render(_ table: Table, into output: inout String) {
        guard !table.rows.isEmpty else {
            output += table.emptyNotice.markdown + "\n"
            return
        }
        append(table.columns.map(\.heading.markdown), to: &output)
        append(table.columns.map { $0.alignment == .leading ? "---" : "---:" }, to: &output)
        for row in table.rows { append(row.map(\.markdown), to: &output) }
    }

    private func append(_ cells: [String], to output: inout String) {
        output += "| " + cells.joined(separator: " | ") + " |\n"
    }
}

extension String {
    /// Text that Markdown shows as it is: neither markup, nor a link, nor the end of a cell.
    var markdown: String {
        let special = Set("\\`*_[]<>|&~#".utf8)
        let clean = legible
        guard clean.utf8.contains(where: special.contains) else { return clean }
        var escaped = ""
        for scalar in clean.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\\", "`", "*", "_", "[", "]", "|", "~", "#":
                escaped += "\\"
                escaped.unicodeScalars.append(scalar)
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

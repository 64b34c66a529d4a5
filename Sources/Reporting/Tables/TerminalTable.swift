/// A table for a terminal: columns as wide as they need, the widest one cut when the terminal is
/// narrower, and there is one.
public struct TerminalTable: Rendering {
    /// What it is written for.
    public let terminal: Terminal

    public init(_ terminal: Terminal = Terminal()) { self.terminal = terminal }

    public func render(_ table: Table, into output: inout String) {
        guard !table.rows.isEmpty else {
            output += table.emptyNotice + "\n"
            return
        }
        let shown = table.rows.prefix(terminal.rowLimit ?? .max)
        let rows = shown.map { $0.map(\.legible) }
        let natural = natural(table.columns, rows)
        let widths = terminal.cutsCells ? fitting(natural, table.columns) : natural
        let headings = table.columns.map(\.heading)
        output += terminal.paint(line(headings, table.columns, widths), .faint) + "\n"
        for row in rows { output += line(row, table.columns, widths) + "\n" }
        if table.rows.count > shown.count {
            output += "… and \((table.rows.count - shown.count).grouped) more\n"
        }
    }

    private func natural(_ columns: [Table.Column], _ rows: [[String]]) -> [Int] {
        var widths = columns.map { $0.heading.columns }
        for row in rows {
            for (index, cell) in row.enumerated() {
                widths[index] = max(widths[index], cell.columns)
            }
        }
        return widths
    }

    /// Takes from the widest column that may be cut until the line fits, and leaves each at least
    /// eight columns.
    private func fitting(_ natural: [Int], _ columns: [Table.Column]) -> [Int] {
        let cut = natural.indices.filter { !columns[$0].isWhole }
        var widths = natural
        var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - terminal.width
        while excess > 0, let widest = cut.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > 8
        {
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func line(_ cells: [String], _ columns: [Table.Column], _ widths: [Int]) -> String {
        let parts = cells.indices.map { index in
            cells[index].fitted(to: widths[index])
                .padded(to: widths[index], alignment: columns[index].alignment)
        }
        var line = parts.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}

/// A table for spreadsheets and auditors.
///
/// A cell that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a
/// carriage return) gets an apostrophe in front, which spreadsheets show as text; other readers must
/// take it away again. Every cell is legible: it neither ends its line nor drives a terminal.
/// - SeeAlso: RFC 4180; OWASP, "CSV Injection"
public struct CSVTable: Rendering {
    public init() {}

    public func render(_ table: Table, into output: inout String) {
        append(table.columns.map(\.heading), to: &output)
        for row in table.rows { append(row, to: &output) }
    }

    private func append(_ cells: [String], to output: inout String) {
        for (position, cell) in cells.enumerated() {
            if position > 0 { output += "," }
            output += Self.field(cell)
        }
        output += "\r\n"
    }

    /// One cell, defused and quoted where it must be.
    static func field(_ cell: String) -> String {
        let isFormula = cell.utf8.first.map(Self.formulaStarts.contains) ?? false
        let text = (isFormula ? "'" : "") + cell.legible
        let special = Set(",\"".utf8)
        guard text.utf8.contains(where: special.contains) else { return text }
        var quoted = "\""
        // By scalars: a quotation mark with an accent on it is one to whoever reads the file.
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    private static let formulaStarts = Set("=+-@\t\r".utf8)
}

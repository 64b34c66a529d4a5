/// A table for spreadsheets and auditors.
///
/// A cell that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a
/// carriage return) gets an apostrophe in front, which spreadsheets show as text; other readers must
/// take it away again.
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
        let bytes = cell.utf8
        var isFormula = false
        if let first = bytes.first { isFormula = Self.formulaStarts.contains(first) }
        let needsQuotes = bytes.contains {
            $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
        }
        guard isFormula || needsQuotes else { return cell }
        let text = isFormula ? "'" + cell : cell
        guard needsQuotes else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    private static let formulaStarts = Set("=+-@\t\r".utf8)
}

import Testing

@testable import Reporting

@Suite struct TableTests {
    @Test func `a table is cut to the terminal, the widest column first`() {
        var table = Table([.init("name"), .init("what"), .init("n", .trailing)])
        table.append(["ada", String(repeating: "long ", count: 30), "7"])
        let lines = TerminalTable(Terminal(width: 40)).text(of: table).split(separator: "\n")
        #expect(lines.allSatisfy { String($0).columns <= 40 })
        #expect(lines[1].hasPrefix("ada   long long") && lines[1].hasSuffix("…  7"))
    }

    @Test func `a table for a file is as wide as it needs`() {
        var table = Table([.init("what")])
        let cell = String(repeating: "long", count: 50)
        table.append([cell])
        #expect(TerminalTable(Terminal(cutsCells: false)).text(of: table) == "what\n\(cell)\n")
    }

    @Test func `a long table says how many rows it hides`() {
        var table = Table([.init("n")])
        for number in 0..<1_200 { table.append([String(number)]) }
        let text = TerminalTable(Terminal(rowLimit: 10)).text(of: table)
        #expect(text.hasSuffix("… and 1,190 more\n"))
        #expect(text.split(separator: "\n").count == 12)
    }

    @Test func `an empty table says so`() {
        let empty = Table([.init("n")], emptyNotice: "no change set yet")
        #expect(TerminalTable().text(of: empty) == "no change set yet\n")
        #expect(MarkdownTable().text(of: empty) == "no change set yet\n")
        #expect(CSVTable().text(of: empty) == "n\r\n")
    }
}

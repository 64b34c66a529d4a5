import Testing

@testable import Reporting

@Suite struct GoldenTests {
    let terminal = Terminal(width: 100)

    @Test func `a report in every form is what was agreed, byte by byte`() throws {
        let report = Sample.report
        try expectGolden(TerminalReport(terminal).text(of: report), "change-set.txt")
        try expectGolden(JSONReport().text(of: report), "change-set.json")
        try expectGolden(MarkdownReport().text(of: report), "change-set.md")
        try expectGolden(CSVReport().text(of: report), "change-set.csv")
        try expectGolden(HTMLReport().text(of: report), "change-set.html")
    }

    @Test func `an explanation in every form is what was agreed, byte by byte`() throws {
        let why = Sample.explanation()
        try expectGolden(TerminalExplanation(terminal).text(of: why), "why.txt")
        try expectGolden(JSONExplanation().text(of: why), "why.json")
        try expectGolden(MarkdownExplanation().text(of: why), "why.md")
        let lost = Sample.explanation(revoked: Sample.granted)
        try expectGolden(TerminalExplanation(terminal).text(of: lost), "why-lost.txt")
        try expectGolden(TerminalAbsence(terminal).text(of: Sample.absence), "why-not.txt")
        try expectGolden(JSONAbsence().text(of: Sample.absence), "why-not.json")
        try expectGolden(MarkdownAbsence().text(of: Sample.absence), "why-not.md")
    }
}

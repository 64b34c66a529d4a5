import Directory
import Entitlements
import Testing

@testable import Reporting

@Suite struct ArrangementTests {
    @Test func `the risky changes come first: privileged and flagged, privileged, flagged`() {
        let rows = ArrangedReport(Sample.report).rows
        #expect(
            rows.map { "\($0.change.action) \($0.person.userName) \($0.reported.role.id)" } == [
                "grant dara insights-admin", "revoke eve insights-admin",
                "revoke finn insights-auditor", "grant gita insights-auditor",
                "grant grace insights-manager", "revoke bo insights-viewer",
                "revoke eve insights-viewer", "grant ada insights-viewer",
                "grant chen insights-viewer", "grant hugo insights-viewer",
            ])
        #expect(rows.filter(\.attention.isRisky).count == 3)
    }

    @Test func `every rendering is the same to the byte, in whatever order the changes come`()
        throws
    {
        let report = Sample.report
        let turned = Sample.report(changes: Sample.changes.reversed())
        let page = try HTMLReport()
        #expect(page.text(of: report) == page.text(of: turned))
        #expect(JSONReport().text(of: report) == JSONReport().text(of: turned))
        #expect(CSVReport().text(of: report) == CSVReport().text(of: turned))
        #expect(MarkdownReport().text(of: report) == MarkdownReport().text(of: turned))
        #expect(TerminalReport().text(of: report) == TerminalReport().text(of: turned))
    }

    @Test func `what is afterwards is what was before, and grants, less revokes`() {
        let arranged = ArrangedReport(Sample.report)
        #expect(arranged.total() == (212, 6, 4, 214))
        #expect(arranged.total(.privileged) == (9, 1, 1, 9))
        #expect(arranged.unchanged == 208)
        #expect(arranged.peopleTouched == 9)
        #expect(arranged.people(.joiner) == 1)
        #expect(arranged.people(.leaver) == 1)
    }

    @Test func `only a tripped guard is held against a change`() {
        let within = ReportedGuard(
            finding: GuardFinding(
                kind: .revocations, subject: .everybody, measured: 1, total: 9, limit: 1,
                summary: "", changes: Sample.changes.map(\.id)), subject: "everybody")
        let rows = ArrangedReport(
            Sample.report(changes: Sample.changes, guards: [within])
        ).rows
        #expect(rows.flatMap(\.guards).isEmpty)
    }

    @Test func `a set without changes says so in every form`() throws {
        let quiet = Sample.report(changes: [], guards: [])
        let page = try HTMLReport()
        #expect(page.text(of: quiet).contains("every entitlement in force is what"))
        #expect(TerminalReport().text(of: quiet).contains("212 entitlements unchanged"))
        #expect(MarkdownReport().text(of: quiet).contains("No change."))
        #expect(CSVReport().text(of: quiet).split(separator: "\r\n").count == 1)
    }

    @Test func `a long list on a terminal is cut, and says where the rest is`() {
        let text = TerminalReport(Terminal(rowLimit: 4)).text(of: Sample.report)
        #expect(text.contains("… and 6 more; see --format html"))
        #expect(!text.contains("hugo"))
    }
}

import Diagnostics
import Directory
import Entitlements
import Foundation
import Testing

@testable import Reporting

/// P31: what a directory holds is shown, never run.
@Suite struct SafetyTests {
    private static let nasty = #"<script>alert(1)</script>"'&"#

    private func report(named name: String, note: String? = nil) -> ChangeSetReport {
        let person = ReportedPerson(
            id: Sample.id("x"), userName: name, displayName: name, department: name, title: name,
            manager: PersonStep(id: Sample.id("m"), userName: name), isActive: true)
        let role = Role(id: RoleID(name), title: name, tier: .privileged, owner: .group(name))
        let id = ChangeID(Digest(of: name))
        let change = Change(
            action: .revoke,
            entitlement: EntitlementKey(
                person: person.id, role: role.id, scope: .department(name)),
            reason: ChangeReason(cause: .unmatched, rules: [name], summary: name),
            lifeCycle: .mover, tier: .privileged, derivations: [],
            preconditions: .init(heldSince: nil, personIsActive: false))
        let step = GroupStep(id: GroupID("g"), display: name, label: name)
        let derivation = ExplainedDerivation(
            derivation: Derivation(
                origin: Sample.reference(name),
                evidence: [
                    Evidence(condition: name, attribute: name, value: name, paths: [[step]])
                ]), title: name, file: name, line: 1)
        let decision = Sample.decision(id, .hold, by: name, name, name)
        return Sample.report(
            changes: [
                ReportedChange(
                    id: id, change: change, role: role, scope: "department:\(name)",
                    derivations: [derivation],
                    conflicts: [Conflict(id: name, roles: [role.id], reason: name)],
                    requirement: ReviewRequirement(
                        lane: name, needed: 2, given: 0, approvers: [name], raisedBecause: name),
                    decisions: [decision], state: .held)
            ], people: [person],
            guards: [
                ReportedGuard(
                    finding: GuardFinding(
                        kind: .privileged, subject: .role(role.id), measured: 2, total: 3,
                        limit: 1, summary: name, changes: [id]), subject: name)
            ],
            diagnostics: [
                Diagnostic(.note, "a.code", name, at: .entry(source: name, entry: name), hint: name)
            ])
    }

    // P31
    @Test func `markup in any name stays text on the page`() throws {
        let page = try HTMLReport().text(of: report(named: Self.nasty))
        #expect(!page.contains("<script>alert"))
        #expect(!page.contains(#""'&"#))
        let shown = page.components(separatedBy: "&lt;script&gt;alert(1)&lt;/script&gt;").count
        #expect(shown > 25)
        #expect(page.components(separatedBy: "<script>").count == 2, "the page's own alone")
    }

    // P31
    @Test func `a name cannot leave an attribute of the page`() throws {
        let page = try HTMLReport().text(of: report(named: #"" onclick="alert(1)"#))
        #expect(!page.contains(#"" onclick="#))
    }

    // P31
    @Test(arguments: ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    func `a cell that a spreadsheet would run begins with an apostrophe`(cell: String) {
        let field = CSVTable.field(cell)
        #expect(field.hasPrefix("'") || field.hasPrefix("\"'"))
        let text = CSVReport().text(of: report(named: cell))
        #expect(!text.contains(",\(cell)"))
        #expect(text.contains(field))
    }

    // P31
    @Test func `a cell with commas, quotes or line breaks is one cell`() {
        #expect(CSVTable.field(#"a "b", c"#) == #""a ""b"", c""#)
        #expect(CSVTable.field("a\nb") == "a\u{FFFD}b")
        #expect(CSVTable.field("a\r\nb,c") == "\"a\u{FFFD}\u{FFFD}b,c\"")
        #expect(CSVTable.field("plain") == "plain")
        // A quotation mark stays one under an accent.
        #expect(CSVTable.field("\"\u{301},=1") == "\"\"\"\u{301},=1\"")
    }

    // P31
    @Test func `a name is neither markup nor the end of a cell in Markdown`() {
        #expect("a|b".markdown == #"a\|b"#)
        #expect("<b>*x*</b>".markdown == #"&lt;b&gt;\*x\*&lt;/b&gt;"#)
        #expect("a\nb".markdown == "a\u{FFFD}b")
    }

    /// Every character that moves a cursor, hides text or turns the words around it.
    private static let driving =
        (Array(0..<0x20) + Array(0x7F..<0xA0) + Array(0x202A...0x202E) + Array(0x2066...0x2069))
        .compactMap { Unicode.Scalar($0 as UInt32) }

    // P31
    @Test(arguments: ["text", "markdown", "csv", "html", "json"])
    func `a name can neither drive a terminal nor reorder what stands around it`(
        format: String
    ) throws {
        let driving = Set(Self.driving)
        let name = "\u{1B}[2J\u{1B}]0;evil\u{7}" + String(String.UnicodeScalarView(Self.driving))
        let shown = try text(named: name, in: format)
        #expect(shown.contains("evil"))
        // What a format ends its lines with; a page's own script and style have no others.
        let own: Set<Unicode.Scalar> = format == "csv" ? ["\r", "\n"] : ["\n"]
        // JSON escapes what RFC 8259 asks for: its values are the directory's, to the letter.
        let foreign =
            format == "json" ? driving.filter { $0.value < 0x20 } : driving
        let found = Set(shown.unicodeScalars).intersection(foreign).subtracting(own)
        #expect(found.isEmpty, "\(found.map { String($0.value, radix: 16) })")
    }

    private func text(named name: String, in format: String) throws -> String {
        let report = report(named: name)
        let (why, preview) = (explanation(named: name), preview(named: name))
        return switch format {
        case "text":
            TerminalReport().text(of: report) + TerminalExplanation().text(of: why)
                + TerminalTable().text(of: table(named: name))
                + TerminalPreview(listsSteps: true).text(of: preview)
        case "markdown":
            MarkdownReport().text(of: report) + MarkdownExplanation().text(of: why)
                + MarkdownTable().text(of: table(named: name))
        case "csv": CSVReport().text(of: report) + CSVTable().text(of: table(named: name))
        case "html": try HTMLReport().text(of: report)
        default:
            JSONReport().text(of: report) + JSONExplanation().text(of: why)
                + JSONPreview().text(of: preview)
        }
    }

    private func preview(named name: String) -> MappingPreview {
        let report = report(named: name)
        return MappingPreview(
            mapping: Digest(of: name), revision: Revision(1), population: report.population,
            steps: [
                .init(
                    action: .grant, person: Sample.id("x"), userName: name, role: Sample.viewer,
                    scope: name, reason: ChangeReason(cause: .mapping, rules: [name], summary: name)
                )
            ], guards: report.guards, failedTests: 1, unproved: 1)
    }

    private func explanation(named name: String) -> Explanation {
        let person = ExplainedPerson(
            id: Sample.id("x"), userName: name, displayName: name, isActive: true,
            accounts: [
                .init(key: AccountKey(source: SourceID(name), anchor: Anchor("1")), label: name)
            ])
        return Explanation(
            person: person, role: Sample.viewer, revision: Revision(1),
            holdings: Sample.explanation().holdings,
            freshness: [SourceFreshness(source: SourceID(name), completeAsOf: nil)])
    }

    private func table(named name: String) -> Table {
        var table = Table([.init("person"), .init("scope")])
        table.append([name, name])
        return table
    }
}

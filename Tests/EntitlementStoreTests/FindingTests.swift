import Diagnostics
import Directory
import Entitlements
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct FindingTests {
    private static let findings = [
        Diagnostic(
            .error, "directory.no-anchor", "an entry without the anchor attribute",
            at: .entry(source: "corp", entry: "uid=x,dc=example,dc=org"), hint: "let it be seen"),
        Diagnostic(
            .warning, "mapping.unknown-group", "there is no such group",
            at: .file(path: "rules.yaml", line: 3, column: 5)),
        Diagnostic(
            .note, "mapping.file", "a file", at: .file(path: "a.yaml", line: 1, column: nil)),
        Diagnostic(.note, "directory.several-values", "mail has several values"),
    ].sorted()

    private static var odd: Office {
        var office = Office.usual
        office.findings = findings
        return office
    }

    @Test func `what a run found odd is kept to the letter, also of an incomplete run`() throws {
        let world = try World()
        let lost = IncompleteReason(code: "connection-lost", message: "lost")
        let run = try world.run(Self.odd, minute: 1, failed: [lost])
        #expect(run.verdict == .incomplete)
        #expect(try world.store.findings(ofRun: run.run) == Self.findings)
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `runs that find the very same share its rows, and one that does not has its own`()
        throws
    {
        let world = try World()
        var runs: [RunID] = []
        for (minute, office) in [Self.odd, Self.odd, .usual, Self.odd, Self.odd].enumerated() {
            runs.append(try world.run(office, minute: Int64(minute)).run)
        }
        let kept = try runs.map { try world.store.findings(ofRun: $0) }
        #expect(kept == [Self.findings, Self.findings, [], Self.findings, Self.findings])
        #expect(try world.rows("run_findings") == Int64(2 * Self.findings.count))
        #expect(try world.rows("v_findings") == Int64(4 * Self.findings.count))
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `limits that were raised leave their trace in the ledger`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        world.guards.revocations.count = 5_000
        try world.run(.usual, minute: 2)
        let bodies = try world.store.ledger(limit: 99).filter { $0.kind == .run }.map(\.body)
        let usual = #""revocations":{"count":50,"floor":5,"percent":10}"#
        #expect(bodies.first?.contains(usual) == true)
        #expect(bodies.last?.contains(usual.replacing("50,", with: "5000,")) == true)
        #expect(bodies.allSatisfy { $0.contains(#""privileged":{"count":3}"#) })
    }
}

import Diagnostics
import Directory
import Entitlements
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct LedgerTests {
    /// A store with everything that the ledger attests: two runs, decisions carried over, grants,
    /// revokes, rejections and a takeover.
    func history() throws -> World {
        let world = try World()
        var office = Office.usual
        office.findings = [
            Diagnostic(
                .warning, "directory.invalid-utf8", "a value is not UTF-8",
                at: .entry(source: "corp", entry: "uid=ada,dc=example,dc=org"), hint: "mend it"),
            Diagnostic(.note, "directory.several-values", "mail has several values"),
        ]
        let first = try #require(try world.run(office, minute: 1).changeSet)
        let items = try world.store.changeSet(first).changeSet.items
        try world.decide(first, [items[0].id], .approve, minute: 2)
        office[team: "g1"].members = ["a1", "c1"]
        try world.run(office, minute: 3)
        office.findings = []
        try world.applyAll(minute: 4)
        office[team: "g1"].members = ["c1", "b1"]
        let third = try #require(try world.run(office, minute: 5).changeSet)
        let stored = try world.store.changeSet(third)
        let revoke = stored.changeSet.items.filter { $0.change.action == .revoke }.map(\.id)
        try world.decide(third, revoke, .approve, minute: 6)
        try world.store.apply(
            third, digest: stored.changeSet.digest, approved: revoke, undecided: [], at: .at(6))
        return world
    }

    @Test func `each entry names the hash of the one before`() throws {
        let world = try history()
        let entries = try world.store.ledger(limit: 99)
        #expect(
            entries.map(\.kind) == [
                .mapping, .changeSet, .run, .decisions, .changeSet, .run, .decisions, .apply,
                .changeSet, .run, .decisions, .apply,
            ])
        #expect(entries.map(\.number) == Array(1...12))
        #expect(entries.first?.previous == Digest(of: ""))
        for (entry, next) in zip(entries, entries.dropFirst()) {
            #expect(next.previous == entry.hash && entry.hash == Digest(of: entry.text))
        }
        #expect(try world.store.ledger(from: 3, limit: 2).map(\.number) == [3, 4])
        let verification = try world.store.verifyLedger()
        #expect(verification.isIntact && verification.entries == 12)
        #expect(verification.head == entries.last?.hash)
    }

    @Test func `the ledger never names a DN`() throws {
        let world = try history()
        for entry in try world.store.ledger(limit: 99) {
            #expect(!entry.body.contains("dc=example"))
        }
    }

    @Test(arguments: [
        "UPDATE ledger SET body = replace(body, '1', '2') WHERE no = 3",
        "UPDATE ledger SET time = '2027-01-15T08:02:00Z' WHERE no = 3",
        "UPDATE ledger SET kind = 'close' WHERE no = 3",
        "UPDATE ledger SET kind = 'nonsense' WHERE no = 3",
        "DELETE FROM ledger WHERE no = 3",
        "UPDATE ledger SET hash = previous WHERE no = 3",
    ])
    func `a changed or missing entry is found, the first of them named`(_ sql: String) throws {
        let world = try history()
        try world.tamper(sql)
        let faults = try world.store.verifyLedger().faults
        #expect([3, 4].contains(faults.first?.entry))
    }

    @Test(arguments: [
        "UPDATE runs SET ended = '2027-01-15T08:02:00Z' WHERE no = 1",
        "UPDATE runs SET verdict = 'unchanged' WHERE no = 1",
        "UPDATE runs SET change_set_no = NULL WHERE no = 1",
        "UPDATE run_sources SET certificate = replace(certificate, 'dc=e', 'dc=f') WHERE run_no = 1",
        "UPDATE run_sources SET people = 4 WHERE run_no = 2",
        "DELETE FROM run_sources WHERE run_no = 2",
        "UPDATE runs SET guards = replace(guards, '50', '51') WHERE no = 2",
        "UPDATE runs SET findings_run = 1 WHERE no = 3",
        "UPDATE run_findings SET entry = NULL",
        "DELETE FROM run_findings WHERE position = 1",
        "UPDATE mappings SET digest = (SELECT hash FROM ledger WHERE no = 1)",
        "UPDATE mapping_files SET text = text || ' '",
        "UPDATE mapping_rules SET line = 4",
        "UPDATE mapping_roles SET owner = 'person:eve'",
        "UPDATE change_sets SET digest = (SELECT hash FROM ledger WHERE no = 1) WHERE no = 1",
        "UPDATE change_sets SET state = 'rejected' WHERE no = 2",
        "UPDATE change_sets SET superseded_by = 3 WHERE no = 1",
        "UPDATE changes SET role = 'insights-admin' WHERE change_set_no = 1",
        "UPDATE changes SET scope = 'region:EMEA' WHERE change_set_no = 3",
        "UPDATE changes SET person_no = 2 WHERE no = 3",
        "UPDATE settlements SET state = 'stale' WHERE change_no = 3",
        "DELETE FROM settlements WHERE change_no = 4",
        "DELETE FROM changes WHERE no = 1",
        "UPDATE reasons SET summary = 'no reason'",
        "UPDATE decisions SET verdict = 'reject' WHERE no = 1",
        "UPDATE decisions SET user_name = 'eve' WHERE no = 3",
        "UPDATE decisions SET note = NULL WHERE carried_from IS NOT NULL",
        "DELETE FROM decisions WHERE no = 4",
        "UPDATE revisions SET run_no = 1 WHERE no = 2",
        "UPDATE revisions SET change_set_no = 1 WHERE no = 1",
        "UPDATE change_sets SET closed = '2027-01-15T08:02:00Z' WHERE no = 1",
        "UPDATE run_sources SET ended = '2027-01-15T08:02:00Z' WHERE run_no = 1",
        "UPDATE sources SET people = 2",
        "UPDATE revisions SET time = '2027-01-15T08:02:00Z' WHERE no = 1",
        "UPDATE entitlements SET role = 'insights-admin' WHERE no = 1",
        "UPDATE entitlements SET revoked_revision = NULL WHERE no = 1",
        "UPDATE entitlements SET revoked_revision = 2 WHERE no = 2",
        "UPDATE entitlements SET granted_revision = 2 WHERE no = 2",
        "DELETE FROM entitlements WHERE no = 2",
        """
        INSERT INTO entitlements (no, person_no, role, scope, granted_revision, granted_change,
          basis_no, basis_run)
        VALUES (99, 3, 'insights-admin', 'organization', 1, 1, 1, 1)
        """,
        "UPDATE derivations SET body = replace(body, 'Builder', 'Guilder')",
        "UPDATE derivations SET rule_id = 'another'",
        "UPDATE accounts SET label = label || 'x' WHERE no = 1",
        "UPDATE accounts SET attributes = replace(attributes, 'ada', 'eve') WHERE no = 1",
        "UPDATE accounts SET person_no = 2 WHERE no = 1",
        "UPDATE groups SET display = 'Readers' WHERE no = 1",
        "DELETE FROM memberships WHERE until_run IS NULL",
        "UPDATE group_memberships SET until_run = 2",
        "UPDATE sources SET content = 0",
        "UPDATE people SET id = 'corp:a2' WHERE no = 1",
        "UPDATE memberships SET account_no = account_no + 99 WHERE until_run IS NOT NULL",
    ])
    func `a change in a table that the ledger attests is found`(_ sql: String) throws {
        let world = try history()
        try world.tamper(sql)
        #expect(try !world.store.verifyLedger().isIntact)
    }

    @Test(arguments: [
        "UPDATE entitlements SET basis_no = 1 WHERE no = 1",
        "UPDATE entitlements SET basis_no = 2 WHERE no = 2",
        "UPDATE entitlements SET basis_run = 1 WHERE no = 1",
        "UPDATE basis_history SET basis_no = 2",
        "DELETE FROM basis_history",
        "INSERT INTO basis_history VALUES (2, 2, 3, 2)",
    ])
    func `a change of what an entitlement rests on is found`(_ sql: String) throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office[member: "a1"].department = "Sales"
        try world.run(office, minute: 3)
        #expect(try world.store.verifyLedger().isIntact)
        try world.tamper(sql)
        #expect(try !world.store.verifyLedger().isIntact)
    }

    @Test func `decisions are read in the order that the ledger attests`() throws {
        let world = try World()
        let set = try #require(try world.run(.usual, minute: 1).changeSet)
        let change = try world.store.changeSet(set).changeSet.items[0].id
        try world.decide(set, [change], .approve, minute: 2)
        try world.decide(set, [change], .reject, minute: 3)
        try world.tamper("UPDATE decisions SET no = 9 - no")
        #expect(try world.store.changeSet(set).decisions.map(\.verdict) == [.approve, .reject])
    }

    @Test func `an entry that was forged with its own hash is found by the next`() throws {
        let world = try history()
        let entry = try #require(try world.store.ledger(from: 4, limit: 1).first)
        let body = entry.body.replacing("o1", with: "o2")
        #expect(body != entry.body)
        let forged = Digest(
            of: LedgerEntry.text(
                number: 4, time: entry.time, kind: entry.kind, body: body,
                previous: entry.previous))
        try world.store.engine.write(.record) {
            try $0.execute(
                "UPDATE ledger SET body = ?, hash = ? WHERE no = 4", .text(body),
                .bytes(forged.bytes))
        }
        let faults = try world.store.verifyLedger().faults
        #expect(faults.contains { $0.entry == 5 && $0.summary.contains("the one before it") })
    }

    @Test func `a ledger cut short is found by its noted head`() throws {
        let world = try history()
        let head = try world.store.verifyLedger().head
        try world.tamper("DELETE FROM ledger WHERE no > 3")
        let verification = try world.store.verifyLedger()
        #expect(verification.head != head)
        #expect(!verification.isIntact)
    }
}

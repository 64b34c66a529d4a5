import Directory
import Entitlements
import Testing

@testable import EntitlementStore

/// Rows that agree with one another, and not with what happened.
@Suite(.onEveryEngine, .namingTheEngine) struct LedgerForgeryTests {
    /// Ada and Ben are granted something, lose it, and are granted it again: entitlements 1 and 2, then 3
    /// and 4; one change set and one revision each time.
    private func world() throws -> World {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office[team: "g1"].members = []
        try world.run(office, minute: 3)
        try world.applyAll(minute: 4)
        try world.run(.usual, minute: 5)
        try world.applyAll(minute: 6)
        #expect(try world.holders() == ["corp:a1", "corp:b1"])
        #expect(try world.store.verifyLedger().faults == [])
        return world
    }

    private func isFound(_ forgery: [String], in world: World) throws -> Bool {
        for sql in forgery { try world.tamper(sql) }
        return try !world.store.verifyLedger().isIntact
    }

    @Test func `a decision that nobody made and that is said to be carried over is found`() throws {
        let approval = """
            INSERT INTO decisions SELECT 99, 3, id, 'approve', 'corp:o1', 'owner', NULL, 'roleOwner',
              '2027-01-15T08:06:00Z', NULL, 1, 1 FROM changes WHERE no = 5
            """
        #expect(try isFound([approval], in: world()))
    }

    @Test(arguments: [
        "UPDATE decisions SET change_set_no = 3 WHERE carried_from IS NOT NULL",
        "UPDATE decisions SET carried_from = 2 WHERE carried_from IS NOT NULL",
    ])
    func `a decision that was carried over belongs to two change sets`(_ sql: String) throws {
        #expect(try isFound([sql], in: LedgerTests().history()))
    }

    @Test(arguments: [
        // Ben's is deleted, and Ada's is there twice in its place.
        [
            "DELETE FROM entitlements WHERE no = 2",
            """
            INSERT INTO entitlements SELECT 9, person_no, role, scope, granted_revision,
              granted_change, revoked_revision, revoked_change, basis_no, basis_run
            FROM entitlements WHERE no = 1
            """,
        ],
        [
            "DROP INDEX entitlements_in_force", "DELETE FROM entitlements WHERE no = 4",
            """
            INSERT INTO entitlements SELECT 9, person_no, role, scope, granted_revision,
              granted_change, revoked_revision, revoked_change, basis_no, basis_run
            FROM entitlements WHERE no = 3
            """,
        ],
        // The first one is in force, and the second one ended before it began.
        [
            "UPDATE entitlements SET revoked_revision = 2, revoked_change = 3 WHERE no = 3",
            "UPDATE entitlements SET revoked_revision = NULL, revoked_change = NULL WHERE no = 1",
        ],
        // A change that is in nobody's change set.
        [
            """
            INSERT INTO changes SELECT 99, change_set_no, id, 3, role, scope, reason_no, basis_no,
              held_since, needs_active FROM changes WHERE no = 5
            """,
            "INSERT INTO settlements SELECT 99, state, entry FROM settlements WHERE change_no = 5",
            """
            INSERT INTO entitlements SELECT 9, 3, role, scope, granted_revision, 99,
              revoked_revision, revoked_change, basis_no, basis_run FROM entitlements WHERE no = 3
            """,
        ],
    ])
    func `each applied change made or ended one entitlement`(_ forgery: [String]) throws {
        let world = try world()
        #expect(try isFound(forgery, in: world))
        let faults = try world.store.verifyLedger().faults
        #expect(faults.contains { $0.summary.contains("applied changes") || $0.entry != nil })
    }

    @Test(arguments: [
        ["INSERT INTO revisions VALUES (99, '2026-01-01T00:00:00Z', 1, 1, 0)"],
        [
            """
            INSERT INTO revisions SELECT 0, '2020-01-01T00:00:00Z', 2, run_no, entry
            FROM revisions WHERE no = 3
            """,
            "UPDATE entitlements SET granted_revision = 0 WHERE no = 4",
        ],
        [
            """
            INSERT INTO revisions SELECT 4, '2020-01-01T00:00:00Z', change_set_no, run_no, entry
            FROM revisions WHERE no = 3
            """
        ],
    ])
    func `a revision that nothing brought about is found`(_ forgery: [String]) throws {
        #expect(try isFound(forgery, in: world()))
    }

    @Test func `a change set that waits, or has ended, is found when the other is said of it`()
        throws
    {
        let waiting = try World()
        try waiting.run(.usual, minute: 1)
        let end = """
            UPDATE change_sets SET state = 'superseded', closed_entry = 1,
              closed = (SELECT time FROM ledger WHERE no = 1)
            """
        #expect(try isFound([end], in: waiting))
        let begin = """
            UPDATE change_sets SET state = 'pending', closed = NULL, closed_entry = NULL WHERE no = 1
            """
        #expect(try isFound([begin], in: LedgerTests().history()))
    }

    @Test func `a change set that a run ended because nothing would change is whole`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        var office = Office.usual
        office[team: "g1"].members = []
        #expect(try world.run(office, minute: 2).superseded != nil)
        #expect(try world.store.verifyLedger().faults == [])
    }
}

/// What a database does by itself.
struct LedgerTriggerTests {
    @Test func `approvals that a trigger wrote are found when it is there no longer`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        try world.tamper(
            """
            CREATE TRIGGER approving AFTER INSERT ON changes BEGIN
              INSERT INTO decisions SELECT (SELECT max(no) FROM decisions) + 1, new.change_set_no,
                new.id, 'approve', 'corp:o1', 'owner', NULL, 'roleOwner', '2027-01-15T08:02:00Z',
                NULL, new.change_set_no, entry
              FROM change_sets WHERE no = new.change_set_no;
            END
            """)
        var office = Office.usual
        office[team: "g1"].members.append("c1")
        let second = try #require(try world.run(office, minute: 3).changeSet)
        try world.tamper("DROP TRIGGER approving")
        #expect(try world.store.changeSet(second).decisions.count == 1)
        #expect(try !world.store.verifyLedger().isIntact)
    }
}

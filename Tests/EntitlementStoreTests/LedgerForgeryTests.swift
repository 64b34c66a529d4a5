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

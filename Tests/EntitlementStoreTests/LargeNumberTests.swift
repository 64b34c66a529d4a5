import Directory
import Entitlements
import Testing

@testable import EntitlementStore

/// Numbers that somebody wrote into the tables by hand.
@Suite(.onEveryEngine, .namingTheEngine) struct LargeNumberTests {
    private static let largest = "9223372036854775807"

    private static let alterations =
        [
            "ledger", "runs", "mappings", "sources", "people", "accounts", "groups", "change_sets",
            "changes", "reasons", "decisions", "revisions", "entitlements", "tokens",
        ].map { table in
            "UPDATE \(table) SET no = \(largest) WHERE no = (SELECT max(no) FROM \(table))"
        } + [
            "UPDATE leases SET fencing = \(largest)", "UPDATE sources SET people = \(largest)",
            "UPDATE change_sets SET grants = \(largest)", "UPDATE revisions SET no = -5",
        ]

    /// All that counts on from a number, one thing after the other.
    private func steps(_ world: World) throws -> [() throws -> Void] {
        let set = try #require(try world.store.pendingChangeSet())
        let change = try world.store.changeSet(set).changeSet.items[0].id
        var office = Office.usual
        office.members.append(.init(anchor: "d1", userName: "dee", mail: nil))
        office[team: "g1"].members = ["a1", "d1"]
        office[team: "g9"].members = ["d1"]
        var other = Office(members: [.init(anchor: "e1", userName: "eve", mail: nil)])
        other.source = "other"
        return [
            { try world.decide(set, [change], .approve, minute: 4) },
            { try world.applyAll(minute: 5) },
            { try token("second", in: world) },
            { _ = try world.store.moment(.revision(Revision(1))) },
            {
                world.line = 4
                try world.run(office, other, minute: 6)
            },
            { _ = try world.store.acquireLease(holder: "other", at: .at(99), duration: 60) },
        ]
    }

    private func token(_ name: String, in world: World) throws {
        var generator = SystemRandomNumberGenerator()
        _ = try world.store.createToken(
            named: name, secret: TokenSecret(using: &generator), scopes: [.read], at: .at(3),
            expires: .at(60))
    }

    @Test(arguments: alterations)
    func `a number that nobody counted up to ends what is being done, and not the process`(
        _ sql: String
    ) throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        try token("first", in: world)
        var office = Office.usual
        office[team: "g1"].members.append("c1")
        try world.run(office, minute: 3)
        let steps = try steps(world)
        try world.tamper(sql)
        var codes: [StoreError.Code?] = []
        for step in steps {
            do { try step() } catch { codes.append((error as? StoreError)?.code) }
        }
        #expect(codes.contains { $0 == .inconsistent || $0 == .damaged })
        // What it finds is not told here, only that it ends.
        _ = try? world.store.verifyLedger()
    }
}

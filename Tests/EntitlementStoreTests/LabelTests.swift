import Directory
import Entitlements
import Testing

@testable import EntitlementStore

/// Logins, mail addresses and group names that come back under another anchor.
@Suite(.onEveryEngine, .namingTheEngine) struct LabelTests {
    @Test func `a claim keeps what it was made of, and comes in the order of its row`() {
        let made: [(key: Int64, kind: LabelPlan.Kind, owner: Int64)] = [
            (-7, .userName, 1), (0, .email, 0), (0, .email, 99_999_999), (0, .group, 1),
            (0, .userName, 0), (0, .userName, 2), (1, .email, 0),
        ]
        let claims = made.map { LabelPlan.Claim(key: $0.key, $0.kind, owner: $0.owner) }
        #expect(claims.reversed().sorted() == claims)
        for (claim, made) in zip(claims, made) {
            #expect((claim.key, claim.kind, claim.owner) == made)
        }
    }

    // P12
    @Test func `a login that comes back under another anchor is noticed until somebody decides`()
        throws
    {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office.members.removeAll { $0.anchor == "b1" }
        office[team: "g1"].members = ["a1"]
        try world.run(office, minute: 3)
        try world.applyAll(minute: 4)
        // Another Ben, years later.
        office[member: "b2"] = Office.Member(anchor: "b2", userName: "BEN", mail: "ben@example.org")
        office[team: "g1"].members = ["a1", "b2"]
        let reused = [
            SnapshotDelta.ReusedLabel(
                kind: .email, label: "ben@example.org", now: "corp:b2", formerly: "corp:b1"),
            SnapshotDelta.ReusedLabel(
                kind: .userName, label: "BEN", now: "corp:b2", formerly: "corp:b1"),
        ]
        #expect(try world.delta(office).reusedLabels == reused)
        let id = try #require(try world.run(office, minute: 5).changeSet)
        #expect(try world.store.changeSet(id).changeSet.guards.count == 2)
        // The second reading is no less careful than the first.
        #expect(try world.delta(office).reusedLabels == reused)
        #expect(try world.run(office, minute: 6).keptPending)
        try world.applyAll(minute: 7)
        #expect(try world.delta(office).reusedLabels == [])
        #expect(try world.holders() == ["corp:a1", "corp:b2"])
        // The first Ben returns: his login is the second's now.
        office[member: "b1"] = Office.usual[member: "b1"]
        #expect(try world.delta(office).reusedLabels.map(\.now) == ["corp:b1", "corp:b1"])
    }

    @Test func `an undecided label stays noticed also when nothing is proposed for it`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office.members.removeAll { $0.anchor == "c1" }
        office[member: "c2"] = Office.Member(anchor: "c2", userName: "cyd", mail: nil)
        #expect(try world.run(office, minute: 3).changeSet == nil)
        #expect(try world.delta(office).reusedLabels.map(\.now) == ["corp:c2"])
        office[team: "g1"].members = ["a1", "b1", "c2"]
        let id = try #require(try world.run(office, minute: 4).changeSet)
        #expect(try world.store.changeSet(id).changeSet.guards.map(\.kind) == [.reusedLabel])
    }

    // P12
    @Test func `a label that merely changes case belongs to whom it did`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        var office = Office.usual
        office[member: "a1"].userName = "Ada"
        office[member: "a1"].mail = "ADA@example.org"
        #expect(try world.delta(office).reusedLabels == [])
        #expect(try world.delta(office).changed.map(\.rawValue) == ["corp:a1"])
    }

    // P12
    @Test func `a login that comes back with its letters composed otherwise is noticed`() throws {
        let world = try World()
        var office = Office.usual
        office[member: "j1"] = Office.Member(anchor: "j1", userName: "jos\u{e9}", mail: nil)
        try world.run(office, minute: 1)
        office.members.removeAll { $0.anchor == "j1" }
        office[member: "j2"] = Office.Member(anchor: "j2", userName: "JOSE\u{301}", mail: nil)
        #expect(try world.delta(office).reusedLabels.map(\.now) == ["corp:j2"])
        try world.run(office, minute: 2)
        #expect(
            try world.store.people(userName: "Jos\u{e9}").map(\.rawValue) == ["corp:j2"])
    }

    @Test func `going back to one's own former login is no reuse`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        var office = Office.usual
        office[member: "a1"].userName = "lovelace"
        try world.run(office, minute: 2)
        #expect(try world.delta(.usual).reusedLabels == [])
        // Unless another had it meanwhile.
        office[member: "c1"].userName = "ada"
        #expect(try world.delta(office).reusedLabels.map(\.now) == ["corp:c1"])
        try world.run(office, minute: 3)
        #expect(try world.delta(.usual).reusedLabels.map(\.now) == ["corp:a1"])
    }

    // P10
    @Test func `a group made again under the same name is noticed`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office.teams.removeAll { $0.anchor == "g1" }
        office[team: "g9"] = Office.Team(anchor: "g9", display: "Readers", members: ["c1"])
        let delta = try world.delta(office)
        #expect(
            delta.reusedLabels == [
                SnapshotDelta.ReusedLabel(
                    kind: .group, label: "Readers", now: "corp:g9", formerly: "corp:g1")
            ])
        #expect(delta.groups.map(\.rawValue) == ["corp:g1", "corp:g3", "corp:g9"])
        try world.run(office, minute: 3)
        #expect(try world.delta(office).reusedLabels.map(\.now) == ["corp:g9"])
        try world.applyAll(minute: 4)
        #expect(try world.delta(office).reusedLabels == [])
    }

    /// The group through which Ada has what she holds.
    private func groupOfAda(in world: World) throws -> [String]? {
        try world.store.explanation(person: PersonID("corp:a1"), role: World.viewer)?.holdings
            .first?.derivations.first?.derivation.evidence.first?.paths.first?.map(\.id.rawValue)
    }

    /// Everybody has their access; then the group is deleted and made again for the same people.
    private func groupMadeAgain(in world: World) throws -> Office {
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office.teams.removeAll { $0.anchor == "g1" }
        office[team: "g9"] = Office.Team(
            anchor: "g9", display: "readers", members: ["a1", "b1"])
        return office
    }

    // P10
    @Test func `what is held stays on its grounds while a group made again is undecided`() throws {
        let world = try World()
        var office = try groupMadeAgain(in: world)
        for minute in 3...4 {
            #expect(try world.run(office, minute: Int64(minute)).changeSet == nil)
            #expect(try groupOfAda(in: world) == ["corp:g1"])
        }
        // Somebody new in it is proposed: who says no to that settles nothing, who says yes does.
        office[team: "g9"].members = ["a1", "b1", "c1"]
        try world.run(office, minute: 5)
        try world.applyAll(minute: 6, verdict: .reject)
        try world.run(.usual, minute: 7)
        try world.run(office, minute: 8)
        #expect(try groupOfAda(in: world) == ["corp:g1"])
        try world.applyAll(minute: 9)
        try world.run(office, minute: 10)
        #expect(try groupOfAda(in: world) == ["corp:g9"])
        #expect(try world.holders() == ["corp:a1", "corp:b1", "corp:c1"])
    }

    // P10
    @Test func `a name that no group had is nobody's to decide about`() throws {
        let world = try World()
        var office = try groupMadeAgain(in: world)
        try world.run(office, minute: 3)
        office[team: "g9"].display = "new-readers"
        world.rules = "new-readers"
        #expect(try world.run(office, minute: 4).changeSet == nil)
        #expect(try groupOfAda(in: world) == ["corp:g9"])
        #expect(try world.store.unsettledLabels() == UnsettledLabels())
    }

    @Test func `two who had one address from the start share it in peace`() throws {
        let world = try World()
        var office = Office.usual
        office[member: "b1"].mail = "ada@example.org"
        try world.run(office, minute: 1)
        office[member: "b1"].department = "Sales"
        let delta = try world.delta(office)
        #expect(delta.changed.map(\.rawValue) == ["corp:b1"])
        #expect(delta.reusedLabels == [])
    }
}

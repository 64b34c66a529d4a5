import Directory
import Entitlements
import Testing

@testable import EntitlementStore

/// The store in numbers, as dashboards and alerts have them.
@Suite(.onEveryEngine, .namingTheEngine) struct OverviewTests {
    private static let grants = StoreOverview.ChangeKind(action: .grant, tier: .standard)

    @Test func `a new store counts nothing, and no time is made up`() throws {
        let world = try World()
        let overview = try world.store.overview()
        #expect(overview.runs.isEmpty && overview.lastSuccess == nil)
        #expect(overview.lastRunSeconds == nil && overview.sources.isEmpty)
        #expect(overview.pending == nil && overview.held == StoreOverview.Held())
        #expect(overview.moment.run == nil)
    }

    @Test func `changes wait since the first of the change sets that superseded one another`()
        throws
    {
        let world = try World()
        let first = try #require(try world.run(.usual, minute: 1).changeSet)
        let changes = try world.store.changeSet(first).changeSet.items.map(\.id)
        try world.decide(first, [changes[0]], .approve, minute: 2)
        var pending = try #require(try world.store.overview().pending)
        #expect(pending.id == first && pending.since == .at(1))
        #expect(pending.changes == [Self.grants: 2] && pending.undecided == 1)

        var office = Office.usual
        office[team: "g1"].members = ["a1", "b1", "c1"]
        let second = try world.run(office, minute: 5).changeSet
        pending = try #require(try world.store.overview().pending)
        #expect(pending.id == second && pending.since == .at(1))
        #expect(pending.changes == [Self.grants: 3] && pending.undecided == 2)

        try world.applyAll(minute: 6)
        #expect(try world.store.overview().pending == nil)
        office[team: "g1"].members = ["a1", "b1"]
        try world.run(office, minute: 9)
        pending = try #require(try world.store.overview().pending)
        #expect(pending.since == .at(9))
        #expect(pending.changes == [.init(action: .revoke, tier: .standard): 1])
    }

    @Test func `what is in force is counted by tier, and what is left of leavers`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var held = try world.store.overview().held
        #expect(held.byTier == [.standard: 2] && held.ofLeavers == 0 && held.leaversSince == nil)
        #expect(held.applied == [.grant: 2, .revoke: 0] && held.privilegedUnapproved == 0)

        var office = Office.usual
        office[member: "a1"].isActive = false
        office.members.removeAll { $0.anchor == "b1" }
        try world.run(office, minute: 7)
        held = try world.store.overview().held
        #expect(held.ofLeavers == 2 && held.leaversSince == .at(7))
        try world.applyAll(minute: 8)
        let overview = try world.store.overview()
        #expect(overview.held.byTier.isEmpty && overview.held.ofLeavers == 0)
        #expect(overview.held.applied == [.grant: 2, .revoke: 2])
        #expect(overview.moment.revision == Revision(2))
        #expect(overview.ledgerEntries > 6)
    }

    @Test func `privileged access that only a policy approved is told apart`() throws {
        let world = try World()
        world.tier = .privileged
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(id)
        let changes = stored.changeSet.items.map(\.id)
        try world.decide(id, [changes[0]], .approve, minute: 2)
        try world.store.record(
            [
                Decision(
                    change: changes[1], verdict: .approve, reviewer: .policy(lane: "ordinary"),
                    authority: "policy", time: .at(2), note: nil)
            ], for: id)
        try world.store.apply(
            id, digest: stored.changeSet.digest, approved: changes, undecided: [], at: .at(3))
        let held = try world.store.overview().held
        #expect(held.byTier == [.privileged: 2] && held.privilegedUnapproved == 1)
    }

    @Test func `a run that was incomplete is no success, and its source is known as of before`()
        throws
    {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.run(
            .usual, minute: 4, failed: [IncompleteReason(code: "tls", message: "handshake failed")])
        let overview = try world.store.overview()
        #expect(overview.lastSuccess == .at(1))
        #expect(overview.runs[.incomplete] == .init(count: 1, last: .at(4)))
        #expect(overview.runs[.changes] == .init(count: 1, last: .at(1)))
        let source = try #require(overview.sources.first)
        #expect(overview.sources.count == 1 && source.id == SourceID("corp"))
        #expect(!source.isComplete && source.completeAsOf == .at(1))
        #expect(source.counts?.people == 3 && source.counts?.groups == 3)
    }

    @Test func `what guards found is counted by guard while the change set waits`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office.teams.removeAll { $0.anchor == "g1" }
        try world.run(office, minute: 3)
        try world.applyAll(minute: 4)
        office[team: "g9"] = Office.Team(anchor: "g9", display: "readers", members: ["a1"])
        try world.run(office, minute: 5)
        #expect(try world.store.overview().pending?.guards == [.reusedLabel: 1])
    }
}

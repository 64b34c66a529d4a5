import Directory
import Entitlements
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct ChangeSetTests {
    @Test func `the same proposal is kept with its decisions`() throws {
        let world = try World()
        let first = try #require(try world.run(.usual, minute: 1).changeSet)
        let items = try world.store.changeSet(first).changeSet.items
        try world.decide(first, [items[0].id], .approve, minute: 2)
        let second = try world.run(.usual, minute: 3)
        #expect(second.changeSet == first && second.keptPending && second.superseded == nil)
        #expect(try world.store.changeSet(first).decisions.map(\.verdict) == [.approve])
        #expect(try world.store.changeSets().count == 1)
    }

    @Test func `another proposal supersedes and carries decisions over to identical changes`()
        throws
    {
        let world = try World()
        let first = try #require(try world.run(.usual, minute: 1).changeSet)
        let items = try world.store.changeSet(first).changeSet.items
        try world.decide(first, items.map(\.id), .approve, minute: 2)
        var office = Office.usual
        office[team: "g1"].members = ["a1", "c1"]
        let second = try world.run(office, minute: 3)
        #expect(second.superseded == first)
        let new = try #require(second.changeSet)
        let stored = try world.store.changeSet(new)
        #expect(stored.decisions.map(\.change) == [items[0].id])
        #expect(stored.decisions.first?.note == "looked at it")
        let old = try world.store.changeSet(first)
        #expect(old.state == .superseded && old.summary.supersededBy == new)
        #expect(try world.store.changeSets().map(\.id.rawValue) == [2, 1])
        #expect(try world.store.changeSets(states: [.superseded]).map(\.id) == [first])
        #expect(try world.store.pendingChangeSet() == new)
        #expect(
            throws: StoreError(
                .closedChangeSet, while: .decide, detail: "change set 1 is superseded")
        ) {
            try world.decide(first, [items[0].id], .reject, minute: 4)
        }
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `a proposal that would change nothing any longer is dropped`() throws {
        let world = try World()
        let first = try #require(try world.run(.usual, minute: 1).changeSet)
        var office = Office.usual
        office[team: "g1"].members = []
        let second = try world.run(office, minute: 2)
        #expect(second.changeSet == nil && second.superseded == first)
        #expect(try world.store.changeSet(first).state == .superseded)
        #expect(try world.store.pendingChangeSet() == nil)
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `a rejection stands while the change is proposed, and is no news`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2, verdict: .reject)
        #expect(try world.store.changeSet(ChangeSetID(rawValue: 1)).state == .rejected)
        let again = try world.run(.usual, minute: 3)
        #expect(again.changeSet == nil && again.verdict == .unchanged && again.superseded == nil)
        #expect(try world.store.changeSets().count == 1)
        #expect(try world.holders() == [])
    }

    /// Ada and Ben read; Ben's access was to go, and somebody said no.
    private func rejected(_ cause: ChangeReason.Cause) throws -> (World, Office) {
        let world = try World()
        world.cause = cause
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office[team: "g1"].members = ["a1"]
        try world.run(office, minute: 3)
        try world.applyAll(minute: 4, verdict: .reject)
        return (world, office)
    }

    @Test func `what had ceased and comes again is another proposal`() throws {
        let (world, office) = try rejected(.unmatched)
        #expect(try world.run(office, minute: 5).changeSet == nil)
        // Who could not read everything cannot tell whether it ceased.
        let failure = IncompleteReason(code: "timed-out", message: "it took too long")
        #expect(try world.run(office, minute: 6, failed: [failure]).changeSet == nil)
        #expect(try world.run(office, minute: 7).changeSet == nil)
        #expect(try world.run(.usual, minute: 8).verdict == .unchanged)
        let again = try #require(try world.run(office, minute: 9).changeSet)
        #expect(try world.store.changeSet(again).decisions.isEmpty)
        #expect(try world.run(office, minute: 10).keptPending)
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test(arguments: [ChangeReason.Cause.inactive, .departed])
    func `no rejection leaves access for good with somebody who has left`(
        cause: ChangeReason.Cause
    ) throws {
        let (world, office) = try rejected(cause)
        let again = try #require(try world.run(office, minute: 5).changeSet)
        #expect(try world.store.changeSet(again).decisions.isEmpty)
        // Beside another change too.
        var other = office
        other[team: "g1"].members = ["a1", "c1"]
        try world.applyAll(minute: 6, verdict: .reject)
        let mixed = try #require(try world.run(other, minute: 7).changeSet)
        #expect(try world.store.changeSet(mixed).changeSet.items.count == 2)
        #expect(try world.store.changeSet(mixed).decisions.isEmpty)
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `what was rejected of an applied set stays rejected beside new changes`() throws {
        let world = try World()
        let first = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(first)
        let (ada, ben) = (stored.changeSet.items[0].id, stored.changeSet.items[1].id)
        try world.decide(first, [ada], .approve, minute: 2)
        try world.decide(first, [ben], .reject, minute: 2)
        let applied = try world.store.apply(
            first, digest: stored.changeSet.digest, approved: [ada], undecided: [], at: .at(2))
        #expect(applied.state == .applied && applied.applied == [ada])
        #expect(try world.store.changeSet(first).settled == [.applied, .rejected])
        // The same change keeps its reason, and with it its name.
        let state = try world.prepare([.usual], minute: 3).comparison.state
        #expect(state.proposal?.items.map(\.id) == [ben])

        let second = try world.run(.usual, minute: 3)
        #expect(second.changeSet == nil && second.verdict == .unchanged)
        #expect(try world.store.changeSets(limit: 1).first?.state == .rejected)

        var office = Office.usual
        office[team: "g1"].members = ["a1", "b1", "c1"]
        let third = try #require(try world.run(office, minute: 4).changeSet)
        let mixed = try world.store.changeSet(third)
        #expect(mixed.changeSet.items.count == 2)
        #expect(mixed.decisions.map(\.verdict) == [.reject])
        #expect(mixed.decisions.map(\.change) == [ben])
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `a run that refuses to propose leaves what waits alone`() throws {
        let world = try World()
        let first = try world.run(.usual, minute: 1).changeSet
        let run = try world.prepare([.usual], minute: 2)
        try world.store.record(nil, lease: world.lease) {
            RunToRecord(
                start: run.start, end: run.end, verdict: .refused, certificates: run.certificates,
                guards: run.guards, findings: run.findings, desired: nil, changeSet: nil)
        }
        #expect(try world.store.pendingChangeSet() == first)
    }

    @Test func `guard findings are kept with the changes they name`() throws {
        let world = try World()
        let run = try world.prepare([.usual], minute: 1)
        let items = try #require(run.changeSet).items
        let subjects: [GuardFinding.Subject] = [
            .everybody, .group(GroupID("corp:g1")), .person(PersonID("corp:a1")),
            .role(World.viewer), .source(SourceID("corp")), .tier(.privileged),
        ]
        let guards = subjects.map {
            GuardFinding(
                kind: .revocations, subject: $0, unit: .people, measured: 7, total: 9, limit: 3,
                summary: "7 of 9", changes: items.map(\.id).sorted())
        }
        let changeSet = ChangeSet(items: items, guards: guards)
        let recorded = try world.store.record(run.comparison, lease: world.lease) {
            RunToRecord(
                start: run.start, end: run.end, verdict: .changes, certificates: run.certificates,
                guards: run.guards, findings: run.findings, desired: run.desired,
                changeSet: changeSet)
        }
        let stored = try world.store.changeSet(try #require(recorded.changeSet))
        #expect(stored.changeSet == changeSet)
        #expect(stored.changeSet.isIntact)
    }

    @Test func `decisions name changes of the set, or none is recorded`() throws {
        let world = try World()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let known = try world.store.changeSet(id).changeSet.items[0].id
        let unknown = ChangeID(Digest(of: "another"))
        #expect(throws: StoreError.self) {
            try world.decide(id, [known, unknown], .approve, minute: 2)
        }
        #expect(try world.store.changeSet(id).decisions.isEmpty)
        #expect(throws: StoreError(.unknownChangeSet, while: .decide, detail: "change set 9")) {
            try world.decide(ChangeSetID(rawValue: 9), [known], .approve, minute: 2)
        }
        #expect(throws: StoreError(.unknownChangeSet, while: .read, detail: "change set 9")) {
            try world.store.changeSet(ChangeSetID(rawValue: 9))
        }
    }

    @Test func `a policy decides like a person does`() throws {
        let world = try World()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let change = try world.store.changeSet(id).changeSet.items[0].id
        let decision = Decision(
            change: change, verdict: .approve, reviewer: .policy(lane: "leavers"),
            authority: "policy", time: .at(2), note: nil)
        try world.store.record([decision], for: id)
        #expect(try world.store.changeSet(id).decisions == [decision])
        #expect(try world.store.verifyLedger().faults == [])
    }
}

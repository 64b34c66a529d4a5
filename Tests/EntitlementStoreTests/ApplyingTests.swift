import Directory
import Entitlements
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct ApplyingTests {
    @Test func `applying puts entitlements in force under a new revision`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        let applied = try #require(try world.applyAll(minute: 2))
        #expect(applied.revision == Revision(1))
        #expect(applied.applied.count == 2 && applied.stale.isEmpty)
        #expect(applied.state == .applied)
        let held = try world.store.entitlements()
        #expect(held.map(\.key.person.rawValue) == ["corp:a1", "corp:b1"])
        #expect(held.map(\.since) == [Revision(1), Revision(1)])
        #expect(held.first?.sinceTime == .at(2))
        #expect(try world.store.entitlements(person: PersonID("corp:b1")).count == 1)
        #expect(try world.store.entitlements(role: RoleID("other")).isEmpty)
        #expect(
            try world.store.moment()
                == StoredMoment(
                    revision: Revision(1), since: .at(2), run: RunID(rawValue: 1)))
    }

    @Test func `applying desired changes makes current equal to desired`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office[team: "g1"].members = ["c1"]
        let recorded = try world.run(office, minute: 3)
        let changes = try world.store.changeSet(try #require(recorded.changeSet))
        #expect(changes.summary.grants == 1 && changes.summary.revokes == 2)
        try world.applyAll(minute: 4)
        #expect(try world.holders() == ["corp:c1"])
        let run = try world.prepare([office], minute: 5)
        #expect(run.changeSet?.isEmpty == true)
    }

    // P24
    @Test func `a change set is applied once`() throws {
        let world = try World()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(id)
        let all = stored.changeSet.items.map(\.id)
        try world.applyAll(minute: 2)
        let refusal = StoreError(
            .closedChangeSet, while: .apply, detail: "change set 1 is applied")
        #expect(throws: refusal) {
            try world.store.apply(
                id, digest: stored.changeSet.digest, approved: all, undecided: [], at: .at(3))
        }
        #expect(try world.store.moment().revision == Revision(1))
    }

    // P24
    @Test func `a superseded change set is refused`() throws {
        let world = try World()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(id)
        var office = Office.usual
        office[team: "g1"].members = ["a1"]
        try world.run(office, minute: 2)
        #expect(throws: StoreError.self) {
            try world.store.apply(
                id, digest: stored.changeSet.digest,
                approved: stored.changeSet.items.map(\.id), undecided: [], at: .at(3))
        }
        #expect(try world.holders() == [])
    }

    // P24
    @Test func `what is applied is what was approved`() throws {
        let world = try World()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(id)
        let all = stored.changeSet.items.map(\.id)
        let refusal = StoreError(.alteredChangeSet, while: .apply, detail: "change set 1")
        #expect(throws: refusal) {
            try world.store.apply(
                id, digest: Digest(of: "another"), approved: all, undecided: [], at: .at(2))
        }
        try world.tamper("UPDATE changes SET role = 'insights-admin' WHERE no = 1")
        #expect(throws: refusal) {
            try world.store.apply(
                id, digest: stored.changeSet.digest, approved: all, undecided: [], at: .at(2))
        }
        #expect(try world.holders() == [])
    }

    // P24
    @Test func `changes whose preconditions no longer hold are parked`() throws {
        let world = try World()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(id)
        let all = stored.changeSet.items.map(\.id)
        // Ben was found inactive by something later than the proposal.
        try world.tamper("UPDATE people SET is_active = 0 WHERE id = 'corp:b1'")
        let applied = try world.store.apply(
            id, digest: stored.changeSet.digest, approved: all, undecided: [], at: .at(2))
        #expect(applied.applied == [all[0]] && applied.stale == [all[1]])
        #expect(applied.state == .applied)
        #expect(try world.store.changeSet(id).settled == [.applied, .stale])
        #expect(try world.holders() == ["corp:a1"])
    }

    @Test func `a revoke assumes the grant it was proposed for`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office[team: "g1"].members = ["a1"]
        let id = try #require(try world.run(office, minute: 3).changeSet)
        let stored = try world.store.changeSet(id)
        try world.tamper("UPDATE entitlements SET granted_revision = 0 WHERE person_no = 2")
        let applied = try world.store.apply(
            id, digest: stored.changeSet.digest,
            approved: stored.changeSet.items.map(\.id), undecided: [], at: .at(4))
        #expect(applied.applied.isEmpty && applied.stale.count == 1)
        #expect(applied.revision == Revision(1))
    }

    // P24
    @Test func `what is decided after the set was looked at still counts`() throws {
        let world = try World()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(id)
        let all = stored.changeSet.items.map(\.id)
        try world.decide(id, all, .approve, minute: 2)
        // Somebody else, on a connection of their own.
        let other = try EntitlementStore.open(world.location)
        try other.record(
            [
                Decision(
                    change: all[1], verdict: .reject, reviewer: .policy(lane: "late"),
                    authority: "policy", time: .at(3), note: nil)
            ], for: id)
        let applied = try world.store.apply(id, digest: stored.changeSet.digest, at: .at(4)) {
            let rejected = Set($0.filter { $0.verdict == .reject }.map(\.change))
            return JudgedChanges(
                approved: all.filter { !rejected.contains($0) }, undecided: [])
        }
        #expect(applied.applied == [all[0]] && applied.state == .applied)
        #expect(try world.store.changeSet(id).settled == [.applied, .rejected])
    }

    @Test func `a set is applied in parts, and closes when nothing waits`() throws {
        let world = try World()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(id)
        let (ada, ben) = (stored.changeSet.items[0].id, stored.changeSet.items[1].id)
        let first = try world.store.apply(
            id, digest: stored.changeSet.digest, approved: [ada], undecided: [ben], at: .at(2))
        #expect(first.state == .pending && first.revision == Revision(1))
        #expect(try world.store.changeSet(id).settled == [.applied, nil])
        let second = try world.store.apply(
            id, digest: stored.changeSet.digest, approved: [ada, ben], undecided: [], at: .at(3))
        #expect(second.applied == [ben] && second.state == .applied)
        #expect(second.revision == Revision(2))
        #expect(try world.holders(asOf: .revision(Revision(1))) == ["corp:a1"])
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `nothing approved and nothing undecided is a rejection`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        let applied = try #require(try world.applyAll(minute: 2, verdict: .reject))
        #expect(applied.state == .rejected && applied.revision == Revision(0))
        #expect(
            try world.store.changeSet(ChangeSetID(rawValue: 1)).settled == [.rejected, .rejected])
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `a change of another set is refused`() throws {
        let world = try World()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(id)
        #expect(throws: StoreError(.unknownChange, while: .apply, detail: "change set 1")) {
            try world.store.apply(
                id, digest: stored.changeSet.digest, approved: [ChangeID(Digest(of: "x"))],
                undecided: [], at: .at(2))
        }
    }

    @Test func `what is granted again is a new holding`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office[team: "g1"].members = ["a1"]
        try world.run(office, minute: 3)
        try world.applyAll(minute: 4)
        try world.run(.usual, minute: 5)
        try world.applyAll(minute: 6)
        let ben = PersonID("corp:b1")
        #expect(try world.store.entitlements(person: ben).map(\.since) == [Revision(3)])
        #expect(try world.rows("entitlements") == 3)
        let lost = try #require(
            try world.store.lostExplanation(person: ben, role: World.viewer))
        #expect(lost.holdings.count == 1)
        #expect(lost.holdings.first?.revoked?.revision == Revision(2))
        #expect(try world.store.verifyLedger().faults == [])
    }
}

extension World {
    /// Changes rows behind the store's back.
    func tamper(_ sql: String) throws {
        try store.engine.write(.record) { connection in
            // Whoever changes rows by hand is not held up by what refers to them.
            if Backend.current == .postgreSQL {
                try connection.execute("SET LOCAL session_replication_role = replica")
            }
            try connection.execute(sql)
        }
    }
}

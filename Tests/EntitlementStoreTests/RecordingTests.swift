import Directory
import Entitlements
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct RecordingTests {
    @Test func `a first run records everybody and proposes their access`() throws {
        let world = try World()
        let run = try world.prepare([.usual], minute: 1)
        let delta = run.comparison.state.delta
        #expect(delta.joined.map(\.rawValue) == ["corp:a1", "corp:b1", "corp:c1"])
        #expect(delta.groups.map(\.rawValue) == ["corp:g1", "corp:g2", "corp:g3"])
        #expect(delta.changed.isEmpty && delta.departed.isEmpty && delta.reusedLabels.isEmpty)
        let recorded = try world.store.record(run, lease: world.lease)
        #expect(recorded.run.rawValue == 1)
        #expect(recorded.verdict == .changes)
        #expect(recorded.changeSet == ChangeSetID(rawValue: 1))
        #expect(!recorded.keptPending && recorded.superseded == nil)
        let stored = try world.store.changeSet(ChangeSetID(rawValue: 1))
        #expect(stored.changeSet == run.changeSet)
        #expect(stored.state == .pending)
        #expect(stored.summary.grants == 2 && stored.summary.revokes == 0)
    }

    @Test func `a run that finds nothing new records that, and nothing else`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        let run = try world.prepare([.usual], minute: 3)
        let state = run.comparison.state
        #expect(state.delta.isEmpty)
        #expect(state.revision == Revision(1))
        #expect(state.entitlements.map(\.key.person.rawValue) == ["corp:a1", "corp:b1"])
        #expect(
            state.sources == [SourceID("corp"): ReadingCounts(people: 3, groups: 3, memberships: 4)]
        )
        #expect(state.rules == [world.reference])
        #expect(state.roles[World.viewer]?.title == "Reads reports")
        #expect(state.derivations.count == 1)
        #expect(state.proposal == nil)
        let recorded = try world.store.record(run, lease: world.lease)
        #expect(recorded.verdict == .unchanged)
        #expect(recorded.changeSet == nil)
        // What was compared and found equal is recorded all the same.
        #expect(try world.store.runs(limit: 1).first?.id.rawValue == 2)
        #expect(try world.rows("accounts") == 3)
        #expect(try world.rows("accounts_history") == 0)
    }

    @Test func `who has lost an attribute is counted among those who are still there`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        var office = Office.usual
        office.members.removeAll { $0.anchor == "a1" }
        office[member: "b1"].mail = nil
        office[member: "b1"].manager = nil
        office[member: "c1"].manager = nil
        let attributes = try #require(try world.delta(office).attributes[SourceID("corp")])
        #expect(attributes[.emailsValue] == .init(now: 1, lost: 1))
        #expect(attributes[.managers] == .init(now: 0, lost: 2))
        #expect(attributes[.userName] == .init(now: 2, lost: 0))
        #expect(attributes[.title] == nil)
    }

    @Test func `a reading comes back from the store as it was`() throws {
        let world = try World()
        var office = Office.usual
        office[member: "c1"].manager = "nobody"
        office[member: "b1"].isActive = false
        office[member: "a1"].isReadable = false
        try world.run(office, minute: 1)
        let stored = try #require(try world.store.lastCompleteReading(of: SourceID("corp")))
        let read = office.reading(at: .at(1))
        #expect(stored.accounts == read.accounts)
        #expect(stored.groups == read.groups)
        #expect(stored.attributeNames == read.attributeNames)
        #expect(stored.certificate == read.certificate)
        #expect(try world.store.lastCompleteReading(of: SourceID("other")) == nil)
    }

    @Test func `who could not be read, and from when to when, is kept`() throws {
        let world = try World()
        var office = Office.usual
        var readable: [[Bool]] = []
        for (minute, isReadable) in [(1, true), (2, false), (3, false), (4, true)] {
            office[member: "b1"].isReadable = isReadable
            try world.run(office, minute: Int64(minute))
            let stored = try #require(try world.store.readings().first?.reading)
            readable.append(stored.accounts.map(\.isReadable))
        }
        #expect(readable.map { $0[1] } == [true, false, false, true])
        #expect(readable.allSatisfy { $0[0] && $0[2] })
        #expect(try world.rows("accounts_history") == 2)
        #expect(try world.rows("accounts_history", "is_readable = 0") == 1)
        #expect(try world.store.verifyLedger().faults == [])
    }

    // P30
    @Test func `a group without members is kept as a group`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        let stored = try #require(try world.store.lastCompleteReading(of: SourceID("corp")))
        #expect(stored.groups.map(\.display) == ["readers", "empty", "all"])
    }

    // P25
    @Test func `an incomplete reading leaves its certificate and nothing else`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office.members = []
        let recorded = try world.run(
            office, minute: 3, failed: [IncompleteReason(code: "tls", message: "handshake failed")])
        #expect(recorded.verdict == .incomplete)
        #expect(recorded.changeSet == nil)
        #expect(try world.store.lastCompleteReading(of: SourceID("corp"))?.accounts.count == 3)
        // "Last complete" does not move forward on failure.
        #expect(
            try world.store.freshness() == [
                SourceFreshness(source: SourceID("corp"), completeAsOf: .at(1))
            ])
        let run = try #require(try world.store.runs(limit: 1).first)
        #expect(run.sources.first?.certificate.reasons.first?.code == "tls")
        #expect(run.sources.first?.counts == nil)
        let inputs = try world.store.readings()
        #expect(inputs.first?.staleBecause.first?.code == "tls")
        #expect(inputs.first?.reading?.accounts.count == 3)
    }

    @Test func `one changed member of a group is one membership row`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        var office = Office.usual
        office[team: "g1"].members = ["a1", "c1"]
        let delta = try world.delta(office)
        #expect(delta.groups.map(\.rawValue) == ["corp:g1"])
        #expect(delta.changed.map(\.rawValue) == ["corp:b1", "corp:c1"])
        try world.run(office, minute: 3)
        #expect(try world.rows("memberships") == 4)
        #expect(try world.rows("memberships", "until_run IS NULL") == 3)
        #expect(try world.rows("people_history") == 0)
        let stored = try #require(try world.store.lastCompleteReading(of: SourceID("corp")))
        #expect(stored.groups == office.reading(at: .at(3)).groups)
    }

    // P11
    @Test func `a rename keeps the person, and the old name can be asked for`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office[member: "a1"].userName = "ada.l"
        office[member: "a1"].mail = "ada.l@example.org"
        let run = try world.prepare([office], minute: 3)
        let state = run.comparison.state
        #expect(state.delta.changed.map(\.rawValue) == ["corp:a1"])
        #expect(state.delta.joined.isEmpty && state.delta.departed.isEmpty)
        #expect(state.delta.reusedLabels.isEmpty)
        #expect(try world.store.record(run, lease: world.lease).changeSet == nil)
        let ada = PersonID("corp:a1")
        #expect(try world.store.people(userName: "ADA.L") == [ada])
        #expect(try world.store.people(userName: "ada", asOf: .time(.at(2))) == [ada])
        #expect(try world.store.people([ada])[ada]?.userName == "ada.l")
        #expect(try world.store.people([ada], asOf: .time(.at(1)))[ada]?.userName == "ada")
    }

    @Test func `people leave, return and become active again`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        var office = Office.usual
        office.members.removeAll { $0.anchor == "b1" }
        office[team: "g1"].members = ["a1"]
        office[member: "c1"].isActive = false
        #expect(try world.delta(office).departed.map(\.rawValue) == ["corp:b1"])
        try world.run(office, minute: 2)
        let ben = PersonID("corp:b1")
        #expect(try world.store.people([ben])[ben]?.goneSince?.rawValue == 2)
        #expect(try world.store.people([ben])[ben]?.isActive == false)
        #expect(try world.store.people(userName: "ben") == [ben])
        // A second reading without them is no second departure.
        #expect(try world.delta(office).departed.isEmpty)

        let delta = try world.delta(.usual)
        #expect(delta.reactivated.map(\.rawValue) == ["corp:b1", "corp:c1"])
        #expect(delta.joined.isEmpty)
        // Who is gone is not shown as inactive.
        #expect(delta.inactive == [SourceID("corp"): .init(recorded: 1, now: 0)])
        #expect(try world.delta(office).inactive == [SourceID("corp"): .init(recorded: 1, now: 1)])
        try world.run(.usual, minute: 3)
        #expect(try world.store.people([ben])[ben]?.goneSince == nil)
        #expect(try world.store.people([ben])[ben]?.firstSeen.rawValue == 1)
        let stored = try #require(try world.store.lastCompleteReading(of: SourceID("corp")))
        #expect(stored.accounts == Office.usual.reading(at: .at(3)).accounts)
        #expect(stored.groups == Office.usual.reading(at: .at(3)).groups)
    }

    @Test func `a derivation that changes while access stays needs no approval`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office[member: "a1"].department = "Sales"
        world.line = 7
        let recorded = try world.run(office, minute: 3)
        #expect(recorded.changeSet == nil && recorded.verdict == .unchanged)
        let ada = PersonID("corp:a1")
        let now = try #require(try world.store.explanation(person: ada, role: World.viewer))
        let derivation = try #require(now.holdings.first?.derivations.first)
        #expect(derivation.derivation.evidence.last?.value == "Sales")
        #expect(derivation.line == 7)
        let then = try #require(
            try world.store.explanation(person: ada, role: World.viewer, asOf: .time(.at(2))))
        let former = try #require(then.holdings.first?.derivations.first)
        #expect(former.derivation.evidence.last?.value == "Builder Relations")
        #expect(former.line == 3)
        let run = try world.prepare([office], minute: 4)
        #expect(run.comparison.state.delta.isEmpty)
        #expect(run.changeSet?.isEmpty == true)
    }

    @Test func `a comparison is refused once another run was recorded`() throws {
        let world = try World()
        let early = try world.prepare([.usual], minute: 1)
        try world.run(.usual, minute: 2)
        #expect(throws: StoreError(.staleComparison, while: .record)) {
            try world.store.record(early, lease: world.lease)
        }
        #expect(try world.store.runs(limit: 9).count == 1)
    }

    @Test func `a refused run is recorded with its certificates alone`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        let certificate = Office.usual.reading(at: .at(2)).certificate
        let recorded = try world.store.record(nil, lease: world.lease) {
            RunToRecord(
                start: .at(2), end: .at(2), verdict: .refused, certificates: [certificate],
                guards: GuardLimits(), findings: [], desired: nil, changeSet: nil)
        }
        #expect(recorded.verdict == .refused)
        #expect(try world.store.pendingChangeSet() == ChangeSetID(rawValue: 1))
        #expect(try world.store.freshness().first?.completeAsOf == .at(1))
        #expect(try world.prepare([.usual], minute: 3).comparison.state.delta.isEmpty)
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `accounts of two sources that are one person stay one person`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        var other = Office(source: "okta")
        other.members = [Office.Member(anchor: "z9", userName: "ada", mail: "ada@example.org")]
        let join = Correlation(keys: [.emailsValue], authority: Authority())
        let readings = [Office.usual.reading(at: .at(2)), other.reading(at: .at(2))]
        let snapshot = join.snapshot(
            of: readings.map { SelectedReading(id: $0.source, reading: $0) },
            known: try world.store.links(includingOwn: true))
        let comparison = try world.store.compare(snapshot, with: readings)
        #expect(comparison.state.delta.joined.isEmpty)
        #expect(comparison.state.delta.reusedLabels.isEmpty)
        let desired = world.desired(on: snapshot)
        try world.store.record(comparison, lease: world.lease) {
            RunToRecord(
                start: .at(2), end: .at(2), verdict: .changes,
                certificates: readings.map(\.certificate), guards: GuardLimits(),
                findings: [], desired: desired,
                changeSet: world.changes(desired, comparison.state))
        }
        let okta = AccountKey(source: SourceID("okta"), anchor: Anchor("z9"))
        #expect(try world.store.links() == [okta: PersonID("corp:a1")])
        #expect(try world.store.links(includingOwn: true).count == 4)
        let why = try world.store.explanation(person: PersonID("corp:a1"), role: World.viewer)
        #expect(why?.person.accounts.map(\.key.description) == ["corp:a1", "okta:z9"])
        #expect(try world.store.verifyLedger().faults == [])
    }
}

extension World {
    func rows(_ table: String, _ condition: String = "1 = 1") throws -> Int64 {
        try store.engine.read(.read) {
            try $0.count("SELECT count(*) FROM \(table) WHERE \(condition)")
        }
    }
}

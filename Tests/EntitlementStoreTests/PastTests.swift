import Directory
import Entitlements
import Testing

@testable import EntitlementStore

/// Answers as of a past time or revision.
@Suite(.onEveryEngine, .namingTheEngine) struct PastTests {
    /// Ada and Ben from minute 2; Ben goes with minute 4 and Cyd comes; Ada is renamed at minute 5.
    private func history() throws -> World {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office.members.removeAll { $0.anchor == "b1" }
        office[team: "g1"].members = ["a1", "c1"]
        try world.run(office, minute: 3)
        try world.applyAll(minute: 4)
        office[member: "a1"].userName = "ada.l"
        office[member: "a1"].label = "uid=ada.l,ou=Elsewhere,dc=example,dc=org"
        office[team: "g1"].display = "readers"
        try world.run(office, minute: 5)
        return world
    }

    @Test func `the past can be asked for from the first revision on`() throws {
        let world = try history()
        #expect(try world.holders(asOf: .revision(Revision(0))) == [])
        #expect(try world.holders(asOf: .revision(Revision(1))) == ["corp:a1", "corp:b1"])
        #expect(try world.holders(asOf: .revision(Revision(2))) == ["corp:a1", "corp:c1"])
        #expect(try world.holders(asOf: .time(.at(1))) == [])
        #expect(try world.holders(asOf: .time(.at(2))) == ["corp:a1", "corp:b1"])
        #expect(try world.holders(asOf: .time(.at(3))) == ["corp:a1", "corp:b1"])
        #expect(try world.holders() == ["corp:a1", "corp:c1"])
        let refusal = StoreError(.unknownRevision, while: .read, detail: "revision 3 of 2")
        #expect(throws: refusal) { try world.holders(asOf: .revision(Revision(3))) }
        #expect(try world.store.moment(.revision(Revision(1))).run?.rawValue == 2)
        #expect(
            try world.store.moment(.time(.at(0)))
                == StoredMoment(
                    revision: Revision(0), since: nil, run: nil))
    }

    @Test func `each revision is told once, whole and in order`() throws {
        let world = try history()
        func told(after revision: Int64, most: Int = 10) throws -> [String]? {
            try world.store.revisions(after: Revision(revision), through: Revision(2), most: most)?
                .map {
                    revision in
                    "\(revision.revision) by \(revision.changeSet):"
                        + revision.changes.map {
                            " \($0.action.rawValue) \($0.userName ?? "") \($0.key.role)"
                        }.sorted().joined()
                }
        }
        let first = "1 by 1: grant ada.l insights-viewer grant ben insights-viewer"
        let second = "2 by 2: grant cyd insights-viewer revoke ben insights-viewer"
        #expect(try told(after: 0) == [first, second])
        #expect(try told(after: 0, most: 3) == [first])
        #expect(try told(after: 1) == [second])
        #expect(try told(after: 1, most: 1) == nil)
        #expect(try told(after: 2) == [])
        #expect(
            try world.store.revisions(after: Revision(0), through: Revision(1), most: 9)?.count == 1
        )
    }

    @Test func `an explanation names entry, group, rule, change set and reviewer`() throws {
        let world = try history()
        let ada = PersonID("corp:a1")
        let why = try #require(try world.store.explanation(person: ada, role: World.viewer))
        #expect(why.person.userName == "ada.l" && why.person.displayName == "ADA.L")
        #expect(why.person.isActive)
        #expect(why.person.accounts.map(\.label) == ["uid=ada.l,ou=Elsewhere,dc=example,dc=org"])
        #expect(why.role.owner == .group("owners"))
        #expect(why.revision == Revision(2))
        #expect(
            why.freshness == [
                SourceFreshness(source: SourceID("corp"), completeAsOf: .at(5))
            ])
        let holding = try #require(why.holdings.first)
        #expect(why.holdings.count == 1)
        #expect(holding.scope == "organization" && holding.revoked == nil)
        #expect(holding.lastReviewed == .at(2))
        #expect(holding.granted.changeSet.rawValue == 1)
        #expect(holding.granted.revision == Revision(1) && holding.granted.applied == .at(2))
        #expect(holding.granted.reason.summary == "said so")
        #expect(
            holding.granted.decisions.map(\.reviewer) == [
                .person(PersonID("corp:o1"), userName: "owner")
            ])
        let derivation = try #require(holding.derivations.first)
        #expect((derivation.file, derivation.line) == ("rules.yaml", 3))
        #expect(derivation.title == "Readers read")
        #expect(derivation.derivation.evidence.first?.paths.first?.first?.display == "readers")
    }

    @Test func `an explanation of the past shows names as they were`() throws {
        let world = try history()
        let ada = PersonID("corp:a1")
        let then = try #require(
            try world.store.explanation(
                person: ada, role: World.viewer, asOf: .revision(Revision(1))))
        #expect(then.person.userName == "ada")
        #expect(then.person.accounts.map(\.label) == ["uid=ada,ou=People,dc=example,dc=org"])
        #expect(then.holdings.count == 1)
        #expect(then.freshness.first?.completeAsOf == .at(3))
        let before = try world.store.explanation(
            person: ada, role: World.viewer, asOf: .time(.at(1)))
        #expect(before?.holdings == [])
    }

    @Test func `a leaver's lost access can be explained`() throws {
        let world = try history()
        let ben = try #require(try world.store.people(userName: "ben").first)
        let lost = try #require(try world.store.lostExplanation(person: ben, role: World.viewer))
        #expect(!lost.person.isActive && lost.person.userName == "ben")
        #expect(lost.person.accounts.isEmpty)
        let holding = try #require(lost.holdings.first)
        #expect(holding.granted.revision == Revision(1))
        #expect(holding.revoked?.revision == Revision(2))
        #expect(holding.revoked?.applied == .at(4))
        #expect(holding.derivations.count == 1)
        #expect(try world.store.explanation(person: ben, role: World.viewer)?.holdings == [])
        // Before it was lost there was nothing to explain as lost.
        #expect(
            try world.store.lostExplanation(
                person: ben, role: World.viewer, asOf: .time(.at(2)))?.holdings == [])
    }

    @Test func `unknown people and roles have no explanation`() throws {
        let world = try history()
        #expect(
            try world.store.explanation(person: PersonID("corp:x"), role: World.viewer) == nil)
        #expect(
            try world.store.explanation(
                person: PersonID("corp:a1"), role: RoleID("nobody-defined")) == nil)
    }

    @Test func `the directory of the past is rebuilt as it was`() throws {
        let world = try history()
        let then = try #require(try world.store.readings(asOf: .time(.at(2))).first?.reading)
        let was = Office.usual.reading(at: .at(1))
        #expect(then.accounts == was.accounts && then.groups == was.groups)
        #expect(then.certificate == was.certificate)
        let now = try #require(try world.store.readings().first?.reading)
        #expect(now.accounts.map(\.anchor.rawValue) == ["a1", "c1"])
        #expect(now.groups.first?.accounts == [0, 1])
        #expect(try world.store.readings(asOf: .time(.at(0))).isEmpty)
    }

    @Test func `the mappings of the past are kept with file and line`() throws {
        let world = try World()
        let first = world.mapping
        try world.run(.usual, minute: 1)
        world.line = 9
        try world.run(.usual, minute: 2)
        #expect(try world.store.mappingRevision() == world.mapping)
        #expect(try world.store.mappingRevision(asOf: .time(.at(1))) == first)
        #expect(try world.store.mappingRevision(asOf: .time(.at(0))) == nil)
    }
}

import Directory
import Entitlements
import Reconciliation
import Testing

@Suite struct RevokeReasonTests {
    private var world = World()
    private let ada = PersonID("corp:ada")
    private let viewer: RoleID
    private let rule: RuleReference

    init() {
        viewer = world.role("insights-viewer")
        rule = world.rule("members-read")
    }

    private mutating func revocation(because evidence: Evidence...) throws -> Change {
        world.hold(viewer, by: ada, because: Derivation(origin: rule, evidence: evidence))
        return try #require(world.reconcile().changes.first)
    }

    @Test mutating func `the sentence says which value is another one now`() throws {
        world.person("ada", department: "Sales")
        let change = try revocation(because: .department("Builder Relations"))
        #expect(change.action == .revoke)
        #expect(change.reason.cause == .unmatched)
        #expect(change.reason.rules == ["members-read"])
        #expect(change.reason.summary == "department is no longer \"Builder Relations\"")
        #expect(change.lifeCycle == .mover)
        #expect(change.preconditions == .init(heldSince: Revision(3), personIsActive: false))
    }

    @Test mutating func `the sentence says which group was left`() throws {
        world.person("ada")
        let group = world.group("builder-relations")
        let change = try revocation(because: .group(group, display: "builder-relations"))
        #expect(change.reason.cause == .unmatched)
        #expect(change.reason.summary == "no longer in the group \"builder-relations\"")
    }

    @Test mutating func `the sentence says which group is gone, and which is called otherwise`()
        throws
    {
        let person = world.person("ada")
        var change = try revocation(because: .group(GroupID("corp:1"), display: "builders"))
        #expect(change.reason.summary == "the group \"builders\" is gone")
        world.group("1", of: [person], display: "creators")
        change = try #require(world.reconcile().changes.first)
        #expect(change.reason.summary == "a group is now called \"creators\"")
    }

    @Test mutating func `another reporting line is told without the manager's name`() throws {
        world.person("ada")
        let lee = world.person("lee")
        let change = try revocation(because: .manager(lee, login: "lee"))
        #expect(change.reason.summary == "the reporting line is another one")
    }

    @Test mutating func `a fact that still stands is not blamed`() throws {
        let person = world.person("ada", department: "builder relations")
        let group = world.group("builders", of: [person])
        let change = try revocation(
            because: .department("Builder Relations"), .group(group, display: "builders"))
        #expect(change.reason.summary == "no longer matches rule members-read")
    }

    @Test mutating func `a rule that is gone or reworded is a change of the mapping`() throws {
        world.person("ada", department: "Builder Relations")
        world.rules = []
        var change = try revocation(because: .department("Builder Relations"))
        #expect(change.reason.cause == .mapping)
        #expect(change.reason.summary == "rule members-read is gone")
        world.rules = [RuleReference(kind: .rule, id: rule.id, digest: Digest(of: "reworded"))]
        change = try #require(world.reconcile().changes.first)
        #expect(change.reason.cause == .mapping)
        #expect(change.reason.summary == "rule members-read was reworded: no match")
    }

    @Test mutating func `an exception that ran out is an exception`() throws {
        world.person("ada")
        let exception = world.rule("ex-1", kind: .exception)
        world.hold(viewer, by: ada, because: Derivation(origin: exception, evidence: []))
        let change = try #require(world.reconcile().changes.first)
        #expect(change.reason.cause == .exception)
        #expect(change.reason.summary == "exception ex-1 ended")
    }

    @Test mutating func `an exception whose login is nobody's takes nothing away`() throws {
        world.person("ada")
        let exception = world.rule("ex-1", kind: .exception)
        world.hold(viewer, by: ada, because: Derivation(origin: exception, evidence: []))
        world.danglingExceptions = [exception]
        let reconciled = world.compare()
        #expect(reconciled.changeSet.changes.isEmpty)
        #expect(reconciled.unproved.map(\.person) == [ada])
    }

    @Test mutating func `somebody inactive is a leaver whatever their facts say`() throws {
        world.person("ada", active: false, department: "Builder Relations")
        let change = try revocation(because: .department("Builder Relations"))
        #expect(change.reason.cause == .inactive)
        #expect(change.lifeCycle == .leaver)
        #expect(change.reason.rules == ["members-read"])
    }

    @Test mutating func `somebody whom a complete reading no longer shows has departed`() throws {
        let change = try revocation(because: .department("Builder Relations"))
        #expect(change.reason.cause == .departed)
        #expect(change.lifeCycle == .leaver)
    }

    @Test mutating func `a role that left the mappings keeps the tier it had`() throws {
        world.person("ada")
        let admin = RoleID("insights-admin")
        world.recordedRoles.append(
            Role(id: admin, title: "Administers", tier: .sensitive, owner: .group("owners")))
        world.hold(admin, by: ada, because: Derivation(origin: rule, evidence: []))
        world.hold(RoleID("forgotten"), by: ada, because: Derivation(origin: rule, evidence: []))
        let changes = world.reconcile().changes
        #expect(changes.map(\.tier) == [.privileged, .sensitive])
    }

    @Test mutating func `a revocation without a known derivation still has a reason`() throws {
        world.person("ada")
        world.hold(viewer, by: ada)
        let change = try #require(world.reconcile().changes.first)
        #expect(change.reason.cause == .unmatched)
        #expect(change.reason.summary == "no rule grants it")
    }

    @Test mutating func `a revocation that waits says the same at the next run`() throws {
        world.person("ada", department: "Sales")
        _ = try revocation(because: .department("Builder Relations"))
        let first = world.reconcile()
        world.recordedRules = []
        world.proposal = first
        #expect(world.reconcile() == first)
    }
}

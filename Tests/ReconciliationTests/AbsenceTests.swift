import Directory
import Entitlements
import Reconciliation
import Testing

/// Law 1: only absence proved by a complete reading revokes.
@Suite struct AbsenceTests {
    private var world = World()
    private let ada = PersonID("corp:ada")
    private let viewer: RoleID
    private let rule: RuleReference

    init() {
        viewer = world.role("insights-viewer")
        rule = world.rule("members-read")
    }

    private var key: EntitlementKey {
        EntitlementKey(person: ada, role: viewer, scope: .organization)
    }

    // P7, P8
    @Test mutating func `somebody from a source that was never read is unknown, not departed`() {
        world.hold(viewer, by: ada, because: Derivation(origin: rule, evidence: []))
        #expect(world.reconcile().count(.revoke) == 1, "with a complete reading they are gone")
        world.sources = [(World.corp, false)]
        let reconciled = world.compare()
        #expect(reconciled.changeSet.isEmpty)
        #expect(reconciled.unproved == [key])
    }

    // P6
    @Test mutating func `a group of a source without a complete reading is unknown, not empty`() {
        world.person("ada", accounts: [World.corp, World.okta])
        world.sources = [(World.corp, true), (World.okta, false)]
        world.hold(
            viewer, by: ada,
            because: Derivation(
                origin: rule, evidence: [.group(GroupID("okta:7"), display: "builders")]))
        #expect(world.compare().unproved == [key])
        world.sources = [(World.corp, true), (World.okta, true)]
        #expect(world.reconcile().count(.revoke) == 1)
    }

    @Test mutating func `a value of a source without a complete reading is unknown`() {
        world.person("ada")
        world.sources = [(World.corp, true), (World.okta, false)]
        world.hold(
            viewer, by: ada,
            because: Derivation(
                origin: rule, evidence: [.department("Builder Relations", source: World.okta)]))
        #expect(world.compare().unproved == [key])
    }

    @Test mutating func `one way that is unknown is enough to keep an entitlement`() {
        world.person("ada")
        world.sources = [(World.corp, true), (World.okta, false)]
        world.hold(
            viewer, by: ada,
            because: Derivation(origin: rule, evidence: [.department("Builder Relations")]),
            Derivation(
                origin: rule, evidence: [.group(GroupID("okta:7"), display: "builders")]))
        #expect(world.compare().unproved == [key])
    }

    @Test mutating func `a rule that is gone needs no reading to be gone`() {
        world.person("ada")
        world.sources = [(World.corp, true), (World.okta, false)]
        world.rules = []
        world.hold(
            viewer, by: ada,
            because: Derivation(
                origin: rule, evidence: [.group(GroupID("okta:7"), display: "builders")]))
        #expect(world.reconcile().changes.map(\.reason.cause) == [.mapping])
    }

    @Test mutating func `somebody shown as inactive loses all, whatever else is unknown`() {
        world.person("ada", active: false)
        world.sources = [(World.corp, true), (World.okta, false)]
        world.hold(
            viewer, by: ada,
            because: Derivation(
                origin: rule, evidence: [.group(GroupID("okta:7"), display: "builders")]))
        #expect(world.reconcile().changes.map(\.reason.cause) == [.inactive])
    }

    // P33
    @Test mutating func `a source that was read once and is lost may know anybody`() {
        world.sources = [(World.corp, true), (World.okta, false)]
        world.hold(viewer, by: ada, because: Derivation(origin: rule, evidence: []))
        #expect(world.reconcile().count(.revoke) == 1, "okta never knew anybody")
        world.recordedCounts = [World.okta: ReadingCounts(people: 9, groups: 0, memberships: 0)]
        #expect(world.compare().unproved == [key])
    }

    // P29
    @Test mutating func `an unresolved member is no reason to revoke, and none to keep a leaver`() {
        let lee = world.person("lee")
        let group = world.group(
            "builders", of: [lee], unresolved: ["uid=ada,dc=example,dc=org"])
        let derivation = Derivation(
            origin: rule, evidence: [.group(group, display: "builders")])
        world.hold(viewer, by: lee, because: derivation)
        world.grant(viewer, to: lee, because: derivation)
        #expect(world.reconcile().isEmpty)
        // The complete reading of the people proves that Ada's account is gone.
        world.hold(viewer, by: ada, because: derivation)
        #expect(world.reconcile().changes.map(\.reason.cause) == [.departed])
    }

    @Test mutating func `what nothing disproves still counts as held`() {
        let auditor = world.role("insights-auditor")
        world.person("ada")
        world.sources = [(World.corp, true), (World.okta, false)]
        world.conflicts = [Conflict(id: "c", roles: [auditor, viewer], reason: "duties")]
        world.hold(
            viewer, by: ada,
            because: Derivation(
                origin: rule, evidence: [.group(GroupID("okta:7"), display: "builders")]))
        world.grant(auditor, to: ada, because: Derivation(origin: rule, evidence: []))
        #expect(world.reconcile().finding(.conflict)?.measured == 1)
    }

    // P33
    @Test mutating func `while a source is silent, nothing is granted for want of a value`() {
        world.person("ada")
        world.sources = [(World.corp, true), (World.okta, false)]
        let absent = Evidence.absent("userType", "userType ne \"Contractor\"")
        world.grant(
            viewer, to: ada,
            because: Derivation(origin: rule, evidence: [.department("Docs"), absent]))
        #expect(world.compare().withheld == [key])
        #expect(world.reconcile().isEmpty)
        world.sources = [(World.corp, true), (World.okta, true)]
        #expect(world.compare().withheld.isEmpty)
        #expect(world.reconcile().count(.grant) == 1)
    }

    // P33
    @Test mutating func `one way that rests on what is there is enough to grant`() {
        world.person("ada")
        world.sources = [(World.corp, true), (World.okta, false)]
        let absent = Evidence.absent("groups.display", "not (groups.display eq \"contractors\")")
        world.grant(
            viewer, to: ada, because: Derivation(origin: rule, evidence: [absent]),
            Derivation(origin: rule, evidence: [.department("Docs")]))
        #expect(world.reconcile().count(.grant) == 1)
        #expect(world.compare().withheld.isEmpty)
    }

    @Test mutating func `what is withheld makes up for nothing that is lost`() {
        let admin = world.role("insights-admin", .privileged)
        world.person("ada")
        world.sources = [(World.corp, true), (World.okta, false)]
        world.hold(
            admin, by: ada, because: Derivation(origin: rule, evidence: [.department("Docs")]))
        world.grant(
            admin, to: ada, over: .department("Docs"),
            because: Derivation(
                origin: rule, evidence: [.absent("userType", "userType ne \"Contractor\"")]))
        #expect(world.reconcile().finding(.lastHolder)?.subject == .role(admin))
    }
}

import Directory
import Entitlements
import Reconciliation
import Testing

@Suite struct GrantGuardTests {
    private var world = World()
    private let ada: PersonID
    private let viewer: RoleID
    private let rule: RuleReference

    init() {
        ada = world.person("ada")
        viewer = world.role("insights-viewer")
        rule = world.rule("members-read")
    }

    // P12
    @Test mutating func `grants to somebody with a reused login must be named`() throws {
        let lee = world.person("lee")
        world.grant(viewer, to: ada, because: Derivation(origin: rule, evidence: []))
        world.grant(viewer, to: lee, because: Derivation(origin: rule, evidence: []))
        world.reusedLabels = [
            .init(kind: .userName, label: "ada", now: ada.rawValue, formerly: "corp:ada-of-old")
        ]
        let changes = world.reconcile()
        let finding = try #require(changes.finding(.reusedLabel))
        #expect(finding.changes == [changes.items[0].id])
        #expect(finding.subject == .person(ada))
        #expect(
            finding.summary
                == "a login came back under another identity: 1 grant must be named to be approved")
    }

    // P10
    @Test mutating func `grants through a group that was made again must be named`() throws {
        let group = world.group("again", of: [ada], display: "builders")
        world.grant(
            viewer, to: ada,
            because: Derivation(origin: rule, evidence: [.group(group, display: "builders")]))
        world.reusedLabels = [
            .init(kind: .group, label: "builders", now: group.rawValue, formerly: "corp:old")
        ]
        let finding = try #require(world.reconcile().finding(.reusedLabel))
        #expect(finding.subject == .group(group))
        #expect(finding.summary.contains("\"builders\""))
        #expect(finding.changes.count == 1)
    }

    // P12
    @Test mutating func `grants to the reports of a manager with a reused login must be named`() {
        let lee = world.person("lee")
        world.grant(
            viewer, to: ada,
            because: Derivation(origin: rule, evidence: [.manager(lee, login: "lee")]))
        world.reusedLabels = [
            .init(kind: .userName, label: "lee", now: lee.rawValue, formerly: "corp:old")
        ]
        #expect(world.reconcile().finding(.reusedLabel)?.changes.count == 1)
    }

    // P12
    @Test mutating func `grants over somebody with a reused login must be named`() {
        let lee = world.person("lee")
        let derivation = Derivation(origin: rule, evidence: [])
        world.grant(viewer, to: ada, over: .reports(lee), because: derivation)
        world.grant(viewer, to: ada, over: .person(lee), because: derivation)
        world.grant(viewer, to: ada, over: .reports(ada), because: derivation)
        world.reusedLabels = [
            .init(kind: .userName, label: "lee", now: lee.rawValue, formerly: "corp:old")
        ]
        #expect(world.reconcile().finding(.reusedLabel)?.changes.count == 2)
    }

    @Test mutating func `a reused label that grants nothing is no finding`() {
        world.grant(viewer, to: ada, because: Derivation(origin: rule, evidence: []))
        world.reusedLabels = [
            .init(kind: .email, label: "x@example.org", now: "corp:x", formerly: "corp:y")
        ]
        #expect(world.reconcile().guards.isEmpty)
    }

    @Test mutating func `a grant beside a kept role that conflicts with it must be named`() throws {
        let auditor = world.role("insights-auditor")
        world.conflicts = [
            Conflict(id: "duties", roles: [auditor, viewer], reason: "separation of duties")
        ]
        let derivation = Derivation(origin: rule, evidence: [])
        world.hold(viewer, by: ada, because: derivation)
        world.grant(viewer, to: ada, because: derivation)
        world.grant(auditor, to: ada, because: derivation)
        let finding = try #require(world.reconcile().finding(.conflict))
        #expect(
            finding.summary
                == "1 person would hold more than one of insights-auditor, insights-viewer (duties)"
        )
        #expect(finding.changes.count == 1)
    }

    @Test mutating func `a role that is given up in the same set conflicts with nothing`() {
        let auditor = world.role("insights-auditor")
        world.conflicts = [Conflict(id: "duties", roles: [auditor, viewer], reason: "")]
        let derivation = Derivation(origin: rule, evidence: [])
        world.hold(viewer, by: ada, because: derivation)
        world.grant(auditor, to: ada, because: derivation)
        #expect(world.reconcile().finding(.conflict) == nil)
    }
}

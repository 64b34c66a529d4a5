import Directory
import Entitlements
import Reconciliation
import Testing

/// Law 6 for those who hold something already: they neither lose it nor go over to the new label.
@Suite struct UndecidedLabelTests {
    private var world = World()
    private let ada: PersonID
    private let viewer: RoleID
    private let rule: RuleReference
    private let again: GroupID

    init() {
        ada = world.person("ada")
        viewer = world.role("insights-viewer")
        rule = world.rule("members-read")
        again = world.group("again", of: [ada], display: "builders")
        world.reusedLabels = [
            .init(kind: .group, label: "builders", now: again.rawValue, formerly: "corp:old")
        ]
        world.hold(
            viewer, by: ada,
            because: Derivation(
                origin: rule, evidence: [.group(GroupID("corp:old"), display: "builders")]))
    }

    private func undecided() -> [Int] { world.compare().undecided.map(\.entitlements) }

    // P10
    @Test mutating func `what would rest on a group made again is no change, and is told`() {
        world.grant(
            viewer, to: ada,
            because: Derivation(origin: rule, evidence: [.group(again, display: "builders")]))
        #expect(world.reconcile().isEmpty)
        #expect(world.compare().undecided == [.init(label: world.reusedLabels[0], entitlements: 1)])
        world.reusedLabels = []
        #expect(undecided().isEmpty)
    }

    // P10
    @Test mutating func `another way that stands, or the group's id, needs no word`() {
        let byName = Derivation(origin: rule, evidence: [.group(again, display: "builders")])
        world.grant(
            viewer, to: ada, because: byName,
            Derivation(origin: rule, evidence: [.department("Builder Relations")]))
        #expect(undecided().isEmpty)
        for (condition, count) in [
            ("groups.value eq \"corp:again\"", 0), ("groups[display eq \"builders\"]", 1),
        ] {
            world.wanted = [:]
            world.grant(
                viewer, to: ada,
                because: Derivation(
                    origin: rule,
                    evidence: [
                        Evidence(
                            condition: condition, attribute: "groups.value",
                            value: again.rawValue,
                            paths: [[GroupStep(id: again, display: "builders", label: "cn=b")]])
                    ]))
            #expect(undecided() == (count == 0 ? [] : [count]), "\(condition)")
        }
    }

    // P12
    @Test mutating func `a manager under somebody else's login is told as well`() {
        let lee = world.person("lee")
        world.reusedLabels = [.init(kind: .userName, label: "lee", now: "corp:lee", formerly: "x")]
        world.grant(
            viewer, to: ada,
            because: Derivation(origin: rule, evidence: [.manager(lee, login: "lee")]))
        #expect(undecided() == [1])
    }
}

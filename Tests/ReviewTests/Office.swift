import Directory
import Entitlements
import Review
import RoleMapping

/// A small organisation that reviews: Ada reports to Lee; Lee, Max and the inactive Kim own the
/// ordinary role through a nested group; Max and Noa own the privileged one.
struct Office {
    static let corp = SourceID("corp")
    static let viewer = Role(
        id: RoleID("insights-viewer"), title: "Reads", tier: .standard,
        owner: .group("insights-owners"))
    static let admin = Role(
        id: RoleID("insights-admin"), title: "Administers", tier: .privileged,
        owner: .group("platform-owners"))

    static let names = ["ada", "kim", "lee", "max", "noa"]
    static func id(_ name: String) -> PersonID { PersonID("corp:\(name)") }

    var lanes: [Lane] = [
        Lane(
            name: "leavers",
            match: .init(actions: [.revoke], causes: [.inactive, .departed], most: 2),
            decision: .automatically),
        Lane(
            name: "ordinary", match: .init(tiers: [.standard, .sensitive]),
            decision: .approvals(1, by: [.roleOwner, .manager])),
        Lane(
            name: "privileged", match: .init(tiers: [.privileged]),
            decision: .approvals(2, by: [.roleOwner, .principal(.person("lee"))])),
    ]
    var logins: [String: String] = [:]
    var secondOwnersGroup: [String]?

    var snapshot: DirectorySnapshot {
        let people = Self.names.map { name in
            Person(
                id: Self.id(name), accounts: [AccountKey(source: Self.corp, anchor: Anchor(name))],
                label: "uid=\(name),dc=example,dc=org", isActive: name != "kim",
                attributes: AttributeValues([.init(.userName, logins[name] ?? name)]))
        }
        var groups: [(name: String, people: [String], groups: [Int32])] = [
            ("insights-owners", ["lee"], [1]), ("inner", ["kim", "max"], []),
            ("platform-owners", ["max", "noa"], []),
        ]
        if let secondOwnersGroup { groups.append(("platform-owners", secondOwnersGroup, [])) }
        return DirectorySnapshot(
            sources: [], people: people,
            groups: groups.enumerated().map { index, group in
                Group(
                    id: GroupID("corp:g\(index)"), source: Self.corp, display: group.name,
                    label: "cn=\(group.name)", unresolved: [])
            },
            memberships: MembershipGraph(
                people: groups.map { $0.people.compactMap(Self.index) },
                groups: groups.map(\.groups),
                personCount: people.count),
            reportingLines: ReportingLines(managers: [2, 2, nil, nil, nil]), diagnostics: [])
    }

    static func index(_ name: String) -> PersonIndex? {
        names.firstIndex(of: name).map(PersonIndex.init)
    }

    var coverage: ApproverCoverage {
        ApproverCoverage(roles: [Self.viewer, Self.admin], snapshot: snapshot)
    }

    func review(_ changes: [Change], guards: [GuardFinding] = []) -> ChangeSetReview {
        review(ChangeSet(items: changes.map(Self.item), guards: guards))
    }

    func review(_ changeSet: ChangeSet) -> ChangeSetReview {
        ChangeSetReview(changeSet, policy: ReviewPolicy(lanes: lanes), coverage: coverage)
    }

    static func item(_ change: Change) -> ChangeSet.Item {
        var form = CanonicalForm()
        return ChangeSet.Item(id: form.id(of: change), change: change)
    }

    static func change(
        _ action: Change.Action = .grant, _ role: Role = viewer, for name: String = "ada",
        cause: ChangeReason.Cause = .matched
    ) -> Change {
        Change(
            action: action,
            entitlement: EntitlementKey(person: id(name), role: role.id, scope: .organization),
            reason: ChangeReason(cause: cause, rules: ["r"], summary: "s"), lifeCycle: .mover,
            tier: role.tier, derivations: [],
            preconditions: .init(heldSince: nil, personIsActive: action == .grant))
    }

    static func finding(_ kind: GuardFinding.Kind, _ changes: [Change]) -> GuardFinding {
        GuardFinding(
            kind: kind, subject: .everybody, measured: 9, total: 9, limit: 1, summary: "s",
            changes: changes.map { item($0).id }.sorted())
    }

    static let time = Timestamp(secondsSinceEpoch: 1_800_000_000)

    static func decision(
        _ verdict: Decision.Verdict, _ change: Change, by name: String = "lee",
        as authority: String = "roleOwner"
    ) -> Decision {
        Decision(
            change: item(change).id, verdict: verdict,
            reviewer: .person(id(name), userName: name), authority: authority, time: time,
            note: nil)
    }
}

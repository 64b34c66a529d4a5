import Directory
import Entitlements
import Reconciliation

/// A small organisation with a past: what a comparison needs, built piece by piece.
struct World {
    static let corp = SourceID("corp")
    static let okta = SourceID("okta")

    var people: [Person] = []
    /// Each group with the people and the groups that it lists.
    var groups: [(group: Group, people: [PersonID], groups: [GroupID])] = []
    var managers: [PersonID: PersonID] = [:]
    /// Configured sources, and whether each has a complete reading.
    var sources: [(id: SourceID, isComplete: Bool)] = [(corp, true)]
    var roles: [Role] = []
    var recordedRoles: [Role] = []
    var rules: [RuleReference] = []
    var recordedRules: Set<RuleReference> = []
    var danglingExceptions: Set<RuleReference> = []
    var derivations: [Derivation] = []
    var wanted: [EntitlementKey: [Derivation]] = [:]
    var held: [EntitlementKey: [Derivation]] = [:]
    var joined: [PersonID] = []
    var reactivated: [PersonID] = []
    var departed: [PersonID] = []
    var inactive: [SourceID: SnapshotDelta.InactiveAccounts] = [:]
    var attributes: [SourceID: [Attribute: SnapshotDelta.AttributeHolders]] = [:]
    var reusedLabels: [SnapshotDelta.ReusedLabel] = []
    var recordedCounts: [SourceID: ReadingCounts] = [:]
    var proposal: ChangeSet?
    var conflicts: [Conflict] = []
    var limits = GuardLimits()

    /// Adds somebody; their id is `corp:NAME`.
    @discardableResult
    mutating func person(
        _ name: String, active: Bool = true, department: String? = nil,
        accounts: [SourceID] = [World.corp]
    ) -> PersonID {
        let id = PersonID("corp:\(name)")
        var entries = [AttributeValues.Entry(.userName, name)]
        if let department { entries.append(.init(.department, department)) }
        people.append(
            Person(
                id: id, accounts: accounts.map { AccountKey(source: $0, anchor: Anchor(name)) },
                label: "uid=\(name),dc=example,dc=org", isActive: active,
                attributes: AttributeValues(entries)))
        return id
    }

    @discardableResult
    mutating func group(
        _ name: String, of people: [PersonID] = [], groups members: [GroupID] = [],
        source: SourceID = World.corp, display: String? = nil, unresolved: [String] = []
    ) -> GroupID {
        let id = GroupID("\(source):\(name)")
        groups.append(
            (
                Group(
                    id: id, source: source, display: display ?? name,
                    label: "cn=\(name),dc=example,dc=org", unresolved: unresolved), people, members
            ))
        return id
    }

    @discardableResult
    mutating func role(_ name: String, _ tier: Tier = .standard) -> RoleID {
        let role = Role(
            id: RoleID(name), title: name, tier: tier, owner: .group("insights-owners"))
        roles.append(role)
        recordedRoles.append(role)
        return role.id
    }

    /// A rule that stood at the last run and stands still.
    mutating func rule(
        _ name: String, kind: RuleReference.Kind = .rule, wording: String = "as ever"
    ) -> RuleReference {
        let rule = RuleReference(kind: kind, id: name, digest: Digest(of: wording))
        rules.append(rule)
        recordedRules.insert(rule)
        return rule
    }

    mutating func grant(
        _ role: RoleID, to person: PersonID, over scope: Scope = .organization,
        because derivation: Derivation...
    ) {
        wanted[EntitlementKey(person: person, role: role, scope: scope), default: []] += derivation
    }

    mutating func hold(
        _ role: RoleID, by person: PersonID, over scope: Scope = .organization,
        because derivation: Derivation...
    ) {
        held[EntitlementKey(person: person, role: role, scope: scope), default: []] += derivation
    }
}

extension World {
    var desired: DesiredEntitlements {
        let all = Dictionary(wanted.values.joined().map { ($0.digest, $0) }) { first, _ in first }
            .values.sorted { $0.digest < $1.digest }
        let positions = Dictionary(
            uniqueKeysWithValues: all.enumerated().map { ($1.digest, Int32($0)) })
        return DesiredEntitlements(
            entitlements: wanted.sorted { $0.key < $1.key }.map { key, derivations in
                .init(
                    key: key, derivations: derivations.compactMap { positions[$0.digest] }.sorted())
            },
            derivations: all,
            mapping: MappingRevision(
                files: [],
                rules: rules.sorted { $0.id < $1.id }.map {
                    .init(reference: $0, title: $0.id, file: "rules.yaml", line: 1)
                }, roles: roles.sorted { $0.id < $1.id }),
            danglingExceptions: danglingExceptions)
    }

    var recorded: RecordedState {
        return RecordedState(
            revision: Revision(7),
            entitlements: held.sorted { $0.key < $1.key }.map { key, derivations in
                CurrentEntitlement(
                    key: key, since: Revision(3),
                    derivations: Set(derivations.map(\.digest)).sorted())
            },
            derivations: Dictionary(held.values.joined().map { ($0.digest, $0) }) { first, _ in
                first
            },
            roles: Dictionary(recordedRoles.map { ($0.id, $0) }) { first, _ in first },
            rules: recordedRules, sources: recordedCounts, proposal: proposal,
            delta: SnapshotDelta(
                joined: joined.sorted(), reactivated: reactivated.sorted(),
                departed: departed.sorted(), changed: [], groups: [], reusedLabels: reusedLabels,
                inactive: inactive, attributes: attributes))
    }

    var snapshot: DirectorySnapshot {
        let people = people.sorted { $0.id < $1.id }
        let groups = groups.sorted { $0.group.id < $1.group.id }
        func indices<ID: Comparable>(_ ids: [ID], among all: [ID]) -> [Int32] {
            ids.compactMap { all.firstIndex(of: $0).map(Int32.init) }.sorted()
        }
        return DirectorySnapshot(
            sources: sources.map { id, isComplete in
                SnapshotSource(
                    id: id, certificate: isComplete ? .proof(of: id) : nil, staleBecause: [],
                    attributeNames: [:])
            },
            people: people, groups: groups.map(\.group),
            memberships: MembershipGraph(
                people: groups.map { indices($0.people, among: people.map(\.id)) },
                groups: groups.map { indices($0.groups, among: groups.map(\.group.id)) },
                personCount: people.count),
            reportingLines: ReportingLines(
                managers: people.map { person in
                    managers[person.id].flatMap { indices([$0], among: people.map(\.id)).first }
                }), diagnostics: [])
    }

    func compare() -> Reconciled {
        Reconciliation(guards: limits)
            .reconcile(
                desired: desired, current: recorded, snapshot: snapshot, conflicts: conflicts)
    }

    func reconcile() -> ChangeSet { compare().changeSet }
}

extension ReadingCertificate {
    static func proof(of source: SourceID) -> ReadingCertificate {
        let time = Timestamp(secondsSinceEpoch: 0)
        return ReadingCertificate(source: source, start: time, end: time, queries: [], reasons: [])
    }
}

extension Evidence {
    static func department(_ name: String, source: SourceID? = World.corp) -> Evidence {
        Evidence(
            condition: "department eq \"\(name)\"", attribute: "department", value: name,
            source: source, sourceAttribute: "departmentNumber")
    }

    static func group(_ ids: GroupID..., display: String) -> Evidence {
        Evidence(
            condition: "groups.display eq \"\(display)\"", attribute: "groups.display",
            value: display,
            paths: [ids.map { GroupStep(id: $0, display: display, label: "cn=\(display)") }])
    }

    static func absent(_ attribute: String, _ condition: String) -> Evidence {
        Evidence(condition: condition, attribute: attribute, value: nil)
    }

    static func manager(_ id: PersonID, login: String) -> Evidence {
        Evidence(
            condition: "managers eq \"\(login)\"", attribute: "managers", value: login,
            line: [PersonStep(id: id, userName: login)])
    }
}

extension ChangeSet {
    var changes: [Change] { items.map(\.change) }
    func finding(_ kind: GuardFinding.Kind) -> GuardFinding? { guards.first { $0.kind == kind } }
    func finding(
        _ kind: GuardFinding.Kind, _ subject: GuardFinding.Subject, _ unit: GuardFinding.Unit
    ) -> GuardFinding? {
        guards.first { $0.kind == kind && $0.subject == subject && $0.unit == unit }
    }
}

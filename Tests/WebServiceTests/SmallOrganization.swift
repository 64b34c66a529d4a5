import Directory
import Entitlements
import MembershipSnapshot

/// An organisation that is put together by hand: grace leads lee and kim, lee leads ada and ben.
struct SmallOrganization {
    static let corp = SourceID("corp")
    var names = ["ada", "ben", "grace", "kim", "lee"]
    var managers: [String: String] = ["ada": "lee", "ben": "lee", "lee": "grace", "kim": "grace"]
    var departments: [String: String] = ["ada": "Builder Relations", "kim": "Sales"]
    /// `berlin` is in `emea`.
    var members: [String: [String]] = ["berlin": ["ada"], "emea": ["lee"]]
    /// Each `person role scope`; scopes as they are stored.
    var held: [String] = []
    var gone: [String] = []

    static func id(_ name: String) -> PersonID { PersonID("corp:\(name)") }

    var view: OrganizationView {
        let people = names.map { name in
            Person(
                id: Self.id(name),
                accounts: [AccountKey(source: Self.corp, anchor: Anchor(name))], label: name,
                isActive: true,
                attributes: AttributeValues(
                    [.init(.userName, name)]
                        + [departments[name].map { .init(.department, $0) }].compactMap(\.self)
                        + (name == "kim" ? [.init(.addressesRegion, "EMEA")] : [])))
        }
        let groupNames = members.keys.sorted()
        let groups = groupNames.map {
            Group(
                id: GroupID("corp:g-\($0)"), source: Self.corp, display: $0, label: $0,
                unresolved: [])
        }
        func index(_ name: String) -> PersonIndex? {
            names.firstIndex(of: name).map(PersonIndex.init)
        }
        let snapshot = DirectorySnapshot(
            sources: [], people: people, groups: groups,
            memberships: MembershipGraph(
                people: groupNames.map { (members[$0] ?? []).compactMap(index).sorted() },
                groups: groupNames.map { $0 == "emea" ? [0] : [] }, personCount: people.count),
            reportingLines: ReportingLines(
                managers: names.map { managers[$0].flatMap(index) }),
            diagnostics: [])
        let keys = held.map { text in
            let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
            return EntitlementKey(
                person: Self.id(parts[0]), role: RoleID(parts[1]),
                scope: Scope(parts[2]) ?? .organization)
        }
        return OrganizationView(
            moment: StoredMoment(revision: Revision(3), since: nil, run: RunID(rawValue: 7)),
            freshness: [
                SourceFreshness(
                    source: Self.corp, completeAsOf: Timestamp(secondsSinceEpoch: 0))
            ],
            roles: [
                Role(
                    id: RoleID("viewer"), title: "Reads", tier: .standard,
                    owner: .group("owners"))
            ],
            snapshot: snapshot,
            held: keys.sorted().map {
                HeldEntitlement(
                    key: $0, since: Revision(1), sinceTime: Timestamp(secondsSinceEpoch: 0))
            },
            departed: gone.map {
                Holder(gone: Self.id($0), userName: $0, displayName: $0)
            })
    }

    /// Whether ada, who holds the role over that scope alone, may exercise it on the target.
    static func reaches(_ scope: String, _ target: String?) -> Bool {
        var organization = SmallOrganization()
        organization.held = ["ada viewer \(scope)"]
        return organization.view.check(person: "ada", role: RoleID("viewer"), on: target).holds
    }
}

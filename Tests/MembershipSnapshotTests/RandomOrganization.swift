import Directory
import Entitlements
import MembershipSnapshot
import TestSupport

/// An organisation with everything that makes a check hard: logins that several have or nobody, groups in circles
/// and of one name, lines in circles, names in other letters, people who are gone.
struct RandomOrganization {
    private static let corp = SourceID("corp")
    private static let departments = ["Sales", "SALES", "Builder Relations", "Straße", "STRASSE"]
    private static let regions = ["EMEA", "emea", "APAC"]
    /// Those that scopes name, and those that are only within one, or not.
    private static let namedGroups = ["Büro", "ops", "team-1", "elsewhere"]
    private static let groupNames =
        namedGroups.dropLast() + ["BÜRO", "Team-2"] + (2..<9).map { "team-\($0)" }
    static let roles = ["editor", "viewer"]

    private var random: SplitMix64
    private let size: Int
    let view: OrganizationView

    init(seed: UInt64, size: Int = 24) {
        var random = SplitMix64(seed: seed)
        self.size = size
        let gone = (0..<3).map { "corp:\(1000 + $0 * 7)x" }
        let ids = (0..<size).map { "corp:\(1000 + $0)" }
        let snapshot = Self.snapshot(ids, &random)
        var keys: Set<EntitlementKey> = []
        for _ in 0..<size * 2 {
            keys.insert(
                EntitlementKey(
                    person: PersonID(random.pick(ids + gone)),
                    role: RoleID(random.pick(Self.roles)),
                    scope: Self.scope(ids + gone + ["corp:nobody"], &random)))
        }
        view = OrganizationView(
            moment: StoredMoment(
                revision: Revision(Int64(seed % 100)), since: Timestamp(secondsSinceEpoch: 900),
                run: RunID(rawValue: 7)),
            freshness: [
                SourceFreshness(
                    source: Self.corp, completeAsOf: Timestamp(secondsSinceEpoch: 1000))
            ],
            roles: (Self.roles + ["writer"]).map {
                Role(id: RoleID($0), title: "\"\($0)\"", tier: .sensitive, owner: .group("owners"))
            },
            snapshot: snapshot,
            held: keys.sorted().map {
                HeldEntitlement(
                    key: $0, since: Revision(1), sinceTime: Timestamp(secondsSinceEpoch: 900))
            },
            departed: gone.enumerated().map {
                Holder(gone: PersonID($1), userName: "gone\($0 % 2)", displayName: "Gone")
            })
        self.random = random
    }

    private static func snapshot(
        _ ids: [String], _ random: inout SplitMix64
    ) -> DirectorySnapshot {
        func some<Element>(_ elements: [Element], _ random: inout SplitMix64) -> [Element] {
            elements.filter { _ in random.once(in: 4) }
        }
        let people = ids.enumerated().map { index, id in
            var entries: [AttributeValues.Entry] = [.init(.title, "not for anybody's eyes")]
            switch random.below(12) {
            case 0: break
            case 1: entries.append(.init(.userName, "twice"))
            default: entries.append(.init(.userName, "Login\(index)"))
            }
            entries += some(departments, &random).prefix(1).map { .init(.department, $0) }
            entries += some(regions, &random).enumerated().map {
                .init(.addressesRegion, $1, element: $0)
            }
            return Person(
                id: PersonID(id), accounts: [AccountKey(source: corp, anchor: Anchor(id))],
                label: "", isActive: random.below(5) > 0,
                attributes: AttributeValues(entries))
        }
        let groupCount = 16
        let everybody = ids.indices.map(PersonIndex.init)
        let groups = (0..<groupCount).map { index in
            let name = random.pick(groupNames)
            return Group(
                id: GroupID("corp:g\(100 + index)"), source: corp, display: name, label: name,
                unresolved: [])
        }
        let memberships = MembershipGraph(
            people: groups.map { _ in some(everybody, &random) },
            groups: groups.map { _ in
                (0..<Int32(groupCount)).filter { _ in random.once(in: 16) }
            }, personCount: ids.count)
        let managers: [PersonIndex?] = everybody.map { index in
            switch random.below(10) {
            case 0: nil
            case 1: random.pick(everybody)
            default: index / 3
            }
        }
        return DirectorySnapshot(
            sources: [], people: people, groups: groups, memberships: memberships,
            reportingLines: ReportingLines(managers: managers), diagnostics: [])
    }

    private static func scope(_ ids: [String], _ random: inout SplitMix64) -> Scope {
        let person = PersonID(random.pick(ids))
        return switch random.below(8) {
        case 0: .organization
        case 1: .department(random.pick(departments))
        case 2: .region(random.pick(regions))
        case 3, 4: .group(random.pick(namedGroups))
        case 5, 6: .reports(person)
        default: .person(person)
        }
    }

    /// A question, as a client may ask it.
    mutating func question() -> (person: String, role: String, on: String?) {
        let size = size
        func name(_ random: inout SplitMix64) -> String {
            let number = random.below(size)
            return switch random.below(12) {
            case 0: "corp:\(1000 + number)x"
            case 1: "corp:\(1000 + number)"
            case 2: random.pick(["twice", "gone0", "gone1", "nobody", ""])
            case 3: "LOGIN\(number)"
            default: "login\(number)"
            }
        }
        let targets: [String?] = [
            nil, "any", "organization",
            "department:\(random.pick(Self.departments))",
            "region:\(random.pick(Self.regions))",
            "group:\(random.pick(Self.groupNames + ["elsewhere"]))",
            "person:\(name(&random))", "reports:\(name(&random))", "person:\(name(&random))",
            "reports:", "nonsense",
        ]
        return (
            name(&random), random.pick(Self.roles + ["writer", "unknown"]),
            random.pick(targets)
        )
    }
}

extension OrganizationView {
    /// Everything that a check says, in one line.
    func said(_ question: (person: String, role: String, on: String?)) -> String {
        let answer = check(
            person: question.person, role: RoleID(question.role), on: question.on)
        let scope = answer.entitlement.map { rendered($0.key.scope) } ?? "-"
        let active = answer.holder.map { "\($0.isActive)" } ?? "-"
        return "\(answer.ground.word) \(active) \(scope)"
    }
}

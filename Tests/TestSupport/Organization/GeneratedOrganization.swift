/// An organisation of any size that never was: the same for the same numbers, with everything in it
/// that directories do to those who read them.
///
/// Suffix `dc=example,dc=org`, people below `ou=People`, groups below `ou=Groups`. The first group
/// has everybody. Who has left has `employeeType: Terminated`.
public struct GeneratedOrganization: Sendable {
    public struct Person: Sendable {
        public let entryUUID: String
        public let dn: GeneratedDN
        public let userName: String
        public let commonName: String
        public let givenName: String
        public let familyName: String
        public let displayName: String
        /// **Shape:** one or two.
        public let emails: [String]
        public let employeeNumber: String?
        public let department: String?
        public let title: String?
        /// `Terminated` for those who have left.
        public let userType: String
        public var isActive: Bool { userType != "Terminated" }
        public internal(set) var manager: ManagerReference = .none
    }

    public enum ManagerReference: Sendable, Equatable {
        case none
        /// A position in ``GeneratedOrganization/people``; loops are possible.
        case person(Int)
        /// A DN that names nobody.
        case dangling(String)
    }

    public struct Group: Sendable {
        public let entryUUID: String
        public let dn: GeneratedDN
        public let display: String
        /// Positions in ``GeneratedOrganization/people``. **Shape:** ascending, unique.
        public internal(set) var people: [Int] = []
        /// Positions in ``GeneratedOrganization/groups``; cycles are possible. **Shape:** ascending,
        /// unique.
        public internal(set) var groups: [Int] = []
        /// DNs that name nobody.
        public internal(set) var dangling: [String] = []
    }

    public private(set) var people: [Person] = []
    public private(set) var groups: [Group] = []
    public let seed: UInt64

    /// At 100,000 people and 2,000 groups there are about 184,000 memberships.
    public init(people peopleCount: Int, groups groupCount: Int, seed: UInt64) {
        self.seed = seed
        var random = SplitMix64(seed: seed)
        people.reserveCapacity(peopleCount)
        for number in 0..<peopleCount { people.append(Person(number, &random)) }
        for number in 0..<groupCount { groups.append(Group(number, &random)) }
        appointManagers(&random)
        enrolPeople(&random)
        nestGroups(&random)
    }

    /// Direct memberships, of people and of groups, that name somebody.
    public var membershipCount: Int {
        groups.reduce(0) { $0 + $1.people.count + $1.groups.count }
    }

    /// A tree in which everybody has about eight reports; some have no manager, some one who is not
    /// there, and here and there up to three manage each other.
    private mutating func appointManagers(_ random: inout SplitMix64) {
        for number in people.indices.dropFirst() {
            switch random.below(100) {
            case 0, 1: people[number].manager = .none
            case 2: people[number].manager = .dangling("uid=gone.\(number),\(Self.peopleBase)")
            default: people[number].manager = .person(number / 8)
            }
        }
        // Only in the lower half, so that the tree above stays.
        guard people.count >= 8 else { return }
        for _ in 0..<max(1, people.count / 1000) {
            let size = 1 + random.below(3)
            let loop = (0..<size).map { _ in people.count - 1 - random.below(people.count / 2) }
            for (position, member) in loop.enumerated() {
                people[member].manager = .person(loop[(position + 1) % size])
            }
        }
    }

    private mutating func enrolPeople(_ random: inout SplitMix64) {
        guard !groups.isEmpty else { return }
        groups[0].people = Array(people.indices)
        guard groups.count > 1 else { return }
        for number in people.indices {
            for _ in 0..<[0, 0, 1, 1, 1, 2][random.below(6)] {
                // The square makes a few groups large and many small.
                let place = random.below(1000) * random.below(1000) * (groups.count - 1) / 1_000_000
                let group = 1 + place
                if group % Self.emptyGroupEvery != 0, groups[group].people.last != number {
                    groups[group].people.append(number)
                }
            }
        }
        for group in groups.indices.dropFirst() where random.once(in: 20) {
            groups[group].dangling = ["cn=gone \(group),\(Self.peopleBase)"]
        }
    }

    /// Trees some levels deep, diamonds where a group is in two others, and a few cycles.
    private mutating func nestGroups(_ random: inout SplitMix64) {
        guard groups.count > 8 else { return }
        for group in groups.indices.dropFirst(2) where random.once(in: 3) {
            nest(group, in: 1 + random.below(group - 1))
            if random.once(in: 4) { nest(group, in: 1 + random.below(group - 1)) }
        }
        for _ in 0..<max(1, groups.count / 200) {
            // Near the leaves, so that a cycle does not swallow the organisation.
            let size = 1 + random.below(3)
            let cycle = (0..<size).map { _ in groups.count - 1 - random.below(groups.count / 4) }
            for (position, member) in cycle.enumerated() {
                nest(member, in: cycle[(position + 1) % size])
            }
        }
    }

    private mutating func nest(_ group: Int, in container: Int) {
        guard !groups[container].groups.contains(group),
            container % Self.emptyGroupEvery != 0
        else { return }
        groups[container].groups.append(group)
        groups[container].groups.sort()
    }

    /// Every so-many-th group has no members.
    private static let emptyGroupEvery = 97

    public static let suffix = "dc=example,dc=org"
    public static let peopleBase = "ou=People,\(suffix)"
    public static let groupsBase = "ou=Groups,\(suffix)"
}

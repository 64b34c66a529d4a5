/// What `rollcall directory export --format json` must say of an organisation.
///
/// Made from the generator's own numbers by plain loops: nothing here uses the code that it judges.
public struct OrganizationFacts: Sendable, Hashable, Codable {
    public struct Person: Sendable, Hashable, Codable {
        public struct Membership: Sendable, Hashable, Codable {
            public var display: String
            /// `direct` or `indirect`.
            public var type: String
        }

        public var userName: String
        public var active: Bool
        public var employeeNumber: String?
        public var department: String?
        public var title: String?
        public var userType: String?
        public var emails: [String]
        /// A userName; nil without one, and for a manager who is not there or is in a loop with the
        /// person.
        public var manager: String?
        /// userNames, nearest first.
        public var managers: [String]
        /// **Shape:** sorted by display.
        public var groups: [Membership]
    }

    public struct Group: Sendable, Hashable, Codable {
        public struct Member: Sendable, Hashable, Codable {
            public var userName: String
            /// `direct` or `indirect`.
            public var type: String
        }

        public var display: String
        public var dn: String
        /// **Shape:** sorted by userName.
        public var members: [Member]
    }

    /// **Shape:** sorted by userName.
    public var people: [Person]
    /// **Shape:** sorted by dn.
    public var groups: [Group]
}

extension OrganizationFacts {
    public init(_ organization: GeneratedOrganization) {
        var memberships = [[Person.Membership]](repeating: [], count: organization.people.count)
        groups = organization.groups.indices.map { index in
            let group = organization.groups[index]
            let members = Self.members(of: index, in: organization)
            for (person, type) in members {
                memberships[person].append(.init(display: group.display, type: type))
            }
            return Group(
                display: group.display, dn: group.dn.description,
                members: members.map {
                    .init(userName: organization.people[$0.person].userName, type: $0.type)
                }.sorted { $0.userName < $1.userName })
        }.sorted { $0.dn < $1.dn }
        people = organization.people.indices.map { index in
            Self.person(index, in: organization, memberships[index])
        }.sorted { $0.userName < $1.userName }
    }

    private static func person(
        _ index: Int, in organization: GeneratedOrganization, _ groups: [Person.Membership]
    ) -> Person {
        let person = organization.people[index]
        let managers = line(from: index, in: organization)
            .map { organization.people[$0].userName }
        return Person(
            userName: person.userName, active: person.isActive,
            employeeNumber: person.employeeNumber, department: person.department,
            title: person.title, userType: person.userType, emails: person.emails,
            manager: managers.first, managers: managers,
            groups: groups.sorted { $0.display < $1.display })
    }

    /// Everybody in the group, each once.
    private static func members(
        of group: Int, in organization: GeneratedOrganization
    ) -> [(person: Int, type: String)] {
        var reached: Set<Int> = [group]
        var open = [group]
        var indirect: Set<Int> = []
        while let next = open.popLast() {
            if next != group { indirect.formUnion(organization.groups[next].people) }
            for member in organization.groups[next].groups where reached.insert(member).inserted {
                open.append(member)
            }
        }
        let direct = organization.groups[group].people
        indirect.subtract(direct)
        return direct.map { ($0, "direct") } + indirect.map { ($0, "indirect") }
    }

    /// The reporting line upwards, after loops are cut: nobody in a loop has a manager.
    private static func line(
        from person: Int, in organization: GeneratedOrganization
    ) -> [Int] {
        func manager(_ person: Int) -> Int? {
            if case .person(let manager) = organization.people[person].manager {
                manager
            } else {
                nil
            }
        }
        func isInLoop(_ person: Int) -> Bool {
            var seen: Set<Int> = []
            var next = manager(person)
            while let above = next, seen.insert(above).inserted {
                if above == person { return true }
                next = manager(above)
            }
            return false
        }
        var line: [Int] = []
        var below = person
        while !isInLoop(below), let above = manager(below) {
            line.append(above)
            below = above
        }
        return line
    }
}

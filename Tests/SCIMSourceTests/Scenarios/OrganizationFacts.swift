import Directory

/// What is true of an organisation, as far as entitlements depend on it: both the service's own word
/// and what a reading says come to this.
struct Facts: Equatable {
    struct Person: Equatable {
        var userName: String?
        var isActive: Bool
        var department: String?
        /// An id; behind a question mark when it is nobody's.
        var manager: String?
    }

    struct Group: Equatable {
        var display: String
        /// `Users/ID`, `Groups/ID`; behind a question mark when it is unknown who that is.
        var members: Set<String>
    }

    var people: [String: Person] = [:]
    var groups: [String: Group] = [:]

    init(of organization: SampleOrganization) {
        let ids = Set(organization.people.map(\.id))
        for person in organization.people {
            people[person.id] = Person(
                userName: person.userName, isActive: person.isActive,
                department: person.department,
                manager: person.manager.map { ids.contains($0) ? $0 : "?\($0)" })
        }
        for group in organization.groups {
            groups[group.id] = Group(
                display: group.display,
                members: Set(
                    group.people.map { ids.contains($0) ? "Users/\($0)" : "?\($0)" }
                        + group.groups.map { "Groups/\($0)" }))
        }
    }

    init(of reading: SourceReading) {
        func id(_ index: AccountIndex) -> String { reading.accounts[Int(index)].anchor.rawValue }
        for account in reading.accounts {
            let manager: String? =
                switch account.manager {
                case .none: nil
                case .account(let index): id(index)
                case .dangling(let text): "?\(text)"
                }
            people[account.anchor.rawValue] = Person(
                userName: account.attributes[.userName], isActive: account.isActive,
                department: account.attributes[.department], manager: manager)
        }
        for group in reading.groups {
            groups[group.anchor.rawValue] = Group(
                display: group.display,
                members: Set(
                    group.accounts.map { "Users/\(id($0))" }
                        + group.groups.map { "Groups/\(reading.groups[Int($0)].anchor.rawValue)" }
                        + group.unresolved.map { "?\($0)" }))
        }
    }

    /// What is not the same, for a failure's sake. **Shape:** sorted.
    func differences(from other: Facts) -> [String] {
        func differences<Value: Equatable>(_ one: [String: Value], _ other: [String: Value])
            -> [String]
        {
            Set(one.keys).union(other.keys).sorted().filter { one[$0] != other[$0] }
                .map { "\($0): \(one[$0] as Any), not \(other[$0] as Any)" }
        }
        return differences(people, other.people) + differences(groups, other.groups)
    }
}

import Directory

extension OrganizationFacts {
    /// The same facts of groups that have no DN, as no service but LDAP has one. **Shape:** groups
    /// sorted by display.
    public var withoutDNs: OrganizationFacts {
        var facts = self
        for index in facts.groups.indices { facts.groups[index].dn = "" }
        facts.groups.sort { $0.display < $1.display }
        return facts
    }

    /// The same facts where `mail` has one value.
    public var inActiveDirectory: OrganizationFacts {
        var facts = self
        for index in facts.people.indices {
            facts.people[index].emails = Array(facts.people[index].emails.prefix(1))
        }
        return facts
    }

    /// What a reading says when there is no other source.
    public init(_ reading: SourceReading) {
        let correlation = Correlation(keys: [], authority: Authority())
        let selected = SelectedReading(id: reading.source, reading: reading)
        self.init(correlation.snapshot(of: [selected], known: [:]))
    }

    /// What a snapshot says, in the same shape: to be compared with what the generator knows.
    public init(_ snapshot: DirectorySnapshot) {
        people = snapshot.people.indices.map { Self.person(PersonIndex($0), in: snapshot) }
            .sorted { $0.userName < $1.userName }
        groups = snapshot.groups.indices.map { Self.group(GroupIndex($0), in: snapshot) }
            .sorted { $0.dn < $1.dn }
    }

    private static func person(_ index: PersonIndex, in snapshot: DirectorySnapshot) -> Person {
        let person = snapshot.people[Int(index)]
        let managers = snapshot.reportingLines.managers(of: index)
            .map { snapshot.people[Int($0)].userName }
        let memberships = snapshot.memberships.allGroups(of: index).map { group in
            Person.Membership(
                display: snapshot.groups[Int(group)].display,
                type: type(index, group, in: snapshot))
        }
        return Person(
            userName: person.userName, active: person.isActive,
            employeeNumber: person.attributes[.employeeNumber],
            department: person.attributes[.department], title: person.attributes[.title],
            userType: person.attributes[.userType],
            emails: person.attributes.values(of: .emailsValue), manager: managers.first,
            managers: managers, groups: memberships.sorted { $0.display < $1.display })
    }

    private static func group(_ index: GroupIndex, in snapshot: DirectorySnapshot) -> Group {
        let group = snapshot.groups[Int(index)]
        let members = snapshot.memberships.allMembers(of: index).map { person in
            Group.Member(
                userName: snapshot.people[Int(person)].userName,
                type: type(person, index, in: snapshot))
        }
        return Group(
            display: group.display, dn: group.label,
            members: members.sorted { $0.userName < $1.userName })
    }

    private static func type(
        _ person: PersonIndex, _ group: GroupIndex, in snapshot: DirectorySnapshot
    ) -> String {
        snapshot.memberships.containsDirectly(group, person) ? "direct" : "indirect"
    }
}

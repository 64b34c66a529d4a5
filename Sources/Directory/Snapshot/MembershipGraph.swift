/// Who is in which group, directly and through groups in groups.
///
/// Cycles and diamonds are allowed: a group in a cycle contains every member of the cycle.
/// **Shape:** people and groups are the indices of the ``DirectorySnapshot`` it belongs to.
public struct MembershipGraph: Sendable {
    private let peopleOfGroup: IndexRows
    private let groupsOfPerson: IndexRows
    private let groupsOfGroup: IndexRows
    private let parentsOfGroup: IndexRows
    private let closure: GroupClosure

    /// Builds the closure.
    /// - Parameters:
    ///   - people: for each group the people who are direct members; ascending, unique.
    ///   - groups: for each group the groups that are direct members; ascending, unique.
    ///   - personCount: how many people the snapshot has.
    /// - Complexity: O(edges + size of the answer): strongly connected components, then one pass in
    ///   topological order. A chain of groups of any depth costs no more than its edges.
    public init(people: [[PersonIndex]], groups: [[GroupIndex]], personCount: Int) {
        self.init(
            people: IndexRows(people), groups: IndexRows(groups), personCount: personCount)
    }

    /// The same from rows, without copies.
    init(people: IndexRows, groups: IndexRows, personCount: Int) {
        peopleOfGroup = people
        groupsOfPerson = people.transposed(rows: personCount)
        groupsOfGroup = groups
        parentsOfGroup = groups.transposed(rows: groups.count)
        closure = GroupClosure(parents: parentsOfGroup)
    }

    /// Direct memberships, of people and of groups.
    public var membershipCount: Int { peopleOfGroup.valueCount + groupsOfGroup.valueCount }

    /// The groups of each cycle; one that lists itself is a cycle of one, unless it is in a larger.
    /// **Shape:** each ascending; cycles by their first.
    public var cycles: [[GroupIndex]] {
        let several = closure.cycles.map(Array.init)
        let known = Set(several.joined())
        let single = (0..<GroupIndex(groupsOfGroup.count))
            .filter { groupsOfGroup.row($0, contains: $0) && !known.contains($0) }
        return (several + single.map { [$0] }).sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    }

    /// The groups that list the person. **Shape:** ascending.
    public func directGroups(of person: PersonIndex) -> ArraySlice<GroupIndex> {
        groupsOfPerson[person]
    }

    /// Every group that the person is in, direct ones included. **Shape:** ascending, unique.
    public func allGroups(of person: PersonIndex) -> [GroupIndex] {
        var groups: [GroupIndex] = []
        for group in groupsOfPerson[person] {
            closure.appendAncestors(of: group, to: &groups)
        }
        return groups.sortedUnique()
    }

    /// Whether the person is in the group at all. Does not allocate.
    /// - Complexity: O(direct groups of the person × log groups)
    public func contains(_ group: GroupIndex, _ person: PersonIndex) -> Bool {
        for direct in groupsOfPerson[person] where closure.holds(direct, in: group) { return true }
        return false
    }

    /// Whether the group lists the person. Does not allocate.
    public func containsDirectly(_ group: GroupIndex, _ person: PersonIndex) -> Bool {
        groupsOfPerson.row(person, contains: group)
    }

    /// Whether `group` is `container` or in it, through any nesting. Does not allocate.
    public func contains(_ container: GroupIndex, group: GroupIndex) -> Bool {
        closure.holds(group, in: container)
    }

    /// The people that the group lists. **Shape:** ascending.
    public func directMembers(of group: GroupIndex) -> ArraySlice<PersonIndex> {
        peopleOfGroup[group]
    }

    /// The groups that the group lists. **Shape:** ascending.
    public func memberGroups(of group: GroupIndex) -> ArraySlice<GroupIndex> {
        groupsOfGroup[group]
    }

    /// Everybody in the group, through any nesting. **Shape:** ascending, unique.
    /// - Complexity: linear in the groups and memberships below the group, and a sort
    public func allMembers(of group: GroupIndex) -> [PersonIndex] {
        if groupsOfGroup[group].isEmpty { return Array(peopleOfGroup[group]) }
        var seen: Set<GroupIndex> = [group]
        var open = [group]
        var people: [PersonIndex] = []
        while let next = open.popLast() {
            people.append(contentsOf: peopleOfGroup[next])
            for member in groupsOfGroup[next] where seen.insert(member).inserted {
                open.append(member)
            }
        }
        return people.sortedUnique()
    }

    /// How the person is in the group: each simple path from a group that lists the person up to
    /// `group`. **Shape:** the shortest first, then by index; a path begins with the group that
    /// lists the person and ends with `group`; no group twice in one path.
    /// - Parameter limit: at most so many paths are returned; ``MembershipPaths/isTruncated`` says
    ///   whether there are more.
    /// - Complexity: for each path returned at most one search for each of its groups that has
    ///   another way up; a search is linear in the groups between the person and `group`. Never
    ///   exponential, whatever the cycles and diamonds.
    public func paths(from person: PersonIndex, to group: GroupIndex, limit: Int) -> MembershipPaths
    {
        let between = allGroups(of: person).filter { closure.holds($0, in: group) }
        var search = PathSearch(
            groups: between, parents: { parentsOfGroup[$0] }, starts: groupsOfPerson[person],
            target: group)
        return search.paths(limit: limit)
    }
}

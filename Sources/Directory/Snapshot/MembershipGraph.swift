/// Who is in which group, directly and through groups in groups.
///
/// Cycles and diamonds are allowed: a group in a cycle contains every member of the cycle.
/// **Shape:** people and groups are the indices of the ``DirectorySnapshot`` it belongs to.
public struct MembershipGraph: Sendable {
    /// Builds the closure.
    /// - Parameters:
    ///   - people: for each group the people who are direct members; ascending, unique.
    ///   - groups: for each group the groups that are direct members; ascending, unique.
    ///   - personCount: how many people the snapshot has.
    /// - Complexity: O(edges + size of the answer): strongly connected components, then one pass in
    ///   topological order.
    public init(people: [[PersonIndex]], groups: [[GroupIndex]], personCount: Int) {
        fatalError("being written")
    }

    /// The groups that list the person. **Shape:** ascending.
    public func directGroups(of person: PersonIndex) -> ArraySlice<GroupIndex> { fatalError() }

    /// Every group that the person is in, direct ones included. **Shape:** ascending, unique.
    public func allGroups(of person: PersonIndex) -> [GroupIndex] { fatalError() }

    /// Whether the person is in the group at all. Does not allocate.
    public func contains(_ group: GroupIndex, _ person: PersonIndex) -> Bool { fatalError() }

    /// Whether the group lists the person. Does not allocate.
    public func containsDirectly(_ group: GroupIndex, _ person: PersonIndex) -> Bool {
        fatalError()
    }

    /// The people that the group lists. **Shape:** ascending.
    public func directMembers(of group: GroupIndex) -> ArraySlice<PersonIndex> { fatalError() }

    /// The groups that the group lists. **Shape:** ascending.
    public func memberGroups(of group: GroupIndex) -> ArraySlice<GroupIndex> { fatalError() }

    /// The groups that list the group. **Shape:** ascending.
    public func parents(of group: GroupIndex) -> ArraySlice<GroupIndex> { fatalError() }

    /// Every group that contains the group, itself included. **Shape:** ascending, unique.
    public func ancestors(of group: GroupIndex) -> ArraySlice<GroupIndex> { fatalError() }

    /// Everybody in the group, through any nesting. **Shape:** ascending, unique.
    public func allMembers(of group: GroupIndex) -> [PersonIndex] { fatalError() }

    /// How the person is in the group: each simple path from a group that lists the person up to
    /// `group`. **Shape:** the shortest first, then by index; a path begins with the group that
    /// lists the person and ends with `group`; no group twice in one path.
    /// - Parameter limit: at most so many paths are returned; ``MembershipPaths/isTruncated`` says
    ///   whether there are more.
    public func paths(from person: PersonIndex, to group: GroupIndex, limit: Int) -> MembershipPaths
    {
        fatalError()
    }
}

/// The ways in which somebody is in a group.
public struct MembershipPaths: Sendable, Hashable {
    public let paths: [[GroupIndex]]
    /// Whether more paths exist than were asked for.
    public let isTruncated: Bool

    public init(paths: [[GroupIndex]], isTruncated: Bool) {
        self.paths = paths
        self.isTruncated = isTruncated
    }
}

import Directory

/// People and groups whose login or name was somebody else's, and of which nobody has decided yet:
/// such a label gives nobody the right to decide anything.
public struct UnsettledLabels: Sendable, Hashable {
    /// Who has such a login.
    public let people: Set<PersonID>
    /// The groups that have such a name.
    public let groups: Set<GroupID>

    public init(people: Set<PersonID> = [], groups: Set<GroupID> = []) {
        self.people = people
        self.groups = groups
    }
}

/// Entries of a source by their anchors. People and groups are apart, because one entry may be both.
public struct EntrySet: Sendable, Hashable {
    public var people: Set<Anchor>
    public var groups: Set<Anchor>

    public init(people: Set<Anchor> = [], groups: Set<Anchor> = []) {
        self.people = people
        self.groups = groups
    }

    /// **Units:** entries; one that is both counts twice.
    public var count: Int { people.count + groups.count }
    public var isEmpty: Bool { people.isEmpty && groups.isEmpty }
}

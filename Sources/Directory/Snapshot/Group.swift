/// A group of one source, in the snapshot. Two groups of one name in two sources stay two.
public struct Group: Sendable, Hashable {
    /// Its identity: a group made again under its name has another.
    public let id: GroupID
    /// Says what the group is called, and who is in it directly.
    public let source: SourceID
    /// The name that conditions compare with `groups.display`.
    public let display: String
    /// Where it is now, as its source spells it: a DN or a SCIM location.
    public let label: String
    /// As ``DirectoryGroup/unresolved``. **Shape:** sorted, unique.
    public let unresolved: [String]

    /// See ``DirectoryGroup/isReadable``.
    public var isReadable: Bool { unresolved.first != "" }

    public init(
        id: GroupID, source: SourceID, display: String, label: String, unresolved: [String]
    ) {
        self.id = id
        self.source = source
        self.display = display
        self.label = label
        self.unresolved = unresolved
    }
}

/// A position in ``DirectorySnapshot/groups``. **Units:** 0-based.
public typealias GroupIndex = Int32

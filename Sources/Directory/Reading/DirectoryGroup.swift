/// One source's group, its members resolved within the same reading.
///
/// A group without members is a group.
public struct DirectoryGroup: Sendable, Hashable {
    /// Its identity within the source: a group made again under its name has another.
    public let anchor: Anchor
    /// How the source addresses it at the moment: a DN as the source spells it, or a SCIM location.
    public let label: String
    /// The name that conditions compare with `groups.display`.
    public let display: String
    /// **Shape:** ascending, unique: indices into ``SourceReading/accounts``.
    public let accounts: [AccountIndex]
    /// **Shape:** ascending, unique: indices into ``SourceReading/groups``.
    public let groups: [Int32]
    /// Members that the reading does not hold: in another domain, behind a referral, outside the
    /// search base, or deleted. They are *unknown*, never absent. An empty one stands for what of
    /// the group could not be read, its name or who a member is.
    /// **Shape:** sorted, unique, in the source's spelling.
    public let unresolved: [String]

    /// Whether its name and all its members were read; if not, nobody has left it for certain.
    public var isReadable: Bool { unresolved.first != "" }

    public init(
        anchor: Anchor, label: String, display: String, accounts: [AccountIndex], groups: [Int32],
        unresolved: [String]
    ) {
        self.anchor = anchor
        self.label = label
        self.display = display
        self.accounts = accounts
        self.groups = groups
        self.unresolved = unresolved
    }
}

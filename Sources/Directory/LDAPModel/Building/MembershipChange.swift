/// What is different about a group's members, when a source tells that and no more.
/// **Shape:** the names of members by their anchors.
public struct MembershipChange: Sendable, Equatable {
    /// Who is a member now.
    public var added: [Anchor: String]
    /// Who is none any longer.
    public var removed: [Anchor: String]

    public init(added: [Anchor: String] = [:], removed: [Anchor: String] = [:]) {
        self.added = added
        self.removed = removed
    }
}

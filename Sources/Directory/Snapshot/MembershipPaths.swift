/// The ways in which somebody is in a group.
public struct MembershipPaths: Sendable, Hashable {
    /// **Shape:** as ``MembershipGraph/paths(from:to:limit:)`` says.
    public let paths: [[GroupIndex]]
    /// Whether more paths exist than were asked for.
    public let isTruncated: Bool
}

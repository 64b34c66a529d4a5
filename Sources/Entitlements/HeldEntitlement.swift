import Directory

/// An entitlement that is, or was, in force.
public struct HeldEntitlement: Sendable, Hashable {
    public let key: EntitlementKey
    /// The revision that granted it.
    public let since: Revision
    /// When that revision came into force.
    public let sinceTime: Timestamp

    public init(key: EntitlementKey, since: Revision, sinceTime: Timestamp) {
        self.key = key
        self.since = since
        self.sinceTime = sinceTime
    }
}

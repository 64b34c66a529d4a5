import Directory

/// The number of a run in its store, from 1.
public struct RunID: RawRepresentable, Sendable, Hashable, Comparable,
    CustomStringConvertible
{
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public static func < (left: RunID, right: RunID) -> Bool { left.rawValue < right.rawValue }
    public var description: String { String(rawValue) }
}

/// A state of the store: a revision of the entitlements, and the run whose facts go with it.
public struct StoredMoment: Sendable, Hashable {
    /// Of the entitlements in force.
    public let revision: Revision
    /// When the revision came into force; nil for revision 0.
    public let since: Timestamp?
    /// The last recorded run; nil before the first.
    public let run: RunID?

    public init(revision: Revision, since: Timestamp?, run: RunID?) {
        self.revision = revision
        self.since = since
        self.run = run
    }
}

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

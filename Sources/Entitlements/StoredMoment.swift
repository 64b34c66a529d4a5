import Directory

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

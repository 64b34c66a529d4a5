import Directory
import Entitlements

/// A change set as the store holds it, without its changes.
public struct ChangeSetSummary: Sendable, Hashable {
    /// What people type.
    public let id: ChangeSetID
    /// What was approved; ``ChangeSet/isIntact`` says whether the rows still have it.
    public let digest: Digest
    /// At the time of reading.
    public let state: ChangeSetState
    /// The run that proposed it.
    public let run: RunID
    /// The revision that was in force when it was proposed.
    public let base: Revision
    /// When the run ended.
    public let created: Timestamp
    /// When it was applied, rejected or superseded; nil while it waits.
    public let closed: Timestamp?
    /// The change set that took its place; nil when none did.
    public let supersededBy: ChangeSetID?
    /// **Units:** changes, whatever became of them.
    public let grants: Int
    /// **Units:** changes, whatever became of them.
    public let revokes: Int
    /// **Shape:** as ``ChangeSet/guards``.
    public let guards: [GuardFinding]
}

/// A change set with its changes, decisions and what became of each change.
public struct StoredChangeSet: Sendable {
    /// What can be said without the changes.
    public let summary: ChangeSetSummary
    /// As it was proposed.
    public let changeSet: ChangeSet
    /// Those carried over among them. **Shape:** in the order in which they were recorded.
    public let decisions: [Decision]
    /// Parallel to the items: `applied`, `stale` or `rejected` once that is settled; nil while the
    /// decisions decide.
    public let settled: [ChangeState?]
    /// Parallel to the items: the revision that it became; nil for what was not applied.
    public let applied: [Revision?]

    public var id: ChangeSetID { summary.id }
    public var state: ChangeSetState { summary.state }
}

/// What applying a change set came to.
public struct AppliedChangeSet: Sendable, Hashable {
    /// The revision in force afterwards; one higher than before exactly when something was applied.
    public let revision: Revision
    /// **Shape:** in the order of the change set's items; without those applied earlier.
    public let applied: [ChangeID]
    /// Those whose preconditions no longer hold: parked, not applied. **Shape:** as above.
    public let stale: [ChangeID]
    /// The change set's state afterwards.
    public let state: ChangeSetState
}

import Directory
import Entitlements

/// What the decisions on a change set come to.
public struct JudgedChanges: Sendable {
    /// Changes with enough approvals.
    public let approved: [ChangeID]
    /// Changes that still wait.
    public let undecided: [ChangeID]
    /// Approved changes that may not be applied any more, parked as stale too.
    public let lapsed: Set<ChangeID>

    public init(approved: [ChangeID], undecided: [ChangeID], lapsed: Set<ChangeID> = []) {
        self.approved = approved
        self.undecided = undecided
        self.lapsed = lapsed
    }
}

extension EntitlementStore {
    /// Applies the approved changes of a change set that waits, in one transaction: each one's
    /// preconditions are checked against the store as it is then, and what they no longer fit is
    /// parked as stale.
    ///
    /// The set is closed when nothing is undecided: as applied, or as rejected when every change was.
    /// What is neither approved nor undecided is then rejected. Changes that were applied earlier stay
    /// as they are.
    /// - Parameters:
    ///   - digest: of the set that was approved: another one under this number is refused.
    ///   - lease: of the run that applies; nil when a person does.
    ///   - judge: gets the decisions as they are in the transaction, so that none that was recorded in
    ///     the last moment is missed.
    /// - Throws: ``StoreError/Code/unknownChangeSet``, ``StoreError/Code/closedChangeSet`` (applied
    ///   twice, superseded, rejected), ``StoreError/Code/alteredChangeSet``,
    ///   ``StoreError/Code/unknownChange``, ``StoreError/Code/leaseLost``: nothing was applied.
    @discardableResult
    public func apply(
        _ id: ChangeSetID, digest: Digest, at time: Timestamp, lease: Lease? = nil,
        judge: ([Decision]) -> JudgedChanges
    ) throws(StoreError) -> AppliedChangeSet {
        try engine.write(.apply) { connection in
            try lease?.check(connection, while: .apply)
            let summary = try requirePending(id, connection, while: .apply)
            let rows = try ChangeItemRows(of: id, connection)
            let changeSet = ChangeSet(
                digest: summary.digest, items: rows.items, guards: summary.guards)
            guard summary.digest == digest, changeSet.isIntact else {
                throw StoreError(.alteredChangeSet, while: .apply, detail: "change set \(id)")
            }
            let decisions = try ChangeSetReader(connection: connection).decisions(of: id)
            let application = try ChangeSetApplication(
                id: id, rows: rows, judged: judge(decisions), time: time, connection: connection)
            return try application.run()
        }
    }
}

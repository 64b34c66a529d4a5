import Directory
import Entitlements

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
    ///   - approved: changes with enough approvals.
    ///   - undecided: changes that still wait.
    ///   - lapsed: approved changes that may not be applied any more, parked as stale too.
    ///   - lease: of the run that applies; nil when a person does.
    /// - Throws: ``StoreError/Code/unknownChangeSet``, ``StoreError/Code/closedChangeSet`` (applied
    ///   twice, superseded, rejected), ``StoreError/Code/alteredChangeSet``,
    ///   ``StoreError/Code/unknownChange``, ``StoreError/Code/leaseLost``: nothing was applied.
    @discardableResult
    public func apply(
        _ id: ChangeSetID, digest: Digest, approved: [ChangeID], undecided: [ChangeID],
        lapsed: Set<ChangeID> = [], at time: Timestamp, lease: Lease? = nil
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
            let application = try ChangeSetApplication(
                id: id, rows: rows, approved: Set(approved), undecided: Set(undecided),
                lapsed: lapsed, time: time, connection: connection)
            return try application.run()
        }
    }
}

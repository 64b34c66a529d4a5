import Directory
import Entitlements

extension EntitlementStore {
    /// Records a run, in one transaction: what the directory says now, then the run with its
    /// certificates and findings, the derivations of entitlements that stay, the proposal, and the
    /// ledger's entries.
    ///
    /// Of an incomplete reading nothing is written besides its certificate and findings. The same proposal as the
    /// one that waits keeps it, with its decisions; another one supersedes it, and the decisions on
    /// changes that are identical to the letter are carried over. A rejection stands for as long as
    /// the change is proposed: a proposal of which every change was rejected is closed at once.
    /// - Parameters:
    ///   - comparison: what ``compare(_:with:joinedBy:)`` found; nil for a run that was refused: then nothing
    ///     but the run, its certificates and its findings is written.
    ///   - run: called once, behind the writing of what the directory says: it may wait for what is
    ///     computed meanwhile.
    /// - Throws: ``StoreError/Code/leaseLost`` and ``StoreError/Code/staleComparison``: nothing was
    ///   written.
    @discardableResult
    public func record(
        _ comparison: SnapshotComparison?, lease: Lease, _ run: () -> RunToRecord
    ) throws(StoreError) -> RecordedRun {
        try engine.write(.record) { connection in
            try lease.check(connection, while: .record)
            let number = try connection.count("SELECT max(no) FROM runs") + 1
            let revision = try connection.count("SELECT max(no) FROM revisions")
            if let comparison {
                guard comparison.baseRun == number - 1,
                    comparison.state.revision.rawValue == revision
                else { throw StoreError(.staleComparison, while: .record) }
                try FactsWriter(
                    snapshot: comparison.snapshot, plan: comparison.plan, run: number,
                    connection: connection
                ).write()
            }
            return try RunRecording(
                run: run(), comparison: comparison, number: number, connection: connection
            ).record()
        }
    }
}

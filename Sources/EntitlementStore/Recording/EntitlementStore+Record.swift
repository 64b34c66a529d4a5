import Directory
import Entitlements

extension EntitlementStore {
    /// Records a run, in one transaction: the run with its certificates and findings, what the directory
    /// says now, the derivations of entitlements that stay, the proposal, and the ledger's entries.
    ///
    /// Of an incomplete reading nothing is written besides its certificate and findings. The same proposal as the
    /// one that waits keeps it, with its decisions; another one supersedes it, and the decisions on
    /// changes that are identical to the letter are carried over. A rejection stands for as long as
    /// the change is proposed: a proposal of which every change was rejected is closed at once.
    /// - Throws: ``StoreError/Code/leaseLost`` and ``StoreError/Code/staleComparison``: nothing was
    ///   written.
    @discardableResult
    public func record(_ run: RunToRecord, lease: Lease) throws(StoreError) -> RecordedRun {
        try engine.write(.record) { connection in
            try lease.check(connection, while: .record)
            let number = try connection.count("SELECT max(no) FROM runs") + 1
            let revision = try connection.count("SELECT max(no) FROM revisions")
            if let comparison = run.comparison {
                guard comparison.baseRun == number - 1,
                    comparison.state.revision.rawValue == revision
                else { throw StoreError(.staleComparison, while: .record) }
            }
            return try RunRecording(run: run, number: number, connection: connection).record()
        }
    }
}

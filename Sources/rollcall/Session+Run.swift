import Directory
import DirectorySync
import EntitlementStore
import Entitlements
import Review
import RoleMapping
import SiteConfiguration

extension Session {
    /// One run, and what the written policy decides of it by itself: whoever starts it.
    /// - Parameters:
    ///   - store: open for writing, or a rehearsal.
    ///   - progress: called from any thread.
    /// - Throws: `StoreError`, `CancellationError`
    func synchronize(
        _ mapping: RoleMapping, into store: EntitlementStore, verifying: Bool = false,
        isDryRun: Bool = false, _ progress: @escaping @Sendable (ReadingProgress) -> Void = { _ in }
    ) async throws -> (SyncSummary, ReviewDesk) {
        let outcome = try await Synchronization(
            sources: sources(), correlation: configuration.correlation, mapping: mapping,
            guards: configuration.guards, store: store,
            verification: Verification(isAsked: verifying, intervals: configuration.verifyEvery),
            clock: clock
        ).run(progress: progress)
        let desk = ReviewDesk(store: store, correlation: configuration.correlation)
        let applied = try outcome.proposal.flatMap {
            try desk.applyPolicy(to: $0.id, $0.changeSet, lanes: mapping.lanes, at: clock())
        }
        let proposal = try outcome.proposal.flatMap { proposal in
            try store.changeSets(limit: 1).first { $0.id == proposal.id }
        }
        let summary = SyncSummary(
            outcome: outcome, proposal: proposal, holds: try desk.holds(on: proposal),
            revision: try store.moment().revision, automatic: applied?.applied.count ?? 0,
            isDryRun: isDryRun)
        return (summary, desk)
    }
}

import Directory
import EntitlementStore
import Entitlements
import Logging
import Reconciliation
import RoleMapping

/// One run, as typed stages: fetch, select, correlate, evaluate, reconcile, record.
///
/// Nothing of a run is visible before its one transaction; whatever fails or is interrupted before
/// leaves the store as it was.
public struct Synchronization: Sendable {
    /// In the order of the configuration.
    let sources: [any DirectorySource]
    /// As configured.
    let correlation: Correlation
    /// As the files are at the beginning of the run.
    let mapping: RoleMapping
    /// Under the configured limits.
    let reconciliation: Reconciliation
    /// Open for writing.
    let store: EntitlementStore
    /// When everything is read, though changes would do.
    let verification: Verification
    /// The one source of the time; engines get moments.
    let clock: @Sendable () -> Timestamp
    /// Gets ids and counts.
    let logger = Logger(label: "rollcall.sync")

    /// - Parameter store: open for writing.
    public init(
        sources: [any DirectorySource], correlation: Correlation, mapping: RoleMapping,
        guards: GuardLimits, store: EntitlementStore, verification: Verification = Verification(),
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.sources = sources
        self.correlation = correlation
        self.mapping = mapping
        reconciliation = Reconciliation(guards: guards)
        self.store = store
        self.verification = verification
        self.clock = clock
    }

    /// Runs once, under the store's lease.
    /// - Throws: `StoreError` (`leaseHeld` when another run is at work), `CancellationError`.
    public func run(
        progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> RunOutcome {
        try await LeaseKeeper(store: store, clock: clock).hold { lease in
            let start = clock()
            let answers = try await Fetch(
                sources: sources, logger: logger,
                baselines: { try store.baseline(of: $0, inParts: true) },
                isDue: { verification.isDue($0, $1, at: start) }
            ).answers(progress: progress)
            try Task.checkCancellation()
            let outcome =
                if let outcome = try repeated(answers, from: start, under: lease) {
                    outcome
                } else if let outcome = try partial(answers, from: start, under: lease) {
                    outcome
                } else {
                    try await record(answers.map { try $0.reading() }, from: start, under: lease)
                }
            RunMetrics.count(outcome)
            log(outcome)
            return outcome
        }
    }

    /// What joins accounts: with one source nobody is joined.
    var joinKeys: [Attribute] { sources.count > 1 ? correlation.keys : [] }

    private func log(_ outcome: RunOutcome) {
        var metadata: Logger.Metadata = ["outcome": "\(outcome.verdict.rawValue)"]
        if !store.isRehearsal { metadata["run"] = "\(outcome.run)" }
        if !outcome.diagnostics.isEmpty {
            metadata["findings"] = "\(outcome.diagnostics.count)"
        }
        if outcome.unknown.unproved + outcome.unknown.withheld > 0 {
            metadata["unproved"] = "\(outcome.unknown.unproved)"
            metadata["withheld"] = "\(outcome.unknown.withheld)"
        }
        if outcome.rejected > 0 { metadata["rejected"] = "\(outcome.rejected)" }
        if let proposal = outcome.proposal {
            // What was found before keeps its number also in a rehearsal.
            if !store.isRehearsal || proposal.isKept { metadata["changeSet"] = "\(proposal.id)" }
            metadata["grants"] = "\(proposal.changeSet.count(.grant))"
            metadata["revokes"] = "\(proposal.changeSet.count(.revoke))"
            metadata["guards"] = "\(proposal.changeSet.guards.count)"
        }
        logger.info(
            store.isRehearsal ? "run rehearsed" : "run recorded",
            metadata: metadata)
    }
}

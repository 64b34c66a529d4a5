import Diagnostics
import Directory
import EntitlementStore
import Entitlements
import Logging
import Reconciliation
import RoleMapping

extension Synchronization {
    /// Everything behind the fetch.
    func record(
        _ readings: [SourceReading], from start: Timestamp, under lease: Lease
    ) async throws -> RunOutcome {
        let fresh = readings.filter(\.certificate.isComplete)
        let readingDiagnostics = readings.flatMap(\.diagnostics)
        func recorded(
            _ comparison: SnapshotComparison? = nil, _ conclusion: () -> Conclusion
        ) throws -> RunOutcome {
            let run = try timed("record") {
                try store.record(comparison, lease: lease) {
                    let conclusion = conclusion()
                    return RunToRecord(
                        start: start, end: clock(), verdict: conclusion.verdict,
                        certificates: readings.map(\.certificate),
                        guards: reconciliation.guards, findings: conclusion.findings,
                        desired: conclusion.desired, changeSet: conclusion.changeSet,
                        inputs: conclusion.inputs, totals: conclusion.totals)
                }
            }
            return RunOutcome(run, of: readings, try store.freshness(), conclusion())
        }
        // Nothing was proved, so there is nothing to compare.
        if fresh.isEmpty {
            return try recorded { Conclusion(.incomplete, readingDiagnostics) }
        }

        let snapshot = try timed("correlate") {
            correlation.snapshot(
                of: try select(readings), known: try store.links(includingOwn: sources.count > 1))
        }
        // Neither needs the other, and the server is done: there is a core for each.
        async let compared = timed("compare") { try store.compare(snapshot, with: fresh) }
        let moment = clock()
        let evaluation = timed("evaluate") { mapping.evaluate(snapshot, at: moment) }
        let tests = timed("test") { mapping.runTests(snapshot, at: moment) }
        let diagnostics =
            readingDiagnostics + snapshot.diagnostics + evaluation.diagnostics
            + tests.compactMap(\.diagnostic)
        if tests.contains(where: { $0.outcome == .failed }) {
            return try recorded { Conclusion(.refused, diagnostics) }
        }

        let comparison = try await compared
        let isComplete = fresh.count == readings.count
        // What the directory says is written meanwhile.
        let conclusion = Ahead {
            let reconciled = timed("reconcile") {
                reconciliation.reconcile(
                    desired: evaluation.desired, current: comparison.state, snapshot: snapshot,
                    conflicts: mapping.conflicts)
            }
            let inputs =
                isComplete && reconciled.isRepeatable(diagnostics)
                ? inputs(at: moment, comparison.state.revision) : nil
            return Conclusion(
                !isComplete ? .incomplete : reconciled.changeSet.isEmpty ? .unchanged : .changes,
                diagnostics + reconciled.undecided.map { $0.diagnostic(in: snapshot) },
                desired: evaluation.desired, changeSet: reconciled.changeSet,
                unknown: RunOutcome.Unknown(reconciled, snapshot),
                inputs: inputs,
                totals: inputs == nil
                    ? nil
                    : totals(of: readings, snapshot, evaluation, tests, comparison.state))
        }
        return try recorded(comparison) { conclusion.value }
    }

    /// Runs a stage and logs how long it took; nothing else knows of that time.
    func timed<Result>(_ stage: String, _ body: () throws -> Result) rethrows -> Result {
        let start = ContinuousClock.now
        defer {
            let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
            logger.debug(
                "stage done",
                metadata: ["stage": "\(stage)", "milliseconds": "\(Int(milliseconds))"])
        }
        return try body()
    }

    /// What stands for each source: this run's reading when it is complete, else the last complete
    /// one, else nothing.
    private func select(_ readings: [SourceReading]) throws -> [SelectedReading] {
        try readings.map { reading in
            if reading.certificate.isComplete {
                return SelectedReading(id: reading.source, reading: reading)
            }
            return SelectedReading(
                id: reading.source, reading: try store.lastCompleteReading(of: reading.source),
                staleBecause: reading.certificate.reasons)
        }
    }
}

/// What a run came to, before it is recorded.
private struct Conclusion: Sendable {
    let verdict: RunVerdict
    /// **Shape:** sorted, unique.
    let findings: [Diagnostic]
    let desired: DesiredEntitlements?
    let changeSet: ChangeSet?
    let unknown: RunOutcome.Unknown
    let inputs: Digest?
    let totals: RecordedTotals?

    init(
        _ verdict: RunVerdict, _ diagnostics: [Diagnostic], desired: DesiredEntitlements? = nil,
        changeSet: ChangeSet? = nil, unknown: RunOutcome.Unknown = RunOutcome.Unknown(),
        inputs: Digest? = nil, totals: RecordedTotals? = nil
    ) {
        self.verdict = verdict
        findings = Set(diagnostics).sorted()
        self.desired = desired
        self.changeSet = changeSet
        self.unknown = unknown
        self.inputs = inputs
        self.totals = totals
    }
}

extension RunOutcome.Unknown {
    fileprivate init(_ reconciled: Reconciled, _ snapshot: DirectorySnapshot) {
        self.init(
            unproved: reconciled.unproved.count, withheld: reconciled.withheld.count,
            silent: snapshot.sources.filter { $0.certificate == nil }.map(\.id))
    }
}

extension RunOutcome {
    /// The counts of an incomplete reading are those of what came before the trouble.
    fileprivate init(
        _ recorded: RecordedRun, of readings: [SourceReading], _ freshness: [SourceFreshness],
        _ conclusion: Conclusion
    ) {
        let changeSet = conclusion.changeSet
        self.init(
            run: recorded.run, verdict: recorded.verdict,
            sources: readings.map { reading in
                Source(
                    id: reading.source,
                    counts: ReadingCounts(
                        people: reading.accounts.count, groups: reading.groups.count,
                        memberships: reading.membershipCount),
                    certificate: reading.certificate,
                    completeAsOf: freshness.first { $0.source == reading.source }?.completeAsOf)
            },
            unknown: conclusion.unknown,
            rejected: recorded.changeSet == nil ? changeSet?.items.count ?? 0 : 0,
            proposal: recorded.changeSet.flatMap { id in
                changeSet.map { Proposal(id: id, changeSet: $0, isKept: recorded.keptPending) }
            },
            diagnostics: conclusion.findings)
    }
}

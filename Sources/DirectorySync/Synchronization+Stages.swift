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
        // Nothing was proved, so there is nothing to compare.
        if fresh.isEmpty {
            return try record(nil, readings, start, lease) {
                Conclusion(.incomplete, readings.flatMap(\.diagnostics))
            }
        }
        let snapshot = try timed("correlate") {
            correlation.snapshot(
                of: try select(readings), known: try store.links(includingOwn: sources.count > 1))
        }
        // Neither needs the other, and the server is done: there is a core for each.
        async let compared = timed("compare") {
            try store.compare(snapshot, with: fresh, joinedBy: joinKeys)
        }
        let moment = clock()
        let evaluation = timed("evaluate") { mapping.evaluate(snapshot, at: moment) }
        let tests = timed("test") { mapping.runTests(snapshot, at: moment) }
        let found = Found(
            readings: readings, snapshot: snapshot, evaluation: evaluation, tests: tests,
            moment: moment)
        if tests.contains(where: { $0.outcome == .failed }) {
            return try record(nil, readings, start, lease) {
                Conclusion(.refused, found.diagnostics)
            }
        }
        let comparison = try await compared
        // What the directory says is written meanwhile.
        let conclusion = Ahead { conclude(found, comparison.state) }
        return try record(comparison, readings, start, lease) { conclusion.value }
    }

    private func conclude(_ found: Found, _ state: RecordedState) -> Conclusion {
        let reconciled = timed("reconcile") {
            reconciliation.reconcile(
                desired: found.evaluation.desired, current: state, snapshot: found.snapshot,
                conflicts: mapping.conflicts)
        }
        let isComplete = found.readings.allSatisfy(\.certificate.isComplete)
        let inputs =
            isComplete && reconciled.isRepeatable(found.diagnostics)
            ? inputs(at: found.moment, state.revision) : nil
        return Conclusion(
            !isComplete ? .incomplete : reconciled.changeSet.isEmpty ? .unchanged : .changes,
            found.diagnostics + reconciled.undecided.map { $0.diagnostic(in: found.snapshot) },
            desired: found.evaluation.desired, changeSet: reconciled.changeSet,
            unknown: RunOutcome.Unknown(reconciled, found.snapshot), inputs: inputs,
            totals: inputs == nil
                ? nil
                : totals(
                    of: found.readings, found.snapshot, found.evaluation, found.tests, state))
    }

    /// - Parameter conclusion: called when what the directory says is written, and once more for the
    ///   outcome: the same each time.
    private func record(
        _ comparison: SnapshotComparison?, _ readings: [SourceReading], _ start: Timestamp,
        _ lease: Lease, _ conclusion: () -> Conclusion
    ) throws -> RunOutcome {
        let run = try timed("record") {
            try store.record(comparison, lease: lease) {
                let conclusion = conclusion()
                return RunToRecord(
                    start: start, end: clock(), verdict: conclusion.verdict,
                    certificates: readings.map(\.certificate), guards: reconciliation.guards,
                    findings: conclusion.findings, desired: conclusion.desired,
                    changeSet: conclusion.changeSet, inputs: conclusion.inputs,
                    totals: conclusion.totals)
            }
        }
        return RunOutcome(run, of: readings, try store.freshness(), conclusion())
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

/// What a run that looks at everybody has to go by.
private struct Found: Sendable {
    let readings: [SourceReading]
    let snapshot: DirectorySnapshot
    let evaluation: Evaluation
    let tests: [TestResult]
    /// At which the rules were evaluated.
    let moment: Timestamp

    var diagnostics: [Diagnostic] {
        readings.flatMap(\.diagnostics) + snapshot.diagnostics + evaluation.diagnostics
            + tests.compactMap(\.diagnostic)
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

import Diagnostics
import Directory
import EntitlementStore
import Entitlements
import Logging
import Reconciliation
import RoleMapping

// A run that finds a few things changed looks at those whom they concern, and comes to what it would have
// come to by looking at everybody.

extension Synchronization {
    /// **Units:** accounts, and likewise groups; to look at everybody is cheaper than to ask for more.
    static let mostConcerned = 5_000

    /// Records a run that looks at those alone whom the changes concern.
    /// - Returns: nil when everybody must be looked at, and nothing was recorded.
    func partial(
        _ answers: [FetchedAnswer], from start: Timestamp, under lease: Lease
    ) throws -> RunOutcome? {
        guard answers.allSatisfy(\.certificate.isComplete) else { return nil }
        let changed = try answers.compactMap { try $0.changed() }
        if changed.isEmpty { return nil }
        do {
            guard changed.count == answers.count else { throw WholeReason.wholeReading }
            return try record(changed, from: start, under: lease)
        } catch let reason as WholeReason {
            logger.info("everybody is looked at", metadata: ["because": "\(reason.rawValue)"])
            return nil
        }
    }

    /// - Throws: ``WholeReason``
    private func record(
        _ changed: [ChangedReading], from start: Timestamp, under lease: Lease
    ) throws -> RunOutcome {
        if mapping.namesPeopleByValues { throw WholeReason.peopleByValues }
        let moment = clock()
        let part = try timed("part") {
            try store.part(
                of: changed, logins: mapping.namedLogins, joinedBy: joinKeys,
                limit: Self.mostConcerned
            ) { inputs(at: moment, $0) }.get()
        }
        let run = try PartialRun(part, correlation, mapping, at: moment)
        let (comparison, former) = try timed("compare") {
            try store.compare(run.now.snapshot, with: part)
        }
        let found = try run.conclude(comparison.state, reconciliation, former: former)
        let findings = try run.findings(with: changed.flatMap(\.header.diagnostics))
        let recorded = try timed("record") {
            try store.record(comparison, lease: lease) {
                RunToRecord(
                    start: start, end: clock(),
                    verdict: found.changeSet.isEmpty ? .unchanged : .changes,
                    certificates: changed.map(\.header.certificate), guards: reconciliation.guards,
                    findings: findings, desired: run.now.evaluation.desired,
                    changeSet: found.changeSet,
                    inputs: findings.contains(where: \.isOfOneRun)
                        ? nil : inputs(at: moment, comparison.state.revision),
                    totals: .moved(found.moved))
            }
        }
        return try outcome(recorded, found.changeSet, findings)
    }

    private func outcome(
        _ recorded: RecordedRun, _ changeSet: ChangeSet, _ findings: [Diagnostic]
    ) throws -> RunOutcome {
        let run = try store.runs(limit: 1).first
        return RunOutcome(
            run: recorded.run, verdict: recorded.verdict,
            sources: run?.sources.compactMap(RunOutcome.Source.init) ?? [],
            unknown: RunOutcome.Unknown(),
            rejected: recorded.changeSet == nil ? changeSet.items.count : 0,
            proposal: recorded.changeSet.map {
                RunOutcome.Proposal(id: $0, changeSet: changeSet, isKept: recorded.keptPending)
            },
            diagnostics: findings)
    }
}

extension FetchedAnswer {
    /// nil for what is told as a whole.
    fileprivate func changed() throws -> ChangedReading? {
        switch self {
        case .reading: nil
        case .changed(let reading): reading
        case .unchanged(let proof, let baseline):
            // Something else is different, or the run would have repeated the last one.
            try baseline.parts?.part(WantedPart()).map { nothing in
                ChangedReading(
                    ReadingChanges(), to: nothing.certified(by: proof.certificate, proof.state),
                    of: baseline)
            }
        }
    }
}

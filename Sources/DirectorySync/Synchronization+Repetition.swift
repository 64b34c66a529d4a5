import Diagnostics
import Directory
import EntitlementStore
import Entitlements
import Reconciliation
import RoleMapping

// A run that finds everything as the last run found it costs what was asked, not what exists.

extension Synchronization {
    /// Records that nothing has changed, where every source proves it and there is nothing else that
    /// the last run did not have to go by.
    /// - Returns: nil when there is something to read, and nothing was recorded.
    func repeated(
        _ answers: [FetchedAnswer], from start: Timestamp, under lease: Lease
    ) throws -> RunOutcome? {
        let proofs = answers.compactMap(\.proof).filter(\.certificate.isComplete)
        guard !proofs.isEmpty, proofs.count == answers.count else { return nil }
        let recorded = try store.record(
            repeating: RunToRepeat(
                start: start, end: clock(), proofs: proofs,
                inputs: inputs(at: clock(), try store.moment().revision)),
            lease: lease)
        guard let recorded, let run = try store.runs(limit: 1).first else { return nil }
        let rejected = try run.changeSet.flatMap { id in
            recorded.changeSet == nil ? try store.changeSets(limit: 1).first { $0.id == id } : nil
        }
        return RunOutcome(
            run: recorded.run, verdict: recorded.verdict,
            sources: run.sources.compactMap(RunOutcome.Source.init),
            unknown: RunOutcome.Unknown(),
            rejected: rejected.map { $0.grants + $0.revokes } ?? 0,
            proposal: try recorded.changeSet.map {
                RunOutcome.Proposal(
                    id: $0, changeSet: try store.changeSet($0).changeSet, isKept: true)
            },
            diagnostics: try store.findings(ofRun: recorded.run))
    }

    /// Everything besides the readings on which a run's outcome depends.
    func inputs(at moment: Timestamp, _ revision: Revision) -> Digest {
        let exceptions = mapping.exceptions.filter { $0.isInForce(at: moment) }
        return Digest(
            of: CanonicalJSON.bytes(of: [
                "correlation": .array(correlation.lines.map(JSONValue.string)),
                "exceptions": .array(exceptions.map { .string($0.id) }),
                // Former versions kept fewer sums to go by.
                "format": .integer(4),
                "guards": reconciliation.guards.json,
                "mapping": .string(mapping.revision.digest.description),
                "revision": .integer(revision.rawValue),
                "sources": .array(sources.map { .string($0.id.rawValue) }),
            ]))
    }
}

extension Reconciled {
    /// Whether the next run comes to the same as long as nothing changes: not where something waits for
    /// what was unknown, and not with findings of this run alone.
    func isRepeatable(_ diagnostics: [Diagnostic]) -> Bool {
        unproved.isEmpty && withheld.isEmpty
            && !diagnostics.contains(where: \.isOfOneRun)
    }
}

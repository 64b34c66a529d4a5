import Directory
import EntitlementStore
import Entitlements
import Reporting
import RoleMapping

extension ReviewDesk {
    /// Everything that a report on a change set says, out of the store alone.
    /// - Throws: `StoreError`
    public func report(on id: ChangeSetID) throws -> ChangeSetReport {
        let context = try ReviewContext(id, in: store, by: correlation)
        let summary = context.stored.summary
        let base = summary.base
        guard let run = try store.run(summary.run) else {
            throw StoreError(.inconsistent, while: .read, detail: "run of a change set")
        }
        let inForce = try store.entitlements(asOf: .revision(base))
        let assembly = try ReportAssembly(context, in: store, inForce: inForce)
        return ChangeSetReport(
            changeSet: ReportedChangeSet(
                id: id, digest: summary.digest, state: summary.state, created: summary.created,
                base: base, mapping: context.mapping.revision.digest),
            run: ReportedRun(id: run.id.description, start: run.start, end: run.end),
            sources: try proofs(of: run, context.snapshot),
            diagnostics: Set(try store.findings(ofRun: run.id) + context.review.findings)
                .sorted(),
            population: assembly.population, guards: assembly.guards, changes: assembly.changes,
            people: assembly.people, rules: context.mapping.revision.rules)
    }

    /// The population proof of each source of a run.
    private func proofs(
        of run: StoredRun, _ snapshot: DirectorySnapshot
    ) throws -> [SourceProof] {
        try run.sources.map { source in
            let id = source.certificate.source
            let earlier = try store.completeReadings(of: id, before: run.id, limit: 2)
            let used = source.certificate.isComplete ? source : earlier.first
            let before = source.certificate.isComplete ? earlier.first : earlier.dropFirst().first
            return SourceProof(
                source: id, certificate: used?.certificate, counts: used?.counts,
                previous: before?.counts,
                unmatched: unmatched(id, snapshot),
                unresolved: snapshot.groups.filter { $0.source == id }
                    .reduce(0) { $0 + $1.unresolved.count },
                staleBecause: source.certificate.reasons)
        }.sorted { $0.source < $1.source }
    }

    /// **Units:** accounts of the source that no other source knows.
    private func unmatched(_ source: SourceID, _ snapshot: DirectorySnapshot) -> Int {
        guard snapshot.sources.count > 1 else { return 0 }
        return snapshot.people.count { $0.accounts.allSatisfy { $0.source == source } }
    }
}

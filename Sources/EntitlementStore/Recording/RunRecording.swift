import Directory
import Entitlements

/// One run, being written; what changed in the directory is written already.
struct RunRecording {
    let run: RunToRecord
    /// nil for a run that was refused.
    let comparison: SnapshotComparison?
    let number: Int64
    let connection: any SQLConnection

    /// Writes everything; the run's own entry in the ledger comes last.
    func record() throws -> RecordedRun {
        let mapping = try run.desired.map {
            try MappingWriter(connection: connection).number(of: $0.mapping, at: run.end)
        }
        let findings = FindingWriter(run: number, findings: run.findings, connection: connection)
        let holder = try findings.holder()
        try connection.execute(
            """
            INSERT INTO runs (no, started, ended, verdict, mapping_no, guards, findings_run, entry)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0)
            """, .integer(number), .text(run.start.description), .text(run.end.description),
            .text(run.verdict.rawValue), .optional(mapping),
            .text(try StoredJSON.text(of: run.guards)), .integer(holder))
        if holder == number { try findings.write() }
        if let totals = run.totals { try connection.write(totals) }
        try SourceWriter(
            certificates: run.certificates, plans: comparison?.plan.readings ?? [], run: number,
            connection: connection
        ).write()
        var proposal = ProposalRecorder.Outcome()
        if let comparison {
            proposal = try recordDerivations(and: run.changeSet, comparison)
        }
        let verdict = proposal.rejected != nil && run.verdict == .changes ? .unchanged : run.verdict
        try close(with: verdict, proposal)
        return RecordedRun(
            run: RunID(rawValue: number), verdict: verdict, changeSet: proposal.waiting,
            keptPending: proposal.isKept, superseded: proposal.superseded)
    }

    private func recordDerivations(
        and changeSet: ChangeSet?, _ comparison: SnapshotComparison
    ) throws -> ProposalRecorder.Outcome {
        var derivations = comparison.derivations
        if let desired = run.desired {
            try derivations.intern(desired.derivations, connection)
            try BasisWriter(run: number, connection: connection).update(
                comparison.rows, desired: desired,
                reused: comparison.state.delta.reusedLabels, &derivations)
        }
        guard let changeSet else { return ProposalRecorder.Outcome() }
        var recorder = ProposalRecorder(
            run: number, time: run.end, connection: connection, derivations: derivations,
            people: PersonNumbers(comparison))
        return try recorder.record(changeSet)
    }

    /// The run's own entry comes last: it names what became of the proposal.
    private func close(with verdict: RunVerdict, _ proposal: ProposalRecorder.Outcome) throws {
        let ledger = LedgerWriter(connection: connection)
        let entry = try ledger.nextNumber()
        // Whoever has left is asked about again each time.
        let isAskedAgain =
            proposal.rejected != nil
            && run.changeSet?.items.contains(where: \.change.reason.isOfLeaver) == true
        try connection.execute(
            "UPDATE runs SET verdict = ?, change_set_no = ?, inputs = ?, entry = ? WHERE no = ?",
            .text(verdict.rawValue), .optional((proposal.waiting ?? proposal.rejected)?.rawValue),
            isAskedAgain ? .null : run.inputs.map { .bytes($0.bytes) } ?? .null, .integer(entry),
            .integer(number))
        if let dropped = proposal.superseded, proposal.waiting == nil, proposal.rejected == nil {
            try connection.execute(
                "UPDATE change_sets SET closed_entry = ? WHERE no = ?", .integer(entry),
                .integer(dropped.rawValue))
        }
        try ledger.append(
            .run, at: run.end, try AttestedBody(connection: connection).run(number))
    }
}

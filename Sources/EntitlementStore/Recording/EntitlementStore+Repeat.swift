import Directory
import Entitlements

/// A run for which every source proves that it has not changed.
public struct RunToRepeat: Sendable {
    /// When the first source was asked.
    public let start: Timestamp
    /// The time of the ledger's entry.
    public let end: Timestamp
    /// One a configured source, in their order.
    public let proofs: [Proof]
    /// See ``RunToRecord/inputs``.
    public let inputs: Digest

    /// What a source said instead of a reading.
    public struct Proof: Sendable {
        public let certificate: ReadingCertificate
        public let state: SyncState

        public init(_ certificate: ReadingCertificate, _ state: SyncState) {
            self.certificate = certificate
            self.state = state
        }
    }

    public init(start: Timestamp, end: Timestamp, proofs: [Proof], inputs: Digest) {
        self.start = start
        self.end = end
        self.proofs = proofs
        self.inputs = inputs
    }
}

extension EntitlementStore {
    /// Records a run that came to what the last one came to, because it had the same to go by: nothing
    /// is compared, and the change set that waits, or that stands rejected, is kept.
    /// - Returns: nil, and nothing was written, when the last run had something else to go by, or what
    ///   it proposed has been decided.
    /// - Complexity: of sources and findings, not of people.
    public func record(repeating run: RunToRepeat, lease: Lease) throws(StoreError) -> RecordedRun?
    {
        try engine.write(.record) { connection in
            try lease.check(connection, while: .record)
            return try RunRepetition(run: run, connection: connection).record()
        }
    }
}

/// A run that repeats the last one, being written.
private struct RunRepetition {
    let run: RunToRepeat
    let connection: any SQLConnection

    func record() throws -> RecordedRun? {
        let last = try connection.count("SELECT max(no) FROM runs")
        let former = try connection.first(
            """
            SELECT r.verdict, CASE WHEN s.state = 'pending' THEN s.no END FROM runs r
              LEFT JOIN change_sets s ON s.no = r.change_set_no
            WHERE r.no = ? AND r.inputs = ? AND (s.no IS NULL OR s.state = 'pending'
              OR s.state = 'rejected' AND s.closed_entry < r.entry AND NOT EXISTS (
                SELECT 1 FROM decisions d WHERE d.change_set_no = s.no AND d.entry > r.entry))
            """, .integer(last), .bytes(run.inputs.bytes),
            read: { row in (verdict: try row.word(0) as RunVerdict, waiting: row.optionalInteger(1))
            })
        guard let former else { return nil }
        let number = last + 1
        let ledger = LedgerWriter(connection: connection)
        try connection.execute(
            """
            INSERT INTO runs (no, started, ended, verdict, mapping_no, change_set_no, guards,
              findings_run, inputs, entry)
            SELECT ?, ?, ?, verdict, mapping_no, change_set_no, guards, findings_run, inputs, ?
            FROM runs WHERE no = ?
            """, .integer(number), .text(run.start.description), .text(run.end.description),
            .integer(try ledger.nextNumber()), .integer(last))
        for (position, proof) in run.proofs.enumerated() { try write(proof, position, number) }
        try ledger.append(
            .run, at: run.end, try AttestedBody(connection: connection).run(number))
        let waiting = former.waiting.map(ChangeSetID.init(rawValue:))
        return RecordedRun(
            run: RunID(rawValue: number), verdict: former.verdict, changeSet: waiting,
            keptPending: waiting != nil, superseded: nil)
    }

    private func write(_ proof: RunToRepeat.Proof, _ position: Int, _ number: Int64) throws {
        let certificate = proof.certificate
        try connection.execute(
            """
            INSERT INTO run_sources (run_no, position, source_no, is_complete, ended, certificate,
              people, groups, memberships, content)
            SELECT ?, ?, no, 1, ?, ?, people, groups, memberships, content FROM sources WHERE id = ?
            """, .integer(number), .integer(Int64(position)), .text(certificate.end.description),
            .text(try StoredJSON.text(of: certificate)), .text(certificate.source.rawValue))
        try connection.execute(
            "UPDATE sources SET complete_run = ?, sync_state = ? WHERE id = ?", .integer(number),
            .text(proof.state.rawValue), .text(certificate.source.rawValue))
    }
}

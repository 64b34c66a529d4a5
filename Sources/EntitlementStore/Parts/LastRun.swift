import Entitlements

/// What a run that looks at a part goes on from.
struct LastRun {
    /// The run that holds its findings.
    let findings: Int64
    /// The state that it compared with.
    let revision: Revision
    /// The change sets of which something came into force since, or in which all was decided.
    private let closed: Set<ChangeSetID>

    /// - Parameter inputs: at a revision.
    /// - Throws: ``WholeReason/otherInputs``, when it had others.
    init(_ connection: any SQLConnection, _ inputs: (Revision) -> Digest) throws {
        let run = try connection.first(
            """
            SELECT r.findings_run, r.inputs, c.no, (
              SELECT v.no FROM revisions v WHERE v.entry < r.entry ORDER BY v.no DESC LIMIT 1)
            FROM runs r
              LEFT JOIN change_sets c ON c.no = r.change_set_no AND c.state <> 'pending'
            WHERE r.no = (SELECT max(no) FROM runs) AND r.inputs IS NOT NULL
            """
        ) { row in
            (
                findings: row.integer(0), inputs: try row.digest(1),
                closed: row.optionalInteger(2), revision: Revision(row.optionalInteger(3) ?? 0)
            )
        }
        guard let run, run.inputs == inputs(run.revision) else { throw WholeReason.otherInputs }
        findings = run.findings
        revision = run.revision
        let applied = try connection.all(
            "SELECT DISTINCT change_set_no FROM revisions WHERE no > ?",
            .integer(run.revision.rawValue), read: { $0.integer(0) })
        closed = Set((applied + [run.closed].compactMap(\.self)).map(ChangeSetID.init(rawValue:)))
    }

    /// Rows of those for whom something waits, was decided since, or stands rejected.
    /// - Throws: ``WholeReason/unsettledLabel``, when a decision may have settled one.
    func concerned(_ connection: any SQLConnection) throws -> [Int64] {
        let reader = ChangeSetReader(connection: connection)
        var people: [Int64] = []
        for id in closed.sorted() {
            let guards = try reader.summary(id)?.guards ?? []
            if guards.contains(where: { $0.kind == .reusedLabel }) {
                throw WholeReason.unsettledLabel
            }
            people += try Self.people(of: id, connection)
        }
        guard let latest = try reader.latest(), !closed.contains(latest.id) else { return people }
        // The last run looked at what was closed before it, and found nothing left to propose.
        return latest.state == .pending
            ? try people + Self.people(of: latest.id, connection) : people
    }

    private static func people(
        of id: ChangeSetID, _ connection: any SQLConnection
    ) throws -> [Int64] {
        try connection.all(
            "SELECT DISTINCT c.person_no FROM \(ChangeItemRows.ofSet) WHERE t.no = ?",
            .integer(id.rawValue), read: { $0.integer(0) })
    }
}

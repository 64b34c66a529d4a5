import Directory
import Entitlements

/// Writes what became of a change set's items, closes the set when nothing of it waits, and attests
/// that in the ledger.
struct ChangeSetClosing {
    let connection: any SQLConnection
    /// One that waits.
    let id: ChangeSetID
    /// When it was decided; stands in the ledger.
    let time: Timestamp

    /// - Parameters:
    ///   - applied: numbers of changes, and so `stale`.
    ///   - isDecided: whether nothing waits any longer: what is not settled yet is then rejected.
    /// - Returns: the state of the set afterwards.
    @discardableResult
    func settle(
        applied: [Int64], stale: [Int64], isDecided: Bool, kind: LedgerEntry.Kind,
        revision: Revision?
    ) throws -> ChangeSetState {
        let ledger = LedgerWriter(connection: connection)
        let entry = try ledger.nextNumber()
        try mark(applied, .applied, entry)
        try mark(stale, .stale, entry)
        let state = isDecided ? try close(entry) : .pending
        if let revision {
            try connection.execute(
                "UPDATE revisions SET entry = ? WHERE no = ?", .integer(entry),
                .integer(revision.rawValue))
        }
        try ledger.append(
            kind, at: time,
            try AttestedBody(connection: connection).settlement(of: id.rawValue, entry: entry))
        return state
    }

    private func mark(_ changes: [Int64], _ state: ChangeState, _ entry: Int64) throws {
        if changes.isEmpty { return }
        try connection.bulk("INSERT INTO settlements (change_no, state, entry) VALUES (?, ?, ?)") {
            bulk in
            for change in changes {
                bulk.append(change)
                bulk.append(state.rawValue)
                bulk.append(entry)
                try bulk.run()
            }
        }
    }

    private func close(_ entry: Int64) throws -> ChangeSetState {
        let number = SQLValue.integer(id.rawValue)
        try connection.execute(
            """
            INSERT INTO settlements (change_no, state, entry)
            SELECT c.no, 'rejected', ? FROM \(ChangeItemRows.ofSet)
            WHERE t.no = ? AND s.change_no IS NULL
            """, .integer(entry), number)
        let other = try connection.count(
            """
            SELECT count(*) FROM \(ChangeItemRows.ofSet) WHERE t.no = ? AND s.state <> 'rejected'
            """, number)
        let state = other > 0 ? ChangeSetState.applied : .rejected
        try connection.execute(
            "UPDATE change_sets SET state = ?, closed = ?, closed_entry = ? WHERE no = ?",
            .text(state.rawValue), .text(time.description), .integer(entry), number)
        try settleLabels()
        return state
    }

    /// Labels that came back are no news any longer once people let what rests on them come into force. A
    /// policy's word alone does not settle them, and neither does a rejection.
    private func settleLabels() throws {
        let number = SQLValue.integer(id.rawValue)
        let applied = Set(
            try connection.all(
                """
                SELECT c.id FROM \(ChangeItemRows.ofSet) WHERE t.no = ? AND s.state = 'applied'
                  AND EXISTS (SELECT 1 FROM decisions d WHERE d.change_set_no = t.no
                    AND d.change_id = c.id AND d.person IS NOT NULL AND d.verdict = 'approve')
                """, number
            ) { ChangeID(try $0.digest(0)) })
        let findings = try ChangeSetReader(connection: connection).summary(id)?.guards ?? []
        for finding in findings where finding.kind == .reusedLabel {
            guard finding.changes.contains(where: applied.contains) else { continue }
            try connection.execute(
                """
                UPDATE labels SET is_settled = 1 WHERE is_settled = 0 AND (
                  kind <> 'group' AND owner_no IN (
                    SELECT p.no FROM people p WHERE 'person:' || p.id = ?)
                  OR kind = 'group' AND owner_no IN (
                    SELECT g.no FROM groups g JOIN sources s ON s.no = g.source_no
                    WHERE 'group:' || s.id || ':' || g.anchor = ?))
                """, .text(finding.subject.description), .text(finding.subject.description))
        }
    }
}

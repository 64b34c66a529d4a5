import Directory
import Entitlements

/// Writes what became of a change set's items, closes the set when nothing of it waits, and attests
/// that in the ledger.
struct ChangeSetClosing {
    let connection: any SQLConnection
    let id: ChangeSetID
    let time: Timestamp

    /// - Parameters: positions of items. What is in none of the lists and not settled is rejected.
    /// - Returns: the state of the set afterwards.
    @discardableResult
    func settle(
        applied: [Int], stale: [Int], undecided: Set<Int>, kind: LedgerEntry.Kind,
        revision: Revision?
    ) throws -> ChangeSetState {
        let ledger = LedgerWriter(connection: connection)
        let entry = try ledger.nextNumber()
        try mark(applied, "applied", entry)
        try mark(stale, "stale", entry)
        var state = ChangeSetState.pending
        if undecided.isEmpty { state = try close(entry) }
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

    private func mark(_ positions: [Int], _ state: String, _ entry: Int64) throws {
        if positions.isEmpty { return }
        try connection.bulk(
            """
            UPDATE changes SET settled = ?, settled_entry = ?
            WHERE change_set_no = ? AND position = ?
            """
        ) { bulk in
            for position in positions {
                bulk.append(state)
                bulk.append(entry)
                bulk.append(id.rawValue)
                bulk.append(Int64(position))
                try bulk.run()
            }
        }
    }

    private func close(_ entry: Int64) throws -> ChangeSetState {
        let number = SQLValue.integer(id.rawValue)
        try connection.execute(
            """
            UPDATE changes SET settled = 'rejected', settled_entry = ?
            WHERE change_set_no = ? AND settled IS NULL
            """, .integer(entry), number)
        let other = try connection.count(
            "SELECT count(*) FROM changes WHERE change_set_no = ? AND settled <> 'rejected'", number
        )
        let state = other > 0 ? ChangeSetState.applied : .rejected
        try connection.execute(
            "UPDATE change_sets SET state = ?, closed = ?, closed_entry = ? WHERE no = ?",
            .text(state.rawValue), .text(time.description), .integer(entry), number)
        try settleLabels()
        return state
    }

    /// Somebody has decided about the labels that came back: they are no news any longer.
    private func settleLabels() throws {
        try connection.execute(
            """
            UPDATE labels SET is_settled = 1 WHERE is_settled = 0 AND kind <> 'group'
              AND owner_no IN (SELECT p.no FROM people p JOIN guard_findings f
                ON f.subject = 'person:' || p.id
                WHERE f.change_set_no = ? AND f.kind = 'reusedLabel')
            """, .integer(id.rawValue))
        try connection.execute(
            """
            UPDATE labels SET is_settled = 1 WHERE is_settled = 0 AND kind = 'group'
              AND owner_no IN (SELECT g.no FROM groups g JOIN sources s ON s.no = g.source_no
                JOIN guard_findings f ON f.subject = 'group:' || s.id || ':' || g.anchor
                WHERE f.change_set_no = ? AND f.kind = 'reusedLabel')
            """, .integer(id.rawValue))
    }
}

import Directory
import Entitlements

/// Writes a run's proposal, or keeps the one that waits.
struct ProposalRecorder {
    /// What became of the proposal.
    struct Outcome {
        /// The change set that waits now.
        var waiting: ChangeSetID?
        /// Whether it waited before the run.
        var isKept = false
        /// The one that the run ended.
        var superseded: ChangeSetID?
        /// The change set of which every change was rejected before.
        var rejected: ChangeSetID?
    }

    let run: Int64
    /// When the run ended.
    let time: Timestamp
    let connection: any SQLConnection
    /// Those of the proposal among them.
    var derivations: KnownDerivations
    /// Those of the proposal among them.
    var people: PersonNumbers

    private var ledger: LedgerWriter { LedgerWriter(connection: connection) }

    /// Compares with the last proposal, and writes what is another one.
    mutating func record(_ changeSet: ChangeSet) throws -> Outcome {
        let reader = ChangeSetReader(connection: connection)
        let latest = try reader.latest()
        let standing = try reader.standing(before: run)
        var outcome = Outcome()
        if let standing, standing.digest == changeSet.digest, !changeSet.isEmpty {
            switch standing.state {
            case .pending:
                outcome.waiting = standing.id
                outcome.isKept = true
                return outcome
            case .rejected:
                let isOfLeaver = changeSet.items.contains(where: \.change.reason.isOfLeaver)
                if try !isOfLeaver && isRejected(changeSet, as: standing.id) {
                    outcome.rejected = standing.id
                    return outcome
                }
            case .applied, .superseded: break
            }
        }
        if let latest, latest.state == .pending {
            outcome.superseded = latest.id
            try connection.execute(
                "UPDATE change_sets SET state = 'superseded', closed = ? WHERE no = ?",
                .text(time.description), .integer(latest.id.rawValue))
        }
        if changeSet.isEmpty { return outcome }
        let id = ChangeSetID(rawValue: (latest?.id.rawValue ?? 0) + 1)
        try write(changeSet, id, superseding: outcome.superseded, after: standing)
        if try closeIfRejected(id, changeSet) {
            outcome.rejected = id
        } else {
            outcome.waiting = id
        }
        return outcome
    }

    private mutating func write(
        _ changeSet: ChangeSet, _ id: ChangeSetID, superseding old: ChangeSetID?,
        after former: ChangeSetSummary?
    ) throws {
        let entry = try ledger.nextNumber()
        let first = try connection.count("SELECT max(no) FROM changes") + 1
        try connection.execute(
            """
            INSERT INTO change_sets (no, digest, state, run_no, grants, revokes, first_change, entry)
            VALUES (?, ?, 'pending', ?, ?, ?, ?, ?)
            """, .integer(id.rawValue), .bytes(changeSet.digest.bytes), .integer(run),
            .integer(Int64(changeSet.count(.grant))), .integer(Int64(changeSet.count(.revoke))),
            .integer(first), .integer(entry))
        if let old {
            try connection.execute(
                "UPDATE change_sets SET superseded_by = ?, closed_entry = ? WHERE no = ?",
                .integer(id.rawValue), .integer(entry), .integer(old.rawValue))
        }
        try ChangeItemWriter(connection: connection)
            .write(changeSet, id, from: first, &people, &derivations)
        if let former { try carryOver(from: former, to: id, entry) }
        try ledger.append(
            .changeSet, at: time, try AttestedBody(connection: connection).changeSet(id.rawValue))
    }

    /// From a set that was superseded every decision, from one that was closed the rejections; but of
    /// those none that would leave access with somebody who has left: it is asked again each time.
    private func carryOver(from old: ChangeSetSummary, to new: ChangeSetID, _ entry: Int64) throws {
        if old.state == .superseded { return }
        try connection.execute(
            """
            INSERT INTO decisions (no, change_set_no, change_id, verdict, person, user_name, lane,
              authority, time, note, carried_from, entry)
            SELECT (SELECT coalesce(max(no), 0) FROM decisions)
                + row_number() OVER (ORDER BY d.entry, d.no),
              ?, d.change_id, d.verdict, d.person, d.user_name, d.lane, d.authority, d.time,
              d.note, ?, ?
            FROM decisions d WHERE d.change_set_no = ?
              AND d.change_id IN (SELECT c.id FROM \(ChangeItemRows.ofSet)
                  JOIN reasons w ON w.no = c.reason_no
                WHERE t.no = ? AND (? = 1
                  OR s.state = 'rejected' AND w.cause NOT IN ('inactive', 'departed')))
              AND d.change_id IN (SELECT c.id FROM \(ChangeItemRows.ofSet) WHERE t.no = ?)
            """, .integer(new.rawValue), .integer(old.id.rawValue), .integer(entry),
            .integer(old.id.rawValue), .integer(old.id.rawValue),
            .integer(old.state == .pending ? 1 : 0), .integer(new.rawValue))
    }

    /// A rejection is the last word on a change until somebody says another.
    private func closeIfRejected(_ id: ChangeSetID, _ changeSet: ChangeSet) throws -> Bool {
        guard try isRejected(changeSet, as: id) else { return false }
        try ChangeSetClosing(connection: connection, id: id, time: time)
            .settle(applied: [], stale: [], isDecided: true, kind: .close, revision: nil)
        return true
    }

    /// Whether somebody's last word rejects each of the changes.
    private func isRejected(_ changeSet: ChangeSet, as id: ChangeSetID) throws -> Bool {
        let decisions = try ChangeSetReader(connection: connection).decisions(of: id)
        let rejected = Set(decisions.standing.filter { $0.verdict == .reject }.map(\.change))
        return changeSet.items.allSatisfy { rejected.contains($0.id) }
    }
}

extension ChangeReason {
    /// Whether the person has left, and must hold nothing.
    var isOfLeaver: Bool { cause == .inactive || cause == .departed }
}

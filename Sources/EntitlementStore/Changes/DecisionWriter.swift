import Directory
import Entitlements

/// Writes decisions, and one ledger entry for all of them.
struct DecisionWriter {
    let connection: any SQLConnection

    /// Writes and attests them.
    /// - Throws: ``StoreError/Code/unknownChange``: nothing was written
    func write(_ decisions: [Decision], _ id: ChangeSetID) throws {
        try requireKnown(decisions, id)
        let ledger = LedgerWriter(connection: connection)
        let entry = try ledger.nextNumber()
        var number = try connection.count("SELECT max(no) FROM decisions")
        try connection.bulk(
            """
            INSERT INTO decisions (no, change_set_no, change_id, verdict, person, user_name, lane,
              authority, time, note, entry)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ) { bulk in
            for decision in decisions {
                number += 1
                bulk.append(number)
                bulk.append(id.rawValue)
                append(decision, to: bulk)
                bulk.append(entry)
                try bulk.run()
            }
        }
        let time = decisions.map(\.time).max() ?? Timestamp(secondsSinceEpoch: 0)
        try ledger.append(
            .decisions, at: time,
            try AttestedBody(connection: connection).decisions(of: id.rawValue, entry: entry))
    }

    private func append(_ decision: Decision, to bulk: any SQLBulk) {
        bulk.append(decision.change.digest.bytes)
        bulk.append(decision.verdict.rawValue)
        switch decision.reviewer {
        case .person(let person, let userName):
            bulk.append(person.rawValue)
            bulk.append(userName)
            bulk.appendNull()
        case .policy(let lane):
            bulk.appendNull()
            bulk.appendNull()
            bulk.append(lane)
        }
        bulk.append(decision.authority)
        bulk.append(decision.time.description)
        bulk.append(decision.note)
    }

    private func requireKnown(_ decisions: [Decision], _ id: ChangeSetID) throws {
        var known = Set<ChangeID>()
        try connection.query(
            "SELECT c.id FROM \(ChangeItemRows.ofSet) WHERE t.no = ?", [.integer(id.rawValue)]
        ) { row in known.insert(ChangeID(try row.digest(0))) }
        for decision in decisions where !known.contains(decision.change) {
            throw StoreError(.unknownChange, while: .decide, detail: "change \(decision.change)")
        }
    }
}

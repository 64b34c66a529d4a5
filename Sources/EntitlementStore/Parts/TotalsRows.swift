import Entitlements

/// What a run leaves of the sums.
public enum RecordedTotals: Sendable {
    /// Everybody was looked at.
    case whole(Totals)
    /// By how much they are different.
    case moved(Totals)
}

extension SQLConnection {
    /// The sums over everybody, as the last run left them.
    func totals() throws -> Totals {
        var amounts: [Totals.Key: Int] = [:]
        try query("SELECT topic, subject, amount FROM totals", []) { row in
            amounts[Totals.Key(try row.word(0), row.text(1))] = Int(row.integer(2))
        }
        return Totals(amounts)
    }

    /// Writes them. Rows of what there is none of any longer stay: nothing is ever deleted.
    func write(_ totals: RecordedTotals) throws {
        let amounts: Totals
        switch totals {
        case .whole(let all):
            try execute("UPDATE totals SET amount = 0 WHERE amount <> 0")
            amounts = all
        case .moved(let difference): amounts = difference
        }
        let sorted = amounts.amounts.sorted {
            ($0.key.topic.rawValue, $0.key.subject) < ($1.key.topic.rawValue, $1.key.subject)
        }
        for (key, amount) in sorted {
            try execute(
                """
                INSERT INTO totals (topic, subject, amount) VALUES (?, ?, ?)
                ON CONFLICT (topic, subject) DO UPDATE SET amount = totals.amount + excluded.amount
                """, .text(key.topic.rawValue), .text(key.subject), .integer(Int64(amount)))
        }
    }
}

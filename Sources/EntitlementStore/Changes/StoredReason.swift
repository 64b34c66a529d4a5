import Entitlements

/// What many changes have in common, stored once: what is done, to whom in their life, and why.
struct StoredReason {
    /// As all here: see ``Change``.
    let action: Change.Action
    let lifeCycle: Change.LifeCycle
    let tier: Tier
    let reason: ChangeReason

    /// What the change shares with others.
    init(of change: Change) {
        action = change.action
        lifeCycle = change.lifeCycle
        tier = change.tier
        reason = change.reason
    }

    private init(_ row: any SQLRow) throws {
        action = try row.word(1)
        lifeCycle = try row.word(2)
        tier = try row.word(3)
        reason = ChangeReason(
            cause: try row.word(4), rules: try row.texts(5), summary: row.text(6))
    }

    /// By number.
    /// - Parameter filter: what the number must satisfy.
    static func all(
        _ connection: any SQLConnection, _ filter: String, _ arguments: [SQLValue]
    ) throws -> [Int64: StoredReason] {
        var reasons: [Int64: StoredReason] = [:]
        try connection.query(
            """
            SELECT no, action, life_cycle, tier, cause, rules, summary FROM reasons
            WHERE no \(filter)
            """, arguments
        ) { row in reasons[row.integer(0)] = try StoredReason(row) }
        return reasons
    }

    /// The number under which it is stored, written when it is new.
    func number(_ connection: any SQLConnection) throws -> Int64 {
        let values: [SQLValue] = [
            .text(action.rawValue), .text(lifeCycle.rawValue), .text(tier.rawValue),
            .text(reason.cause.rawValue),
            .text(CanonicalJSON.text(of: .strings(reason.rules))), .text(reason.summary),
        ]
        var known: Int64?
        try connection.query(
            """
            SELECT no FROM reasons WHERE action = ? AND life_cycle = ? AND tier = ? AND cause = ?
              AND rules = ? AND summary = ?
            """, values
        ) { row in known = row.integer(0) }
        if let known { return known }
        let number = try connection.count("SELECT max(no) FROM reasons") + 1
        try connection.execute(
            """
            INSERT INTO reasons (no, action, life_cycle, tier, cause, rules, summary)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, [.integer(number)] + values)
        return number
    }
}

import Directory
import Entitlements

/// Reads change sets within a transaction of the store.
struct ChangeSetReader {
    let connection: any SQLConnection

    /// Newest first.
    func summaries(
        where condition: String = "1 = 1", _ arguments: [SQLValue] = [], limit: Int? = nil
    ) throws -> [ChangeSetSummary] {
        var summaries: [ChangeSetSummary] = []
        try connection.query(
            """
            SELECT t.no, t.digest, t.state, t.run_no, r.ended, t.closed, t.superseded_by, t.grants,
              t.revokes,
              (SELECT COALESCE(MAX(v.no), 0) FROM revisions v WHERE v.entry < t.entry)
            FROM change_sets t JOIN runs r ON r.no = t.run_no
            WHERE \(condition) ORDER BY t.no DESC LIMIT ?
            """, arguments + [.integer(Int64(limit ?? Int.max))]
        ) { row in
            let id = ChangeSetID(rawValue: try row.counted(0))
            summaries.append(
                ChangeSetSummary(
                    id: id, digest: try row.digest(1), state: try row.word(2),
                    run: RunID(rawValue: row.integer(3)), base: Revision(row.integer(9)),
                    created: try row.timestamp(4),
                    closed: row.isNull(5) ? nil : try row.timestamp(5),
                    supersededBy: row.optionalInteger(6).map(ChangeSetID.init(rawValue:)),
                    grants: Int(try row.counted(7)), revokes: Int(try row.counted(8)),
                    guards: try guards(of: id)))
        }
        return summaries
    }

    /// nil when there is none of that number.
    func summary(_ id: ChangeSetID) throws -> ChangeSetSummary? {
        try summaries(where: "t.no = ?", [.integer(id.rawValue)]).first
    }

    /// The one that was made last; nil when there is none.
    func latest() throws -> ChangeSetSummary? { try summaries(limit: 1).first }

    /// The one that was made last, as long as it is still what is proposed: it waits, or nothing has come
    /// between. A rejection is about what was proposed then; what had ceased and comes again is another
    /// thing. A run that could not read everything cannot tell.
    /// - Parameter run: the one that proposes now.
    func standing(before run: Int64 = .max) throws -> ChangeSetSummary? {
        guard let latest = try latest() else { return nil }
        if latest.state == .pending { return latest }
        let proposed = try connection.count(
            """
            SELECT change_set_no FROM runs
            WHERE no < ? AND mapping_no IS NOT NULL AND verdict <> 'incomplete'
            ORDER BY no DESC LIMIT 1
            """, .integer(run))
        return proposed == latest.id.rawValue ? latest : nil
    }

    /// The one that waits; nil when none does. There is never more than one.
    func pending() throws -> ChangeSetID? {
        try connection.first("SELECT no FROM change_sets WHERE state = 'pending'") {
            ChangeSetID(rawValue: $0.integer(0))
        }
    }

    private func guards(of id: ChangeSetID) throws -> [GuardFinding] {
        try connection.all(
            """
            SELECT kind, subject, unit, measured, total, most, summary, changes
            FROM guard_findings WHERE change_set_no = ? ORDER BY position
            """, .integer(id.rawValue)
        ) { row in
            guard let subject = GuardFinding.Subject(row.text(1)) else {
                throw StoreError.unreadable
            }
            let bytes = row.bytes(7)
            return GuardFinding(
                kind: try row.word(0), subject: subject, unit: try row.word(2),
                measured: Int(try row.counted(3)), total: Int(try row.counted(4)),
                limit: Int(try row.counted(5)), summary: row.text(6),
                changes: stride(from: 0, to: bytes.count, by: 32).compactMap {
                    Digest(bytes: Array(bytes[$0..<min($0 + 32, bytes.count)])).map(ChangeID.init)
                })
        }
    }

    /// Those carried over among them, in the order in which they were recorded.
    func decisions(of id: ChangeSetID) throws -> [Decision] {
        try decisions(where: "change_set_no = ?", [.integer(id.rawValue)])
    }

    /// In the order in which they were recorded, which is that of the ledger: the latest counts, and
    /// a row that was moved must not become it.
    func decisions(where condition: String, _ arguments: [SQLValue]) throws -> [Decision] {
        var decisions: [Decision] = []
        try connection.query(
            """
            SELECT change_id, verdict, person, user_name, lane, authority, time, note
            FROM decisions WHERE \(condition) ORDER BY entry, no
            """, arguments
        ) { row in
            let reviewer: Decision.Reviewer =
                row.isNull(2)
                ? .policy(lane: row.text(4))
                : .person(PersonID(row.text(2)), userName: row.text(3))
            decisions.append(
                Decision(
                    change: ChangeID(try row.digest(0)), verdict: try row.word(1),
                    reviewer: reviewer, authority: row.text(5), time: try row.timestamp(6),
                    note: row.optionalText(7)))
        }
        return decisions
    }
}

extension GuardFinding.Subject {
    /// Parses ``description``.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.count > 1 ? String(parts[1]) : ""
        switch parts[0] {
        case "everybody": self = .everybody
        case "person": self = .person(PersonID(rest))
        case "role": self = .role(RoleID(rest))
        case "tier":
            guard let tier = Tier(rawValue: rest) else { return nil }
            self = .tier(tier)
        case "group": self = .group(GroupID(rest))
        case "source": self = .source(SourceID(rest))
        case "attribute":
            let names = rest.split(separator: ":", maxSplits: 1)
            guard names.count == 2, let attribute = Attribute(path: String(names[1])) else {
                return nil
            }
            self = .attribute(attribute, of: SourceID(String(names[0])))
        default: return nil
        }
    }
}

import Directory
import Entitlements

/// Rebuilds readings from rows, as they were after a run.
struct ReadingReader {
    let connection: any SQLConnection

    /// The last complete reading up to that run; nil when there is none.
    /// - Parameter run: nil for now.
    func reading(of source: SourceID, upTo run: Int64? = nil) throws -> SourceReading? {
        guard let number = try number(of: source) else { return nil }
        let limit = run ?? .max
        let certificate = try connection.first(
            """
            SELECT certificate FROM run_sources
            WHERE source_no = ? AND run_no <= ? AND is_complete = 1 ORDER BY run_no DESC LIMIT 1
            """, .integer(number), .integer(limit),
            read: { try StoredJSON.value(ReadingCertificate.self, of: $0.text(0)) })
        guard let certificate else { return nil }
        let accounts = try AccountRows(connection, source: number, upTo: limit)
        return SourceReading(
            source: source, accounts: accounts.accounts,
            groups: try groups(of: number, limit, accounts.positions),
            attributeNames: try connection.attributeNames(of: number, upTo: limit),
            certificate: certificate,
            diagnostics: [])
    }

    private func number(of source: SourceID) throws -> Int64? {
        try connection.first(
            "SELECT no FROM sources WHERE id = ?", .text(source.rawValue),
            read: { $0.integer(0) })
    }

    private typealias Row = (
        number: Int64, anchor: String, label: String, display: String, unresolved: [String]
    )

    private func groups(of source: Int64, _ run: Int64, _ accounts: [Int64: AccountIndex]) throws
        -> [DirectoryGroup]
    {
        var rows: [Row] = []
        for table in ["groups g", "groups_history h JOIN groups g ON g.no = h.group_no"] {
            let row = table.hasPrefix("groups g") ? "g" : "h"
            try connection.query(
                """
                SELECT g.no, g.anchor, \(row).label, \(row).display, \(row).unresolved FROM \(table)
                WHERE g.source_no = ? AND \(row).since_run <= ?
                  AND (\(row).until_run IS NULL OR \(row).until_run > ?) ORDER BY g.anchor
                """, [.integer(source), .integer(run), .integer(run)]
            ) { rows.append(($0.integer(0), $0.text(1), $0.text(2), $0.text(3), try $0.texts(4))) }
        }
        rows.sort { Anchor($0.anchor) < Anchor($1.anchor) }
        let positions = Dictionary(
            rows.enumerated().map { ($1.number, Int32($0)) },
            uniquingKeysWith: { first, _ in first })
        let people = try members("memberships", "account_no", source, run, accounts)
        let nested = try members("group_memberships", "member_no", source, run, positions)
        return rows.map { row in
            DirectoryGroup(
                anchor: Anchor(row.anchor), label: row.label, display: row.display,
                accounts: people[row.number] ?? [], groups: nested[row.number] ?? [],
                unresolved: row.unresolved)
        }
    }

    private func members(
        _ table: String, _ column: String, _ source: Int64, _ run: Int64,
        _ positions: [Int64: Int32]
    ) throws -> [Int64: [Int32]] {
        var members: [Int64: [Int32]] = [:]
        try connection.query(
            """
            SELECT m.group_no, m.\(column) FROM \(table) m JOIN groups g ON g.no = m.group_no
            WHERE g.source_no = ? AND m.since_run <= ?
              AND (m.until_run IS NULL OR m.until_run > ?)
            """, [.integer(source), .integer(run), .integer(run)]
        ) { row in
            guard let position = positions[row.integer(1)] else { throw StoreError.unreadable }
            members[row.integer(0), default: []].append(position)
        }
        return members.mapValues { $0.sorted() }
    }

    /// The content hash of what is stored of a source now, with the people it belongs to.
    func content(of source: SourceID) throws -> Int64? {
        guard let reading = try reading(of: source), let number = try number(of: source) else {
            return nil
        }
        var owners: [Anchor: PersonID] = [:]
        try connection.query(
            """
            SELECT a.anchor, p.id FROM accounts a JOIN people p ON p.no = a.person_no
            WHERE a.source_no = ? AND a.until_run IS NULL
            """, [.integer(number)]
        ) { owners[Anchor($0.text(0))] = PersonID($0.text(1)) }
        return ReadingPlan(
            reading, owners: reading.accounts.map { owners[$0.anchor] },
            hashes: ContentHashes()
        ).content
    }
}

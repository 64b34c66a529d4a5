import Directory
import Entitlements
import Synchronization

/// The last complete reading of a source, in parts out of the store. A part holds also what was wanted of
/// those before it: one run asks for what it has and a little more, and no other run writes meanwhile.
final class StoredParts: ReadingParts {
    private let engine: any SQLEngine
    private let source: SourceID
    private let found = Mutex(PartRows.Found())

    init(engine: any SQLEngine, source: SourceID) {
        self.engine = engine
        self.source = source
    }

    /// **Units:** accounts, and likewise groups.
    private static let most = 20_000

    func part(_ wanted: WantedPart) throws -> SourceReading? {
        guard wanted.entries.count + wanted.names.count <= Self.most else { return nil }
        return try engine.read(.read) { connection in
            guard let number = try number(connection) else { return nil }
            let certificate = try connection.first(
                """
                SELECT certificate FROM run_sources
                WHERE source_no = ? AND is_complete = 1 ORDER BY run_no DESC LIMIT 1
                """, .integer(number),
                read: { try StoredJSON.value(ReadingCertificate.self, of: $0.text(0)) })
            guard let certificate else { return nil }
            var rows = PartRows(connection, source: number, found: found.withLock(\.self))
            try rows.load(wanted)
            found.withLock { $0 = rows.found }
            guard max(rows.accounts.count, rows.groups.count) <= Self.most else { return nil }
            return try rows.reading(
                as: SourceReading(
                    source: source, accounts: [], groups: [],
                    attributeNames: connection.attributeNames(of: number),
                    certificate: certificate, diagnostics: []),
                membersAmong: rows.accountAnchors.keys.sorted().map(SQLValue.integer))
        }
    }

    func anchors(of kind: MemberKind) throws -> [Anchor] {
        try engine.read(.read) { connection in
            try connection.all(
                """
                SELECT x.anchor FROM \(kind.table) x JOIN sources s ON s.no = x.source_no
                WHERE s.id = ? AND x.until_run IS NULL
                """, .text(source.rawValue), read: { Anchor($0.text(0)) }
            ).sorted()
        }
    }

    func anchor(of kind: MemberKind, besides others: Set<Anchor>) throws -> Anchor? {
        try engine.read(.read) { connection in
            try connection.all(
                """
                SELECT x.anchor FROM \(kind.table) x JOIN sources s ON s.no = x.source_no
                WHERE s.id = ? AND x.until_run IS NULL LIMIT ?
                """, .text(source.rawValue), .integer(Int64(others.count) + 1),
                read: { Anchor($0.text(0)) }
            ).first { !others.contains($0) }
        }
    }

    func forEachMember(of group: Anchor, _ body: ReadingParts.Body) throws {
        try engine.read(.read) { connection in
            guard let number = try number(connection) else { return }
            for (kind, table, column) in [
                (MemberKind.account, "memberships", "account_no"),
                (.group, "group_memberships", "member_no"),
            ] {
                try connection.query(
                    """
                    SELECT x.anchor, x.label FROM groups g
                      JOIN \(table) m ON m.group_no = g.no JOIN \(kind.table) x ON x.no = m.\(column)
                    WHERE g.source_no = ? AND g.anchor = ? AND g.until_run IS NULL
                      AND m.until_run IS NULL
                    """, [.integer(number), .text(group.rawValue)]
                ) { try Self.hand($0, kind, to: body) }
            }
        }
    }

    func forEachEntry(_ body: ReadingParts.Body) throws {
        try engine.read(.read) { connection in
            guard let number = try number(connection) else { return }
            for kind in [MemberKind.account, .group] {
                try connection.query(
                    """
                    SELECT anchor, label FROM \(kind.table)
                    WHERE source_no = ? AND until_run IS NULL
                    """, [.integer(number)]
                ) { try Self.hand($0, kind, to: body) }
            }
        }
    }

    private static func hand(
        _ row: any SQLRow, _ kind: MemberKind, to body: ReadingParts.Body
    ) throws {
        let anchor = Anchor(row.text(0))
        var outcome = Result<Void, any Error>.success(())
        row.withUTF8(1) { label in outcome = Result { try body(anchor, kind, label) } }
        try outcome.get()
    }

    private func number(_ connection: any SQLConnection) throws -> Int64? {
        try connection.first(
            "SELECT no FROM sources WHERE id = ?", .text(source.rawValue),
            read: { $0.integer(0) })
    }
}

extension MemberKind {
    fileprivate var table: String { self == .account ? "accounts" : "groups" }
}

extension PartRows {
    fileprivate mutating func load(_ wanted: WantedPart) throws {
        let anchors = wanted.entries.people.union(wanted.entries.groups)
        try load(accounts: anchors)
        try load(groups: anchors)
        try load(names: wanted.names)
        try load(referrers: wanted.referrers)
        if wanted.dangling { try loadDangling() }
        try load(accountRows: Set(accounts.values.compactMap(\.manager)))
    }

    private mutating func load(names: Set<String>) throws {
        let keys = names.sorted().map(SQLValue.text)
        try load(
            accountRows: numbers(
                "SELECT no FROM accounts WHERE source_no = ? AND until_run IS NULL AND label IN",
                keys, after: [.integer(source)]))
        try load(
            groupRows: numbers(
                "SELECT no FROM groups WHERE source_no = ? AND until_run IS NULL AND label IN",
                keys, after: [.integer(source)]))
    }

    private mutating func load(referrers named: EntrySet) throws {
        let people = named.people.compactMap { self.accounts[$0]?.number }.sorted()
            .map(SQLValue.integer)
        let groups = named.groups.compactMap { self.groups[$0]?.number }.sorted().map(
            SQLValue.integer)
        try load(
            accountRows: numbers(
                "SELECT no FROM accounts WHERE until_run IS NULL AND manager_no IN", people))
        try load(
            groupRows: numbers(
                "SELECT group_no FROM memberships WHERE until_run IS NULL AND account_no IN",
                people))
        try load(
            groupRows: numbers(
                "SELECT group_no FROM group_memberships WHERE until_run IS NULL AND member_no IN",
                groups))
    }

    private mutating func loadDangling() throws {
        try load(
            accountRows: connection.all(
                """
                SELECT no FROM accounts
                WHERE source_no = ? AND manager_text IS NOT NULL AND until_run IS NULL
                """, .integer(source), read: { $0.integer(0) }))
        try load(
            groupRows: connection.all(
                """
                SELECT no FROM groups
                WHERE source_no = ? AND unresolved <> '[]' AND until_run IS NULL
                """, .integer(source), read: { $0.integer(0) }))
    }

    private func numbers(
        _ sql: String, _ keys: [SQLValue], after arguments: [SQLValue] = []
    ) throws -> Set<Int64> {
        var numbers: Set<Int64> = []
        try connection.queryEach(sql, keys, after: arguments) { numbers.insert($0.integer(0)) }
        return numbers
    }
}

import Directory
import Entitlements

/// Verifies the ledger, and the tables by it.
struct LedgerVerifier {
    let connection: any SQLConnection
    private var faults: [LedgerVerification.Fault] = []
    private var count: Int64 = 0
    private var head = LedgerWriter.beginning
    /// Entries that no row has claimed yet.
    private var unclaimed: [Int64: LedgerEntry.Kind] = [:]

    init(connection: any SQLConnection) { self.connection = connection }

    /// Checks everything; a fault ends nothing.
    mutating func verify() throws -> LedgerVerification {
        try verifyChain()
        try verifyRows()
        for (entry, kind) in unclaimed where kind != .leaseTakeover {
            fault(entry, "what the entry attests is no longer in the tables")
        }
        try verifyChangeSets()
        try verifyDecisions()
        try verifyTimes()
        try verifyDerivations()
        try verifyEntitlements()
        try verifyReadings()
        if try connection.danglingReferences() > 0 {
            fault(nil, "rows refer to rows that are not there")
        }
        if try !connection.alteredParts().isEmpty {
            fault(nil, "tables, views, indices or triggers are not those that this version makes")
        }
        faults.sort { ($0.entry ?? .max, $0.summary) < ($1.entry ?? .max, $1.summary) }
        return LedgerVerification(entries: count, head: head, faults: faults)
    }

    mutating func fault(_ entry: Int64?, _ summary: String) {
        faults.append(LedgerVerification.Fault(entry: entry, summary: summary))
    }

    /// One for each entry that the query names; NULL stands for rows that no entry attests.
    mutating func fault(_ summary: String, for sql: String) throws {
        for entry in try connection.all(sql, read: { $0.optionalInteger(0) }) {
            fault(entry, summary)
        }
    }

    private mutating func verifyChain() throws {
        var isBroken = false
        try connection.query(
            "SELECT no, time, kind, body, previous, hash FROM ledger ORDER BY no", []
        ) { row in
            count += 1
            guard let entry = try? row.ledgerEntry() else {
                if !isBroken { fault(row.integer(0), "the entry cannot be read") }
                isBroken = true
                return
            }
            let isWhole =
                entry.number == count && entry.previous == head
                && entry.hash == Digest(of: entry.text)
            // Every entry after a broken one is in doubt; naming the first is enough.
            if !isWhole, !isBroken {
                fault(entry.number, "the entry, or the one before it, was changed or is missing")
                isBroken = true
            }
            head = entry.hash
            unclaimed[entry.number] = entry.kind
        }
    }

    /// Compares each entry with what the tables say now.
    private mutating func verifyRows() throws {
        let body = AttestedBody(connection: connection)
        for (number, entry) in try pairs("SELECT no, entry FROM mappings") {
            try claim(entry, [.mapping]) { try body.mapping(number) }
        }
        for (number, entry) in try pairs("SELECT no, entry FROM runs") {
            try claim(entry, [.run]) { try body.run(number) }
        }
        for (number, entry) in try pairs("SELECT no, entry FROM change_sets") {
            try claim(entry, [.changeSet]) { try body.changeSet(number) }
        }
        let decisions = try pairs(
            "SELECT DISTINCT change_set_no, entry FROM decisions WHERE carried_from IS NULL")
        for (number, entry) in decisions {
            try claim(entry, [.decisions]) { try body.decisions(of: number, entry: entry) }
        }
        let settlements = try pairs(
            """
            SELECT DISTINCT c.change_set_no, s.entry
            FROM settlements s JOIN changes c ON c.no = s.change_no
            UNION SELECT no, closed_entry FROM change_sets WHERE state IN ('applied', 'rejected')
            """)
        for (number, entry) in settlements {
            try claim(entry, [.apply, .close]) { try body.settlement(of: number, entry: entry) }
        }
        for (number, entry) in try pairs("SELECT no, entry FROM tokens") {
            try claim(entry, [.tokenCreated]) { try body.token(number) }
        }
        let ended = "SELECT no, revoked_entry FROM tokens WHERE revoked IS NOT NULL"
        for (number, entry) in try pairs(ended) {
            try claim(entry, [.tokenRevoked]) { try body.tokenEnd(number) }
        }
    }

    /// Numbers of rows, each with the entry that attests it.
    func pairs(_ sql: String) throws -> [(Int64, Int64)] {
        try connection.all(sql + " ORDER BY 2, 1") { ($0.integer(0), $0.integer(1)) }
    }

    private mutating func claim(
        _ entry: Int64, _ kinds: [LedgerEntry.Kind], _ body: () throws -> JSONValue
    ) throws {
        guard let kind = unclaimed.removeValue(forKey: entry), kinds.contains(kind) else {
            fault(entry, "rows refer to this entry, which attests something else or is missing")
            return
        }
        let attested = try connection.first(
            "SELECT body FROM ledger WHERE no = ?", .integer(entry), read: { $0.text(0) })
        let present = (try? body()).map(CanonicalJSON.text)
        if attested != present {
            fault(entry, "the tables no longer say what the entry attests")
        }
    }

    /// What is stored of each source, and how large it is said to be, must be what its last complete
    /// reading held.
    private mutating func verifyReadings() throws {
        let sources = try connection.all(
            "SELECT id, complete_run, content FROM sources WHERE complete_run IS NOT NULL ORDER BY id",
            read: { (id: SourceID($0.text(0)), run: $0.integer(1), content: $0.integer(2)) })
        for source in sources {
            let attested = try connection.first(
                """
                SELECT x.content, r.entry FROM run_sources x JOIN runs r ON r.no = x.run_no
                  JOIN sources s ON s.no = x.source_no WHERE s.id = ? AND x.run_no = ?
                  AND x.people = s.people AND x.groups = s.groups AND x.memberships = s.memberships
                """, .text(source.id.rawValue), .integer(source.run),
                read: { (content: $0.optionalInteger(0), entry: $0.integer(1)) })
            let present = try? ReadingReader(connection: connection).content(of: source.id)
            if attested?.content != source.content || present != source.content {
                fault(attested?.entry, "what is stored of a source is not what was read of it")
            }
        }
    }
}

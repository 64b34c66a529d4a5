import Directory

/// Copies everything that one engine holds into another, in one transaction with the making of the
/// tables: a copy that was given up is no store without a run, but none at all.
struct StoreCopy {
    let from: any SQLEngine
    /// Empty, or a store without a run.
    let to: any SQLEngine

    /// Every table besides those of the schema itself, in an order in which rows refer to rows of
    /// tables that came before.
    static let tables = [
        "mappings", "mapping_files", "mapping_rules", "mapping_roles", "derivations", "bases",
        "basis_derivations", "sources", "runs", "run_findings", "run_sources", "ledger", "leases",
        "people", "people_history", "accounts", "accounts_history", "account_keys", "groups",
        "groups_history", "memberships", "group_memberships", "labels", "change_sets",
        "guard_findings", "reasons", "changes", "settlements", "decisions", "revisions",
        "entitlements", "basis_history", "tokens", "totals",
    ]

    /// Copies, and verifies nothing.
    /// - Throws: ``StoreError/Code/notEmpty``
    func run() throws(StoreError) {
        try from.read(.copy) { source in
            try to.write(.copy) { target in _ = try copy(source, target) }
        }
    }

    /// Verifies both ledgers, before anything is committed.
    /// - Throws: ``StoreError/Code/notEmpty``; ``StoreError/Code/damaged`` when the first ledger is not
    ///   intact
    func runVerified() throws(StoreError) -> CopiedStore {
        try from.read(.copy) { source in
            // Before the writing begins: a writer may not be idle for long.
            let ledger = try Self.verification(source)
            guard ledger.isIntact else { throw StoreError(.damaged, while: .copy) }
            return try to.write(.copy) { target in
                let rows = try copy(source, target)
                guard try Self.verification(target) == ledger else {
                    throw StoreError(.inconsistent, while: .copy, detail: "the ledgers differ")
                }
                return CopiedStore(rows: rows, entries: ledger.entries, head: ledger.head)
            }
        }
    }

    /// - Returns: how many rows there are on both sides.
    private func copy(_ source: any SQLConnection, _ target: any SQLConnection) throws -> Int64 {
        try Migrator.migrate(target, to.dialect)
        try requireEmpty(target)
        for table in Self.tables { try copy(table, source, target) }
        // Who held it held it there; its number goes on.
        try target.execute("UPDATE leases SET holder = NULL")
        return try compareCounts(source, target)
    }

    private static func verification(_ connection: any SQLConnection) throws -> LedgerVerification {
        var verifier = LedgerVerifier(connection: connection)
        return try verifier.verify()
    }

    private func requireEmpty(_ target: any SQLConnection) throws {
        for table in Self.tables where try target.count("SELECT count(*) FROM \(table)") > 0 {
            throw StoreError(.notEmpty, while: .copy)
        }
    }

    private func copy(
        _ table: String, _ source: any SQLConnection, _ target: any SQLConnection
    ) throws {
        let columns = try source.columns(of: table)
        let names = columns.map(\.name).joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        // A change set refers to the one that superseded it, all others to what is older.
        let order = table == "change_sets" ? "1 DESC" : "1"
        try target.bulk("INSERT INTO \(table) (\(names)) VALUES (\(marks))") { bulk in
            try source.query("SELECT \(names) FROM \(table) ORDER BY \(order)", []) { row in
                for (position, column) in columns.enumerated() {
                    append(row, position, column.kind, to: bulk)
                }
                try bulk.run()
            }
        }
    }

    private func append(
        _ row: any SQLRow, _ column: Int, _ kind: SQLColumn.Kind, to bulk: any SQLBulk
    ) {
        if row.isNull(column) {
            bulk.appendNull()
        } else {
            switch kind {
            case .integer: bulk.append(row.integer(column))
            case .text: bulk.append(row.text(column))
            case .bytes: bulk.append(row.bytes(column))
            }
        }
    }

    private func compareCounts(
        _ source: any SQLConnection, _ target: any SQLConnection
    ) throws -> Int64 {
        var rows: Int64 = 0
        for table in Self.tables {
            let count = try source.count("SELECT count(*) FROM \(table)")
            guard try target.count("SELECT count(*) FROM \(table)") == count else {
                throw StoreError(.inconsistent, while: .copy, detail: "rows of \(table)")
            }
            rows += count
        }
        return rows
    }
}

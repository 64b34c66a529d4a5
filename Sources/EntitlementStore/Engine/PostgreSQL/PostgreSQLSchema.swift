/// What a PostgreSQL database says of itself.
extension PostgreSQLConnection {
    /// Whether the schema that is written to has that table.
    func hasTable(_ name: String) throws -> Bool {
        try count(
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?",
            .text(name)) > 0
    }

    func schemaVersion() throws -> Int {
        try hasTable("rollcall") ? Int(count("SELECT max(schema_version) FROM rollcall")) : 0
    }

    /// The table's name marks the schema as Rollcall's; part of the transaction.
    func setSchemaVersion(_ version: Int) throws {
        try execute("CREATE TABLE IF NOT EXISTS rollcall (schema_version BIGINT NOT NULL)")
        if try execute("UPDATE rollcall SET schema_version = ?", .integer(Int64(version))) == 0 {
            try execute(
                "INSERT INTO rollcall (schema_version) VALUES (?)", .integer(Int64(version)))
        }
    }

    /// Only what would act by itself, or hide rows: the server writes the definition of a view in words of
    /// its own.
    func alteredParts() throws -> [String] {
        try all(
            """
            SELECT part.name::text FROM (
                SELECT tgname AS name, tgrelid AS relation FROM pg_trigger WHERE NOT tgisinternal
                UNION ALL SELECT rulename, ev_class FROM pg_rewrite WHERE rulename <> '_RETURN'
                UNION ALL SELECT relname, oid FROM pg_class WHERE relrowsecurity
              ) part JOIN pg_class c ON c.oid = part.relation
            WHERE c.relnamespace = current_schema()::regnamespace ORDER BY 1
            """, read: { $0.text(0) })
    }

    func columns(of table: String) throws -> [SQLColumn] {
        try all(
            """
            SELECT column_name, data_type FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position
            """, .text(table)
        ) { row in
            let kind: SQLColumn.Kind =
                switch row.text(1) {
                case "bigint": .integer
                case "bytea": .bytes
                default: .text
                }
            return SQLColumn(name: row.text(0), kind: kind)
        }
    }

    /// Looks before anything is written: nothing of a foreign schema is ever changed.
    /// - Throws: ``StoreError/Code/notFound``, ``StoreError/Code/notRollcall``,
    ///   ``StoreError/Code/newerVersion``, ``StoreError/Code/olderVersion``
    func check(_ mode: EntitlementStore.Mode) throws {
        let version = try schemaVersion()
        if version == 0 {
            let others = try count(
                "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
            if others > 0 { throw StoreError(.notRollcall, while: .open) }
            if mode == .readOnly { throw StoreError(.notFound, while: .open) }
        }
        try Migrator.check(version: version, mode)
    }
}

extension SQLDialect {
    /// Texts are compared byte by byte, as SQLite does, whatever the database's own order is.
    static let postgreSQL = SQLDialect(
        table: "", clustered: "",
        types: ["INTEGER": "BIGINT", "BLOB": "BYTEA", "TEXT": "TEXT COLLATE \"C\""])
}

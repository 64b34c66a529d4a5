/// Brings a database to the newest schema.
enum Migrator {
    /// Runs what is missing, all in one transaction, under the writer's lock.
    /// - Throws: as ``migrate(_:_:migrations:)``
    static func migrate(
        _ engine: any SQLEngine, migrations: [SchemaMigration] = SchemaMigration.all
    ) throws(StoreError) {
        try engine.write(.migrate) { connection in
            try migrate(connection, engine.dialect, migrations: migrations)
        }
    }

    /// The same, as a part of the caller's transaction.
    /// - Throws: ``StoreError/Code/newerVersion`` when it has migrations that this build does not
    ///   know, or knows by another name.
    static func migrate(
        _ connection: any SQLConnection, _ dialect: SQLDialect,
        migrations: [SchemaMigration] = SchemaMigration.all
    ) throws {
        let version = try connection.schemaVersion()
        guard version <= migrations.count else { throw StoreError(.newerVersion, while: .migrate) }
        if version > 0 { try check(connection, version, migrations) }
        for position in version..<migrations.count {
            for statement in migrations[position].statements {
                try connection.execute(dialect.rendered(statement))
            }
            try connection.execute(
                "INSERT INTO schema_migrations (position, name) VALUES (?, ?)",
                .integer(Int64(position + 1)), .text(migrations[position].name))
        }
        if version < migrations.count { try connection.setSchemaVersion(migrations.count) }
    }

    /// Whether the schema is what the migrations make: a trigger would write beside what the ledger
    /// attests.
    /// - Throws: ``StoreError/Code/alteredSchema``
    static func requireUnaltered(_ connection: any SQLConnection) throws {
        let parts = try connection.alteredParts()
        if parts.isEmpty { return }
        throw StoreError(.alteredSchema, while: .open, detail: parts.joined(separator: ", "))
    }

    /// Whether a schema of that version may be opened so: looked at before anything is written.
    /// - Throws: ``StoreError/Code/newerVersion``, ``StoreError/Code/olderVersion``
    static func check(
        version: Int, _ mode: EntitlementStore.Mode, path: String? = nil
    ) throws(StoreError) {
        let newest = SchemaMigration.all.count
        if version > newest { throw StoreError(.newerVersion, while: .open, path: path) }
        if mode == .readOnly, version < newest {
            throw StoreError(.olderVersion, while: .open, path: path)
        }
    }

    private static func check(
        _ connection: any SQLConnection, _ version: Int, _ migrations: [SchemaMigration]
    ) throws {
        let names = try connection.all(
            "SELECT name FROM schema_migrations ORDER BY position", read: { $0.text(0) })
        guard names == migrations.prefix(version).map(\.name) else {
            throw StoreError(
                .newerVersion, while: .migrate, detail: names.joined(separator: ", "))
        }
    }
}

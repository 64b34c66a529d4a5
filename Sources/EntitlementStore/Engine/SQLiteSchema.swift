/// Tables, views, indices and triggers of a SQLite database, each with its definition; white space and
/// quotes are SQLite's own, and of one version or another.
struct SQLiteSchema: Sendable, Hashable {
    private struct Part: Hashable {
        let kind: String
        let name: String
        let table: String
        let definition: String
    }

    private let parts: Set<Part>

    /// What SQLite keeps for itself is left out: indices that follow from a table, and its statistics.
    init(_ connection: any SQLConnection) throws {
        parts = Set(
            try connection.all(
                """
                SELECT type, name, tbl_name, sql FROM sqlite_master
                WHERE sql IS NOT NULL AND NOT (type = 'table' AND name LIKE 'sqlite_stat%')
                """
            ) { row in
                Part(
                    kind: row.text(0), name: row.text(1), table: row.text(2),
                    definition: row.text(3).filter { !$0.isWhitespace && $0 != "\"" })
            })
    }

    /// What all migrations make; made once a process, in memory.
    static let migrated = Result { () throws(StoreError) -> SQLiteSchema in
        let engine = try SQLiteEngine.copied(fromPath: nil)
        try Migrator.migrate(engine)
        return try engine.read(.open) { try SQLiteSchema($0) }
    }

    /// Names of what only one of them has, or has otherwise.
    func differences(from other: SQLiteSchema) -> [String] {
        Set(parts.symmetricDifference(other.parts).map(\.name)).sorted()
    }
}

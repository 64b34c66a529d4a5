import Entitlements

/// Tables, views, indices and triggers of a SQLite database, each with its definition; white space and
/// quotes are SQLite's own, and of one version or another.
struct SQLiteSchema: Sendable, Hashable {
    private struct Part: Hashable {
        let kind: String
        let name: String
        let table: String
        let definition: String

        var texts: [String] { [kind, name, table, definition] }
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
                var definition: [UInt8] = []
                row.withUTF8(3) { text in
                    definition = text.filter { $0 > UInt8(ascii: " ") && $0 != UInt8(ascii: "\"") }
                }
                return Part(
                    kind: row.text(0), name: row.text(1), table: row.text(2),
                    definition: String(decoding: definition, as: UTF8.self))
            })
    }

    /// One for all that is in it, in hexadecimal.
    var digest: String {
        let sorted = parts.map(\.texts).sorted { $0.lexicographicallyPrecedes($1) }
        return Digest(
            of: CanonicalJSON.bytes(of: .array(sorted.map { .array($0.map(JSONValue.string)) }))
        ).description
    }

    /// Of what all migrations make, so that not every process has to make it.
    static let known = "b26295d7c07e7ceed4bd07b6b0b1c65553d05698f5b348be80c1cc51675d853d"

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

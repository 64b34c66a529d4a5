import GRDB
import GRDBSQLite

/// One SQLite connection within a transaction of GRDB's; its statements are prepared once.
///
/// Rows go in and out through SQLite's own functions: a million rows take a third of the time that
/// they take through GRDB's statements.
final class SQLiteConnection: SQLConnection {
    private let database: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]
    /// Whether tables that were empty were filled.
    private(set) var isFilled = false

    /// Valid as long as GRDB lends the database out.
    init(_ database: Database) throws {
        guard let handle = database.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE)
        }
        self.database = handle
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try with(sql) { statement in
            statement.bind(arguments)
            while try statement.step() {}
        }
        return Int(sqlite3_changes(database))
    }

    func query(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws {
        try with(sql) { statement in
            statement.bind(arguments)
            while try statement.step() { try body(statement) }
        }
    }

    func bulk(_ sql: String, _ body: (any SQLBulk) throws -> Void) throws {
        try with(sql) { statement in
            let bulk = SQLiteBulk(statement)
            defer { bulk.abandon() }
            try body(bulk)
            try bulk.finish()
        }
    }

    /// An index whose order is not that of the rows is made from all of them at once: row by row, its pages
    /// go out of the cache and come back, which takes a sixth of a first run.
    func fill(_ tables: [String], _ body: () throws -> Void) throws {
        var definitions: [String] = []
        for table in tables {
            let indices = try all(
                """
                SELECT name, sql FROM sqlite_master
                WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL
                """, .text(table), read: { (name: $0.text(0), definition: $0.text(1)) })
            for index in indices { try execute("DROP INDEX \(index.name)") }
            definitions += indices.map(\.definition)
        }
        try body()
        for definition in definitions { try execute(definition) }
        isFilled = true
    }

    func danglingReferences() throws -> Int64 {
        try count("SELECT count(*) FROM pragma_foreign_key_check")
    }

    func alteredParts() throws -> [String] {
        let schema = try SQLiteSchema(self)
        if schema.digest == SQLiteSchema.known { return [] }
        return schema.differences(from: try SQLiteSchema.migrated.get())
    }

    func schemaVersion() throws -> Int { Int(try count("PRAGMA user_version")) }

    /// Both are in the file's header and part of the transaction.
    func setSchemaVersion(_ version: Int) throws {
        try execute("PRAGMA application_id = \(SQLiteFile.applicationID)")
        try execute("PRAGMA user_version = \(version)")
    }

    func columns(of table: String) throws -> [SQLColumn] {
        try all("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", .text(table)) { row in
            let kinds: [String: SQLColumn.Kind] = ["INTEGER": .integer, "BLOB": .bytes]
            return SQLColumn(name: row.text(0), kind: kinds[row.text(1)] ?? .text)
        }
    }

    /// A statement is lent out: a query within a query of the same text prepares its own.
    private func with(_ sql: String, _ body: (SQLiteStatement) throws -> Void) throws {
        let statement =
            try statements.removeValue(forKey: sql) ?? SQLiteStatement(sql, in: database)
        defer {
            statement.reset()
            statements[sql] = statement
        }
        try body(statement)
    }
}

import GRDB

/// SQLite through GRDB's pool: one writer, several readers beside it, write-ahead log.
struct SQLiteEngine: SQLEngine {
    let dialect = SQLDialect(table: "STRICT", clustered: "STRICT, WITHOUT ROWID")
    private let database: any DatabaseWriter
    private let path: String

    /// **Units:** seconds for which a writer waits for another process.
    static let busyTimeout = 10.0

    /// Opens a file that ``SQLiteFile`` found to be a store, or to be empty.
    init(
        path: String, mode: EntitlementStore.Mode, busyTimeout: Double = Self.busyTimeout
    ) throws(StoreError) {
        self.path = path
        do {
            switch mode {
            case .readWrite:
                SQLiteFile.make(path: path)
                let pool = try DatabasePool(
                    path: path, configuration: Self.configuration(busyTimeout))
                try pool.writeWithoutTransaction { database in
                    // GRDB relaxes this when it turns the write-ahead log on.
                    try database.execute(sql: "PRAGMA synchronous = EXTRA")
                    try Self.beginFilling(database)
                }
                database = pool
            case .readOnly:
                var configuration = Self.configuration(busyTimeout)
                configuration.readonly = true
                database = try DatabaseQueue(path: path, configuration: configuration)
            }
        } catch {
            throw StoreError(error, while: .open, path: path)
        }
    }

    private static func configuration(_ busyTimeout: Double) -> Configuration {
        var configuration = Configuration()
        // A look-up for each reference takes a quarter of the time of a large run. What is written
        // refers to rows that were read or written in the same transaction, no row is ever deleted,
        // and verifying the ledger looks at every reference.
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(busyTimeout)
        configuration.prepareDatabase { database in
            // The memory of a large transaction is bounded by this, not by its size. Rows are written in
            // the order of their keys: eight times the cache makes a first run no quicker. What is sorted
            // for an index keeps to the cache's size too, and goes to a nameless file otherwise.
            try database.execute(sql: "PRAGMA cache_size = -2048")
        }
        return configuration
    }

    /// What a first run writes goes to where it stays, and not to a log and from there to its place: there
    /// is nothing yet that anybody could read meanwhile.
    private static func beginFilling(_ database: Database) throws {
        if try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0 {
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
        }
    }

    /// From the first run on there are readers beside the writer. While one holds the file it stays as it
    /// is; whoever opens it next turns the log on.
    private static func endFilling(_ database: Database) throws {
        if try String.fetchOne(database, sql: "PRAGMA journal_mode") == "delete" {
            try? database.execute(sql: "PRAGMA journal_mode = WAL")
        }
    }

    func read<Result>(
        _ operation: StoreError.Operation, _ body: (any SQLConnection) throws -> Result
    ) throws(StoreError) -> Result {
        do {
            return try database.read { try body(SQLiteConnection($0)) }
        } catch {
            throw StoreError(error, while: operation, path: path)
        }
    }

    func watch() -> any StoreWatch { SQLiteWatch(path: path) }

    func write<Result>(
        _ operation: StoreError.Operation, _ body: (any SQLConnection) throws -> Result
    ) throws(StoreError) -> Result {
        do {
            return try database.writeWithoutTransaction { database in
                var result: Result?
                // Immediate: the lock is taken before anything is read that the writing rests on.
                try database.inTransaction(.immediate) {
                    result = try body(SQLiteConnection(database))
                    return .commit
                }
                guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
                if operation == .record { try Self.endFilling(database) }
                return result
            }
        } catch {
            throw StoreError(error, while: operation, path: path)
        }
    }
}

extension SQLiteEngine {
    /// A copy in memory of a store, or of an empty one where there is no file.
    static func copied(fromPath path: String?) throws(StoreError) -> SQLiteEngine {
        do {
            let copy = try DatabaseQueue(configuration: configuration(busyTimeout))
            if let path {
                var readOnly = configuration(busyTimeout)
                readOnly.readonly = true
                try DatabaseQueue(path: path, configuration: readOnly).backup(to: copy)
            }
            return SQLiteEngine(database: copy, path: path ?? "")
        } catch {
            throw StoreError(error, while: .open, path: path ?? "")
        }
    }

    private init(database: any DatabaseWriter, path: String) {
        self.database = database
        self.path = path
    }
}

import GRDB
import Synchronization

/// SQLite through GRDB's pool: one writer, several readers beside it, write-ahead log.
struct SQLiteEngine: SQLEngine {
    let dialect = SQLDialect(table: "STRICT", clustered: "STRICT, WITHOUT ROWID")
    private let database: any DatabaseWriter
    private let path: String
    private let filling = Filling()

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
                let filling = filling
                let pool = try DatabasePool(
                    path: path, configuration: Self.configuration(busyTimeout))
                try pool.writeWithoutTransaction { database in
                    // GRDB relaxes this when it turns the write-ahead log on.
                    try database.execute(sql: "PRAGMA synchronous = EXTRA")
                    try filling.begin(database)
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
                var isFilled = false
                // Immediate: the lock is taken before anything is read that the writing rests on.
                try database.inTransaction(.immediate) {
                    let connection = try SQLiteConnection(database)
                    result = try body(connection)
                    isFilled = connection.isFilled
                    return .commit
                }
                filling.end(database, isFilled: isFilled)
                guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
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

/// What fills an empty store goes to where it stays, and not to a log and from there to its place; who reads
/// meanwhile waits.
private final class Filling: Sendable {
    private enum State { case none, begun, done }

    private let state = Mutex(State.none)

    /// Turns the log off when there is nothing in the file, and nobody else at it.
    func begin(_ database: Database) throws {
        guard try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0,
            (try? database.execute(sql: "PRAGMA journal_mode = DELETE")) != nil
        else { return }
        state.withLock { $0 = .begun }
    }

    /// Turns the log on once there is something: from then on there are readers beside the writer. While
    /// one holds the file it stays as it is, until the next time.
    /// - Parameter isFilled: whether what was written just now is the filling.
    func end(_ database: Database, isFilled: Bool) {
        state.withLock { state in
            if state == .begun, isFilled { state = .done }
            guard state == .done else { return }
            if (try? database.execute(sql: "PRAGMA journal_mode = WAL")) != nil { state = .none }
        }
    }
}

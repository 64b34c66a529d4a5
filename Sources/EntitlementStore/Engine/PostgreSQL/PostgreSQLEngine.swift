import CPostgreSQL

/// PostgreSQL over libpq: one writer at a time among all hosts, readers beside it.
///
/// A reader sees one snapshot (repeatable read). A writer first takes an advisory lock that is its
/// transaction's: it goes with it, however it ends. What it then reads is what was committed last, as
/// each of its statements sees that (read committed) and nobody else writes.
struct PostgreSQLEngine: SQLEngine {
    let dialect = SQLDialect.postgreSQL
    private let pool: PostgreSQLPool
    private let mode: EntitlementStore.Mode
    private let lockTimeout: Int

    /// "Roll" in ASCII: one lock a database.
    private static let lock = 0x526F_6C6C

    /// Connects, and refuses what is no store of this version's.
    /// - Parameters:
    ///   - lockTimeout: **Units:** milliseconds for which a writer waits for another.
    ///   - patience: how long a server that does not answer is tried again, now and between two
    ///     transactions; never within one.
    init(
        _ address: PostgreSQLAddress, mode: EntitlementStore.Mode, lockTimeout: Int = 10_000,
        patience: Duration = .seconds(10)
    ) throws(StoreError) {
        pool = PostgreSQLPool(address, patience: patience)
        self.mode = mode
        self.lockTimeout = lockTimeout
        try transaction(.open, Self.reading) { connection in try connection.check(mode) }
    }

    private static let reading = """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '10min'
        """

    /// Watches hear of it when it is committed, and only then.
    ///
    /// A writer whose host is gone keeps the others out no longer than five minutes.
    private var writing: String {
        """
        BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = \(lockTimeout);
        SET LOCAL statement_timeout = '10min';
        SET LOCAL idle_in_transaction_session_timeout = '5min';
        \(PostgreSQLWatch.notification); SELECT pg_advisory_xact_lock(\(Self.lock))
        """
    }

    func read<Result>(
        _ operation: StoreError.Operation, _ body: (any SQLConnection) throws -> Result
    ) throws(StoreError) -> Result {
        try transaction(operation, Self.reading, body)
    }

    @discardableResult
    func write<Result>(
        _ operation: StoreError.Operation, _ body: (any SQLConnection) throws -> Result
    ) throws(StoreError) -> Result {
        if mode == .readOnly { throw StoreError(.readOnly, while: operation) }
        return try transaction(operation, writing, body)
    }

    func watch() -> any StoreWatch { PostgreSQLWatch(pool.address) }

    private func transaction<Result>(
        _ operation: StoreError.Operation, _ begin: String,
        _ body: (PostgreSQLConnection) throws -> Result
    ) throws(StoreError) -> Result {
        do {
            let connection = try pool.begin(begin)
            do {
                let result = try body(connection)
                // A transaction in which a statement failed ends with ROLLBACK, and no error.
                guard try connection.run("COMMIT") == "COMMIT" || begin == Self.reading else {
                    throw StoreError(
                        .inconsistent, while: operation, detail: "a failed statement was ignored")
                }
                pool.giveBack(connection)
                return result
            } catch {
                if connection.rollBack() { pool.giveBack(connection) }
                throw error
            }
        } catch {
            throw StoreError(error, while: operation, at: pool.address)
        }
    }
}

extension EntitlementStore {
    /// Reads several things of one and the same state, in one transaction, however fast runs follow each other.
    /// - Parameter body: is given the store as it was when it was called; that store ends with it.
    public func unchanging<Result>(
        _ body: (EntitlementStore) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try engine.read(.read) { connection in
            let held = HeldEngine(connection, dialect: engine.dialect)
            do {
                return try body(EntitlementStore(engine: held, isRehearsal: isRehearsal))
            } catch {
                throw held.fault ?? error
            }
        }
    }
}

/// A transaction of another engine that reads.
private final class HeldEngine: SQLEngine, @unchecked Sendable {  // its body has one thread
    let dialect: SQLDialect
    private let connection: any SQLConnection
    /// What a statement came to, for the engine whose words it is in.
    private(set) var fault: (any Error)?

    init(_ connection: any SQLConnection, dialect: SQLDialect) {
        self.connection = connection
        self.dialect = dialect
    }

    func read<Result>(
        _ operation: StoreError.Operation, _ body: (any SQLConnection) throws -> Result
    ) throws(StoreError) -> Result {
        do {
            return try body(connection)
        } catch {
            fault = error
            throw error as? StoreError ?? StoreError(.inconsistent, while: operation)
        }
    }

    func write<Result>(
        _ operation: StoreError.Operation, _ body: (any SQLConnection) throws -> Result
    ) throws(StoreError) -> Result { throw StoreError(.readOnly, while: operation) }

    /// Nothing moves on here.
    func watch() -> any StoreWatch { StillWatch() }

    private struct StillWatch: StoreWatch {
        func wait(upTo limit: Duration) -> Bool { false }
    }
}

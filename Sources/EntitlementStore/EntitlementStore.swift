import Directory
import Entitlements

/// The entitlements in force with their whole history: what was read, proposed, decided and applied.
///
/// One transaction an operation: what is reported as done survives the loss of the process and of the
/// power, and nothing is ever half done. Reading never waits for writing, a first run's apart.
public struct EntitlementStore: Sendable {
    /// What the caller is going to do.
    public enum Mode: Sendable, Hashable {
        /// Creates the database when there is none and brings an older one to this version.
        case readWrite
        /// Changes nothing at all.
        case readOnly
    }

    /// Every operation is one transaction of it.
    package let engine: any SQLEngine
    /// Whether it is a copy that ends with the process: what is recorded in it is recorded nowhere.
    public let isRehearsal: Bool

    /// A store over an engine whose schema is that of this build.
    package init(engine: any SQLEngine, isRehearsal: Bool = false) {
        self.engine = engine
        self.isRehearsal = isRehearsal
    }

    private init(_ engine: any SQLEngine, _ mode: Mode) throws(StoreError) {
        if mode == .readWrite {
            try engine.write(.migrate) { connection in
                try Migrator.migrate(connection, engine.dialect)
                try Migrator.requireUnaltered(connection)
            }
        }
        self.init(engine: engine)
    }

    /// - Throws: ``StoreError/Code/notFound``, ``StoreError/Code/notRollcall``,
    ///   ``StoreError/Code/alteredSchema`` when it is to be written to,
    ///   ``StoreError/Code/newerVersion``, ``StoreError/Code/olderVersion``,
    ///   ``StoreError/Code/readOnly``, ``StoreError/Code/unavailable``, ``StoreError/Code/full``,
    ///   ``StoreError/Code/damaged`` and ``StoreError/Code/busy``; of a server also
    ///   ``StoreError/Code/unreachable``, ``StoreError/Code/untrusted``, ``StoreError/Code/denied`` and
    ///   ``StoreError/Code/unsupported``.
    public static func open(_ location: StoreLocation, mode: Mode = .readWrite) throws(StoreError)
        -> EntitlementStore
    {
        try EntitlementStore(engine(at: location, mode: mode), mode)
    }

    /// What is at a place, or what a store can be made in; its schema is as it was.
    /// - Throws: as ``open(_:mode:)``
    static func engine(at location: StoreLocation, mode: Mode) throws(StoreError) -> any SQLEngine {
        switch location {
        case .sqlite(let path):
            try SQLiteFile.check(path: path, mode: mode)
            return try SQLiteEngine(path: path, mode: mode)
        case .postgreSQL(let address):
            return try PostgreSQLEngine(address, mode: mode)
        }
    }

    /// Writes nothing, as a run would write it: so whoever may not write learns it before a run does.
    /// - Throws: as ``open(_:mode:)``; ``StoreError/Code/busy`` while somebody writes
    public static func tryWriting(to location: StoreLocation) throws(StoreError) {
        try engine(at: location, mode: .readWrite).write(.write) { connection in
            try connection.execute("UPDATE leases SET fencing = fencing WHERE 1 = 0")
            try connection.execute("INSERT INTO ledger SELECT * FROM ledger WHERE 1 = 0")
        }
    }
}

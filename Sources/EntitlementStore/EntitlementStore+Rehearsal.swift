extension EntitlementStore {
    /// A copy of a store that is gone when the process ends: what is done to it changes nothing.
    ///
    /// A run on it is the very run that the store itself would see, which no imitation of a run could
    /// promise. Where there is no store yet, the copy is an empty one.
    /// - Throws: as ``open(_:mode:)`` for reading; an older version's file is copied and brought to this
    ///   version, while an older version's server is refused, since its tables are copied one by one
    public static func rehearsal(of location: StoreLocation) throws(StoreError) -> EntitlementStore
    {
        switch location {
        case .sqlite(let path):
            var source: String? = path
            do {
                try SQLiteFile.check(path: path, mode: .readOnly)
            } catch  where error.code == .notFound {
                source = nil
            } catch  where error.code == .olderVersion {
                // The copy is brought to this version.
            } catch {
                throw error
            }
            let engine = try SQLiteEngine.copied(fromPath: source)
            try Migrator.migrate(engine)
            // A run at work on the store keeps no rehearsal out.
            try engine.write(.lease) { connection in
                _ = try connection.execute("UPDATE leases SET holder = NULL", [])
            }
            return EntitlementStore(engine: engine, isRehearsal: true)
        case .postgreSQL(let address):
            let engine = try SQLiteEngine.copied(fromPath: nil)
            try Migrator.migrate(engine)
            do {
                let server = try PostgreSQLEngine(address, mode: .readOnly)
                try StoreCopy(from: server, to: engine).run()
            } catch  where error.code == .notFound {
                // There is no store yet: an empty one it is.
            }
            return EntitlementStore(engine: engine, isRehearsal: true)
        }
    }
}

import Directory
import Entitlements

extension EntitlementStore {
    /// The state of the store at that moment.
    /// - Throws: ``StoreError/Code/unknownRevision`` for a revision that is not yet.
    public func moment(_ moment: Moment = .now) throws(StoreError) -> StoredMoment {
        try engine.read(.read) { connection in
            let state = try MomentReader(connection: connection).state(moment)
            return StoredMoment(
                revision: state.revision, since: state.since,
                run: state.run == 0 ? nil : RunID(rawValue: state.run))
        }
    }
}

extension EntitlementStore {
    /// The revisions that each change set made when it was applied. **Shape:** ascending; none for a
    /// set that was not.
    public func revisionsByChangeSet() throws(StoreError) -> [ChangeSetID: [Revision]] {
        try engine.read(.read) { connection in
            var revisions: [ChangeSetID: [Revision]] = [:]
            try connection.query("SELECT change_set_no, no FROM revisions ORDER BY no", []) { row in
                let id = ChangeSetID(rawValue: row.integer(0))
                revisions[id, default: []].append(Revision(row.integer(1)))
            }
            return revisions
        }
    }
}

/// Finds the revision and the run that go with a moment.
struct MomentReader {
    /// **Shape:** 0 stands for "before the first".
    struct State {
        /// In force then.
        let revision: Revision
        /// When the revision came into force.
        let since: Timestamp?
        /// The run whose facts go with it.
        let run: Int64
    }

    let connection: any SQLConnection

    /// The state at that moment.
    /// - Throws: ``StoreError/Code/unknownRevision``
    func state(_ moment: Moment) throws -> State {
        switch moment {
        case .now:
            let revision = try connection.count("SELECT max(no) FROM revisions")
            return try state(revision, run: connection.count("SELECT max(no) FROM runs"))
        case .revision(let revision):
            let newest = try connection.count("SELECT max(no) FROM revisions")
            guard (0...newest).contains(revision.rawValue) else {
                throw StoreError(
                    .unknownRevision, while: .read, detail: "revision \(revision) of \(newest)")
            }
            let run =
                revision.rawValue == newest
                ? try connection.count("SELECT max(no) FROM runs")
                : try connection.count(
                    "SELECT run_no FROM revisions WHERE no = ?",
                    .integer(revision.rawValue + 1))
            return try state(revision.rawValue, run: run)
        case .time(let time):
            let text = SQLValue.text(time.description)
            let revision = try connection.count(
                "SELECT max(no) FROM revisions WHERE time <= ?", text)
            let recorded = try connection.count("SELECT max(no) FROM runs WHERE ended <= ?", text)
            // A revision cannot rest on facts that came after it, whatever the clocks said.
            let applied = try connection.count(
                "SELECT run_no FROM revisions WHERE no = ?", .integer(revision))
            return try state(revision, run: max(recorded, applied))
        }
    }

    private func state(_ revision: Int64, run: Int64) throws -> State {
        State(
            revision: Revision(revision),
            since: try connection.first(
                "SELECT time FROM revisions WHERE no = ?", .integer(revision),
                read: { try $0.timestamp(0) }), run: run)
    }
}

import Diagnostics
import Directory
import Entitlements

extension EntitlementStore {
    /// Up to when each source was known completely at that moment. **Shape:** sorted by source.
    public func freshness(asOf moment: Moment = .now) throws(StoreError) -> [SourceFreshness] {
        try engine.read(.read) { connection in
            try connection.freshness(
                upTo: try MomentReader(connection: connection).state(moment).run)
        }
    }

    /// What a run found odd: in the readings, their correlation, the evaluation and the mappings'
    /// tests. Entries are named: for reports, never for a log. **Shape:** sorted.
    public func findings(ofRun run: RunID) throws(StoreError) -> [Diagnostic] {
        try engine.read(.read) { connection in
            try connection.findings(
                ofRun: try connection.count(
                    "SELECT findings_run FROM runs WHERE no = ?", .integer(run.rawValue)))
        }
    }

    /// Recorded runs, newest first.
    public func runs(limit: Int) throws(StoreError) -> [StoredRun] {
        try engine.read(.read) { connection in
            try connection.runs("ORDER BY r.no DESC LIMIT ?", .integer(Int64(limit)))
        }
    }

    /// Where the record begins; nil before the first run.
    public func firstRun() throws(StoreError) -> StoredRun? {
        try engine.read(.read) { try $0.runs("ORDER BY r.no LIMIT ?", .integer(1)).first }
    }

    /// The complete readings of a source before a run, newest first.
    public func completeReadings(
        of source: SourceID, before run: RunID, limit: Int
    ) throws(StoreError) -> [StoredRun.Source] {
        try engine.read(.read) { connection in
            try connection.sources(
                """
                WHERE x.source_no = (SELECT no FROM sources WHERE id = ?) AND x.run_no < ?
                  AND x.is_complete = 1 ORDER BY x.run_no DESC LIMIT ?
                """, .text(source.rawValue), .integer(run.rawValue), .integer(Int64(limit)))
        }
    }

    /// nil when there is none of that number.
    public func run(_ id: RunID) throws(StoreError) -> StoredRun? {
        try engine.read(.read) { connection in
            try connection.runs("WHERE r.no = ?", .integer(id.rawValue)).first
        }
    }
}

extension SQLConnection {
    /// Of every source of the last run up to that one.
    func freshness(upTo run: Int64) throws -> [SourceFreshness] {
        let sources = try all(
            """
            SELECT s.no, s.id FROM run_sources x JOIN sources s ON s.no = x.source_no
            WHERE x.run_no = ? ORDER BY s.id
            """, .integer(run), read: { (number: $0.integer(0), id: SourceID($0.text(1))) })
        var freshness: [SourceFreshness] = []
        for source in sources {
            let time = try first(
                """
                SELECT ended FROM run_sources WHERE source_no = ? AND run_no <= ?
                  AND is_complete = 1 ORDER BY run_no DESC LIMIT 1
                """, .integer(source.number), .integer(run), read: { try $0.timestamp(0) })
            freshness.append(SourceFreshness(source: source.id, completeAsOf: time))
        }
        return freshness.sorted { $0.source < $1.source }
    }

    /// - Parameter rest: of the query, with one parameter.
    fileprivate func runs(_ rest: String, _ argument: SQLValue) throws -> [StoredRun] {
        try all(
            """
            SELECT r.no, r.started, r.ended, r.verdict, m.digest, r.change_set_no
            FROM runs r LEFT JOIN mappings m ON m.no = r.mapping_no
            \(rest)
            """, argument
        ) { row in
            StoredRun(
                id: RunID(rawValue: row.integer(0)), start: try row.timestamp(1),
                end: try row.timestamp(2), verdict: try row.word(3),
                mapping: row.isNull(4) ? nil : try row.digest(4),
                changeSet: row.optionalInteger(5).map(ChangeSetID.init(rawValue:)),
                sources: try sources(
                    "WHERE x.run_no = ? ORDER BY x.position", .integer(row.integer(0))))
        }
    }

    /// - Parameter rest: of the query.
    fileprivate func sources(
        _ rest: String, _ arguments: SQLValue...
    ) throws -> [StoredRun.Source] {
        var sources: [StoredRun.Source] = []
        try query(
            """
            SELECT x.certificate, x.is_complete, x.people, x.groups, x.memberships FROM run_sources x
            \(rest)
            """, arguments
        ) { row in
            sources.append(
                StoredRun.Source(
                    certificate: try StoredJSON.value(ReadingCertificate.self, of: row.text(0)),
                    counts: row.flag(1) ? try row.counts(2) : nil))
        }
        return sources
    }
}

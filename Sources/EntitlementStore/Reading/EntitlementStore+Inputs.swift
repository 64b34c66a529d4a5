import Directory
import Entitlements

extension EntitlementStore {
    /// What the snapshot of that moment was made of, in the order of the configuration then: for
    /// `why-not`, and for the directory of a past time.
    public func readings(asOf moment: Moment = .now) throws(StoreError) -> [SelectedReading] {
        try engine.read(.read) { connection in
            let run = try MomentReader(connection: connection).state(moment).run
            let certificates = try connection.all(
                "SELECT certificate FROM run_sources WHERE run_no = ? ORDER BY position",
                .integer(run),
                read: { try StoredJSON.value(ReadingCertificate.self, of: $0.text(0)) })
            let reader = ReadingReader(connection: connection)
            var readings: [SelectedReading] = []
            for certificate in certificates {
                readings.append(
                    SelectedReading(
                        id: certificate.source,
                        reading: try reader.reading(of: certificate.source, upTo: run),
                        staleBecause: certificate.reasons))
            }
            return readings
        }
    }

    /// The organisation at that moment, put together of what was read.
    /// - Parameter correlation: as it is configured now.
    public func organization(
        asOf moment: Moment = .now, by correlation: Correlation
    ) throws(StoreError) -> DirectorySnapshot {
        let readings = try readings(asOf: moment)
        return correlation.snapshot(
            of: readings, known: try links(includingOwn: readings.count > 1))
    }

    /// Logins and names of groups that came back under another anchor, and wait for a decision.
    public func unsettledLabels() throws(StoreError) -> UnsettledLabels {
        try engine.read(.read) { connection in
            let people = try connection.all(
                """
                SELECT p.id FROM labels l JOIN people p ON p.no = l.owner_no
                WHERE l.is_settled = 0 AND l.until_run IS NULL AND l.kind = 'userName'
                """, read: { PersonID($0.text(0)) })
            let groups = try connection.all(
                """
                SELECT s.id || ':' || g.anchor FROM labels l
                  JOIN groups g ON g.no = l.owner_no JOIN sources s ON s.no = g.source_no
                WHERE l.is_settled = 0 AND l.until_run IS NULL AND l.kind = 'group'
                """, read: { GroupID($0.text(0)) })
            return UnsettledLabels(people: Set(people), groups: Set(groups))
        }
    }

    /// The mappings that were evaluated last at that moment; nil when none were yet.
    public func mappingRevision(asOf moment: Moment = .now) throws(StoreError) -> MappingRevision? {
        try engine.read(.read) { connection in
            let run = try MomentReader(connection: connection).state(moment).run
            let number = try connection.first(
                """
                SELECT mapping_no FROM runs WHERE no <= ? AND mapping_no IS NOT NULL
                ORDER BY no DESC LIMIT 1
                """, .integer(run), read: { $0.integer(0) })
            return try number.map { try Self.mapping($0, connection) }
        }
    }

    /// Every wording of a rule that was ever evaluated. **Shape:** the latest mappings first, so that
    /// of a rule that moved its latest place is first.
    public func everyRule() throws(StoreError) -> [MappingRevision.Rule] {
        try engine.read(.read) { connection in
            try connection.all(
                """
                SELECT kind, id, digest, title, file, line FROM mapping_rules
                ORDER BY mapping_no DESC, position
                """, read: Self.rule)
        }
    }

    private static func rule(_ row: any SQLRow) throws -> MappingRevision.Rule {
        MappingRevision.Rule(
            reference: RuleReference(
                kind: try row.word(0), id: row.text(1), digest: try row.digest(2)),
            title: row.text(3), file: row.text(4), line: Int(row.integer(5)))
    }

    private static func mapping(_ number: Int64, _ connection: any SQLConnection) throws
        -> MappingRevision
    {
        let key = SQLValue.integer(number)
        return MappingRevision(
            files: try connection.all(
                "SELECT path, text FROM mapping_files WHERE mapping_no = ? ORDER BY path", key,
                read: { MappingRevision.File(path: $0.text(0), text: $0.text(1)) }),
            rules: try connection.all(
                """
                SELECT kind, id, digest, title, file, line FROM mapping_rules
                WHERE mapping_no = ? ORDER BY position
                """, key, read: Self.rule),
            roles: try connection.all(
                """
                SELECT id, title, tier, owner FROM mapping_roles WHERE mapping_no = ? ORDER BY id
                """, key, read: { try $0.role(0) }))
    }
}

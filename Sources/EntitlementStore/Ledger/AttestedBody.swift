import Directory
import Entitlements

/// What a ledger entry says, computed from the tables: when it is written, and again when the ledger
/// is verified, so that rows that were changed since do not agree with it.
struct AttestedBody {
    let connection: any SQLConnection

    /// Files, rules and roles of a wording of the mappings.
    func mapping(_ number: Int64) throws -> JSONValue {
        let key = SQLValue.integer(number)
        let digest = try connection.first(
            "SELECT digest FROM mappings WHERE no = ?", key, read: { try $0.digest(0) })
        var rows = RowDigest()
        try connection.query(
            "SELECT path, text FROM mapping_files WHERE mapping_no = ? ORDER BY path", [key]
        ) { rows.add($0, texts: 0, 1) }
        try connection.query(
            """
            SELECT kind, id, title, file, digest, line FROM mapping_rules
            WHERE mapping_no = ? ORDER BY position
            """, [key]
        ) { row in
            rows.add(row, texts: 0, 1, 2, 3)
            rows.add(.string(try row.digest(4).description))
            rows.add(.integer(row.integer(5)))
        }
        try connection.query(
            "SELECT id, title, tier, owner FROM mapping_roles WHERE mapping_no = ? ORDER BY id",
            [key]
        ) { rows.add($0, texts: 0, 1, 2, 3) }
        return [
            "content": .string(rows.digest.description),
            "digest": .optional(digest?.description), "mapping": .integer(number),
        ]
    }

    /// What a run read, found and came to.
    func run(_ number: Int64) throws -> JSONValue {
        let key = SQLValue.integer(number)
        var body: [String: JSONValue] = ["run": .integer(number)]
        try connection.query(
            """
            SELECT r.started, r.ended, r.verdict, r.change_set_no, m.digest, r.entry, r.guards,
              r.findings_run, r.inputs
            FROM runs r LEFT JOIN mappings m ON m.no = r.mapping_no WHERE r.no = ?
            """, [key]
        ) { row in
            body["start"] = .string(row.text(0))
            body["end"] = .string(row.text(1))
            body["verdict"] = .string(row.text(2))
            body["changeSet"] = row.optionalInteger(3).map(JSONValue.integer) ?? .null
            body["mapping"] = row.isNull(4) ? .null : .string(try row.digest(4).description)
            body["dropped"] = .array(try dropped(row.integer(5)))
            body["guards"] = try StoredJSON.value(GuardLimits.self, of: row.text(6)).json
            body["findings"] = try findings(row.integer(7), of: number)
            if !row.isNull(8) { body["inputs"] = .string(try row.digest(8).description) }
        }
        body["sources"] = .array(try sources(of: key))
        body["grounds"] = try grounds(begunWith: key)
        return .object(body)
    }

    /// What entitlements rest on since that run, and did not when they were granted: those grounds are
    /// the change's.
    /// - Returns: nil when it changed nothing of that.
    private func grounds(begunWith run: SQLValue) throws -> JSONValue? {
        var rows = RowDigest()
        var entitlements: Set<Int64> = []
        try connection.query(
            """
            SELECT b.entitlement_no, d.digest FROM bases_over_time b
              JOIN entitlements e ON e.no = b.entitlement_no
              JOIN revisions g ON g.no = e.granted_revision
              JOIN basis_derivations m ON m.basis_no = b.basis_no
              JOIN derivations d ON d.no = m.derivation_no
            WHERE b.since_run = ? AND g.run_no < b.since_run
            ORDER BY b.entitlement_no, d.digest
            """, [run]
        ) { row in
            entitlements.insert(row.integer(0))
            rows.add(.integer(row.integer(0)))
            rows.add(.string(try row.digest(1).description))
        }
        if entitlements.isEmpty { return nil }
        return [
            "count": .number(entitlements.count), "digest": .string(rows.digest.description),
        ]
    }

    /// The rows are attested by the run that wrote them; a later one names that run.
    private func findings(_ holder: Int64, of run: Int64) throws -> JSONValue {
        guard holder == run else { return ["run": .integer(holder)] }
        var rows = RowDigest()
        var count = 0
        try connection.query(
            """
            SELECT severity, code, message, hint, source, entry, file, line, file_column
            FROM run_findings WHERE run_no = ? ORDER BY position
            """, [.integer(run)]
        ) { row in
            rows.add(row, texts: 0, 1, 2, 3, 4, 5, 6, 7, 8)
            count += 1
        }
        return [
            "run": .integer(run), "count": .number(count),
            "digest": .string(rows.digest.description),
        ]
    }

    /// Change sets that ended with the run, because nothing would change any longer.
    private func dropped(_ entry: Int64) throws -> [JSONValue] {
        try connection.all(
            "SELECT no FROM change_sets WHERE closed_entry = ? ORDER BY no", .integer(entry),
            read: { .integer($0.integer(0)) })
    }

    private func sources(of run: SQLValue) throws -> [JSONValue] {
        try connection.all(
            """
            SELECT s.id, x.is_complete, x.certificate, x.people, x.groups, x.memberships, x.content,
              x.ended
            FROM run_sources x JOIN sources s ON s.no = x.source_no
            WHERE x.run_no = ? ORDER BY x.position
            """, run
        ) { row in
            let certificate = try StoredJSON.value(ReadingCertificate.self, of: row.text(2))
            guard certificate.end.description == row.text(7) else { throw StoreError.unreadable }
            let number = { (column: Int) -> JSONValue in
                row.optionalInteger(column).map(JSONValue.integer) ?? .null
            }
            return [
                "source": .string(row.text(0)), "complete": .bool(row.flag(1)),
                "certificate": .string(Digest(of: row.text(2)).description),
                "people": number(3), "groups": number(4), "memberships": number(5),
                "content": number(6),
            ]
        }
    }

    /// A proposal, and the decisions that it took over.
    func changeSet(_ number: Int64) throws -> JSONValue {
        let key = SQLValue.integer(number)
        let id = ChangeSetID(rawValue: number)
        guard let summary = try ChangeSetReader(connection: connection).summary(id) else {
            return .null
        }
        let entry = try connection.count("SELECT entry FROM change_sets WHERE no = ?", key)
        let supersedes = try connection.first(
            "SELECT no FROM change_sets WHERE superseded_by = ?", key, read: { $0.integer(0) })
        let carried = try decisionDigest(entry)
        return [
            "changeSet": .integer(number), "digest": .string(summary.digest.description),
            "run": .integer(summary.run.rawValue), "grants": .number(summary.grants),
            "revokes": .number(summary.revokes), "guards": .number(summary.guards.count),
            "supersedes": supersedes.map(JSONValue.integer) ?? .null,
            "carriedOver": .number(carried.count),
            "carriedDecisions": .string(carried.digest.description),
        ]
    }

    /// The decisions that were recorded with that entry.
    func decisions(of changeSet: Int64, entry: Int64) throws -> JSONValue {
        let (digest, count) = try decisionDigest(entry)
        let reviewers = try connection.all(
            """
            SELECT DISTINCT coalesce(person, ''), coalesce(lane, ''), authority, verdict
            FROM decisions WHERE entry = ? ORDER BY 1, 2, 3, 4
            """, .integer(entry)
        ) { row -> JSONValue in
            [
                "person": .string(row.text(0)), "lane": .string(row.text(1)),
                "authority": .string(row.text(2)), "verdict": .string(row.text(3)),
            ]
        }
        return [
            "changeSet": .integer(changeSet), "count": .number(count),
            "digest": .string(digest.description), "reviewers": .array(reviewers),
        ]
    }

    private func decisionDigest(_ entry: Int64) throws -> (digest: Digest, count: Int) {
        let decisions = try ChangeSetReader(connection: connection).decisions(
            where: "entry = ?", [.integer(entry)])
        var rows = RowDigest()
        for decision in decisions { rows.add(decision.json) }
        return (rows.digest, decisions.count)
    }

    /// What became of changes of a change set with that entry.
    func settlement(of changeSet: Int64, entry: Int64) throws -> JSONValue {
        var rows: [String: (count: Int, digest: RowDigest)] = [:]
        try connection.query(
            """
            SELECT s.state, c.id FROM \(ChangeItemRows.ofSet) WHERE t.no = ? AND s.entry = ?
            ORDER BY c.no
            """, [.integer(changeSet), .integer(entry)]
        ) { row in
            let state = row.text(0)
            rows[state, default: (0, RowDigest())].count += 1
            rows[state]?.digest.add(.string(try row.digest(1).description))
        }
        let closed = try connection.first(
            "SELECT state, digest FROM change_sets WHERE no = ? AND closed_entry = ?",
            .integer(changeSet), .integer(entry),
            read: { (state: $0.text(0), digest: try $0.digest(1)) })
        let revision = try connection.first(
            "SELECT no, time FROM revisions WHERE entry = ? AND change_set_no = ?",
            .integer(entry), .integer(changeSet),
            read: { (number: $0.integer(0), time: $0.text(1)) })
        var body: [String: JSONValue] = [
            "changeSet": .integer(changeSet), "closedAs": .optional(closed?.state),
            "revision": revision.map { .integer($0.number) } ?? .null,
            "time": .optional(revision?.time),
        ]
        for state in ["applied", "stale", "rejected"] {
            let settled = rows[state] ?? (0, RowDigest())
            body[state] = [
                "count": .number(settled.count),
                "digest": .string(settled.digest.digest.description),
            ]
        }
        return .object(body)
    }
}

/// One digest over many values, in order.
struct RowDigest {
    private var writer = JSONWriter(indentation: nil)

    mutating func add(_ value: JSONValue) {
        writer.write(value)
        writer.write(raw: "\n")
    }

    /// Takes these columns of a row as one value; NULL counts as empty.
    mutating func add(_ row: any SQLRow, texts columns: Int...) {
        add(.strings(columns.map(row.text)))
    }

    /// Of everything that was added.
    var digest: Digest { Digest(of: writer.bytes) }
}

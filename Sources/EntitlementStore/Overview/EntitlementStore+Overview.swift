import Directory
import Entitlements

extension EntitlementStore {
    /// The store in numbers, as it is now.
    /// - Complexity: one pass over the entitlements that ever were and over the changes that wait.
    public func overview() throws(StoreError) -> StoreOverview {
        try engine.read(.read) { try OverviewReader(connection: $0).overview() }
    }

    /// How long the ledger is: whatever ``overview()`` tells is attested, so that it is the same as long as
    /// this is.
    public func ledgerLength() throws(StoreError) -> Int {
        try engine.read(.read) { Int(try $0.ledgerLength()) }
    }
}

extension SQLConnection {
    fileprivate func ledgerLength() throws -> Int64 { try count("SELECT max(no) FROM ledger") }
}

/// Counts within a transaction of the store.
private struct OverviewReader {
    let connection: any SQLConnection

    func overview() throws -> StoreOverview {
        let state = try MomentReader(connection: connection).state(.now)
        return StoreOverview(
            moment: StoredMoment(
                revision: state.revision, since: state.since,
                run: state.run == 0 ? nil : RunID(rawValue: state.run)),
            runs: try runs(), lastRunSeconds: try seconds(ofRun: state.run),
            sources: try sources(ofRun: state.run), pending: try pending(),
            held: try held(upTo: state.run),
            ledgerEntries: Int(try connection.ledgerLength()))
    }

    private func runs() throws -> [RunVerdict: StoreOverview.Runs] {
        var runs: [RunVerdict: StoreOverview.Runs] = [:]
        try connection.query("SELECT verdict, count(*), max(ended) FROM runs GROUP BY verdict", [])
        {
            runs[try $0.word(0)] = .init(count: Int($0.integer(1)), last: try $0.timestamp(2))
        }
        return runs
    }

    private func seconds(ofRun run: Int64) throws -> Int64? {
        try connection.first("SELECT started, ended FROM runs WHERE no = ?", .integer(run)) { row in
            max(0, try row.timestamp(1).secondsSinceEpoch - row.timestamp(0).secondsSinceEpoch)
        }
    }

    private func sources(ofRun run: Int64) throws -> [StoreOverview.Source] {
        let complete = Dictionary(
            try connection.freshness(upTo: run).map { ($0.source, $0.completeAsOf) }
        ) { $1 }
        return try connection.all(
            """
            SELECT s.id, x.is_complete, s.people, s.groups, s.memberships
            FROM run_sources x JOIN sources s ON s.no = x.source_no WHERE x.run_no = ?
            """, .integer(run)
        ) { row in
            let id = SourceID(row.text(0))
            return StoreOverview.Source(
                id: id, isComplete: row.flag(1), completeAsOf: complete[id] ?? nil,
                counts: row.isNull(2) ? nil : try row.counts(2))
        }.sorted { $0.id < $1.id }
    }
}

// MARK: - What waits

extension OverviewReader {
    private func pending() throws -> StoreOverview.Pending? {
        guard let id = try ChangeSetReader(connection: connection).pending() else { return nil }
        let key = SQLValue.integer(id.rawValue)
        var changes: [StoreOverview.ChangeKind: Int] = [:]
        var undecided = 0
        try connection.query(
            """
            SELECT r.action, r.tier, count(*), count(d.change_id)
            FROM \(ChangeItemRows.ofSet) JOIN reasons r ON r.no = c.reason_no
              LEFT JOIN (SELECT DISTINCT change_id FROM decisions WHERE change_set_no = ?) d
                ON d.change_id = c.id
            WHERE t.no = ? AND s.state IS NULL GROUP BY r.action, r.tier
            """, [key, key]
        ) { row in
            let kind = StoreOverview.ChangeKind(action: try row.word(0), tier: try row.word(1))
            changes[kind] = Int(row.integer(2))
            undecided += Int(row.integer(2) - row.integer(3))
        }
        var guards: [GuardFinding.Kind: Int] = [:]
        try connection.query(
            "SELECT kind, count(*) FROM guard_findings WHERE change_set_no = ? GROUP BY kind", [key]
        ) { guards[try $0.word(0)] = Int($0.integer(1)) }
        return StoreOverview.Pending(
            id: id, since: try waiting(until: key), changes: changes, undecided: undecided,
            guards: guards)
    }

    /// When the first of the change sets was made that led to that one, each superseding the one before.
    private func waiting(until id: SQLValue) throws -> Timestamp {
        let before = try connection.count(
            """
            SELECT max(no) FROM change_sets
            WHERE no < ? AND (state <> 'superseded' OR superseded_by IS NULL)
            """, id)
        let since = try connection.first(
            """
            SELECT r.ended FROM change_sets t JOIN runs r ON r.no = t.run_no
            WHERE t.no > ? ORDER BY t.no LIMIT 1
            """, .integer(before), read: { try $0.timestamp(0) })
        guard let since else { throw StoreError.unreadable }
        return since
    }
}

// MARK: - What is in force

extension OverviewReader {
    private func held(upTo run: Int64) throws -> StoreOverview.Held {
        let roles = try connection.roles(upTo: run)
        let tiers = Dictionary(roles.map { ($0.id.rawValue, $0.tier) }) { $1 }
        var held = StoreOverview.Held()
        try connection.query(
            "SELECT role, count(*), count(revoked_revision) FROM entitlements GROUP BY role", []
        ) { row in
            guard let tier = tiers[row.text(0)] else { throw StoreError.unreadable }
            let (granted, revoked) = (Int(row.integer(1)), Int(row.integer(2)))
            if granted > revoked { held.byTier[tier, default: 0] += granted - revoked }
            held.applied[.grant, default: 0] += granted
            held.applied[.revoke, default: 0] += revoked
        }
        held.privilegedUnapproved = try unapproved(
            roles.filter { $0.tier == .privileged }.map { .text($0.id.rawValue) })
        try addLeavers(to: &held)
        return held
    }

    private func unapproved(_ roles: [SQLValue]) throws -> Int {
        if roles.isEmpty { return 0 }
        let marks = roles.map { _ in "?" }.joined(separator: ", ")
        var number = 0
        try connection.query(
            """
            SELECT count(*) FROM entitlements e JOIN changes c ON c.no = e.granted_change
            WHERE e.revoked_revision IS NULL AND e.role IN (\(marks)) AND NOT EXISTS (
                SELECT 1 FROM decisions d
                WHERE d.change_set_no = c.change_set_no AND d.change_id = c.id
                  AND d.verdict = 'approve' AND d.person IS NOT NULL)
            """, roles
        ) { number = Int($0.integer(0)) }
        return number
    }

    private func addLeavers(to held: inout StoreOverview.Held) throws {
        try connection.query(
            """
            SELECT count(*), min(r.ended) FROM entitlements e
              JOIN people p ON p.no = e.person_no
              JOIN runs r ON r.no = COALESCE(p.until_run, p.since_run)
            WHERE e.revoked_revision IS NULL AND (p.is_active = 0 OR p.until_run IS NOT NULL)
            """, []
        ) { row in
            held.ofLeavers = Int(row.integer(0))
            held.leaversSince = row.isNull(1) ? nil : try row.timestamp(1)
        }
    }
}

import Directory
import Entitlements

extension EntitlementStore {
    /// The people with that login at that moment, letters compared without case; when nobody has it,
    /// those who had it last, so that leavers can be asked about. **Shape:** sorted.
    public func people(userName: String, asOf moment: Moment = .now) throws(StoreError)
        -> [PersonID]
    {
        try engine.read(.read) { connection in
            let run = try MomentReader(connection: connection).state(moment).run
            let key = userName.caselessForm
            var rows: [(id: PersonID, until: Int64)] = []
            // Who has no login is known by the id, which is no label.
            try connection.query(
                """
                SELECT id, until_run, user_name FROM people_over_time WHERE person_no IN (
                    SELECT owner_no FROM labels WHERE key = ? AND kind = ?
                    UNION SELECT no FROM people WHERE id = ?) AND since_run <= ?
                """,
                [
                    .integer(ContentHash.of(key)), .text(LabelPlan.Kind.userName.rawValue),
                    .text(userName), .integer(run),
                ]
            ) { row in
                guard row.text(2).caselessForm == key else { return }
                let until = row.optionalInteger(1) ?? .max
                rows.append((PersonID(row.text(0)), until > run ? .max : until))
            }
            let latest = rows.map(\.until).max()
            return Set(rows.filter { $0.until == latest }.map(\.id)).sorted()
        }
    }

    /// The logins of everybody who was ever known, as they are or were last; in no particular order.
    public func userNames() throws(StoreError) -> [String] {
        try engine.read(.read) {
            try $0.all("SELECT user_name FROM people", read: { $0.text(0) })
        }
    }

    /// These people as they were described at that moment; who was not known then is left out.
    public func people(_ ids: Set<PersonID>, asOf moment: Moment = .now) throws(StoreError)
        -> [PersonID: RecordedPerson]
    {
        try engine.read(.read) { connection in
            let run = try MomentReader(connection: connection).state(moment).run
            let reader = PersonReader(connection: connection, run: run)
            var people: [PersonID: RecordedPerson] = [:]
            for id in ids { people[id] = try reader.person(id) }
            return people
        }
    }
}

/// People as they were after a run.
struct PersonReader {
    let connection: any SQLConnection
    /// The last one to be taken into account.
    let run: Int64

    /// As last described up to the run, also when the person is gone; nil when not yet known.
    func person(_ id: PersonID) throws -> RecordedPerson? {
        try connection.first(
            """
            SELECT o.user_name, o.display_name, o.is_active, m.id, o.first_run, o.until_run
            FROM people_over_time o LEFT JOIN people m ON m.no = o.manager_no
            WHERE o.id = ? AND o.since_run <= ? ORDER BY o.since_run DESC LIMIT 1
            """, .text(id.rawValue), .integer(run)
        ) { row in
            let gone = row.optionalInteger(5).flatMap { $0 <= run ? $0 : nil }
            return RecordedPerson(
                id: id, userName: row.text(0), displayName: row.text(1),
                isActive: row.flag(2) && gone == nil,
                manager: row.optionalText(3).map(PersonID.init(rawValue:)),
                firstSeen: RunID(rawValue: row.integer(4)),
                goneSince: gone.map(RunID.init(rawValue:)))
        }
    }

    /// The accounts that the person had, with their labels then. **Shape:** sorted by key.
    func accounts(of id: PersonID) throws -> [ExplainedPerson.Account] {
        var accounts: [ExplainedPerson.Account] = []
        for (table, row) in [
            ("accounts a", "a"),
            ("accounts_history h JOIN accounts a ON a.no = h.account_no", "h"),
        ] {
            accounts += try connection.all(
                """
                SELECT s.id, a.anchor, \(row).label FROM \(table)
                  JOIN sources s ON s.no = a.source_no JOIN people p ON p.no = \(row).person_no
                WHERE p.id = ? AND \(row).since_run <= ?
                  AND (\(row).until_run IS NULL OR \(row).until_run > ?)
                """, .text(id.rawValue), .integer(run), .integer(run)
            ) {
                ExplainedPerson.Account(
                    key: AccountKey(source: SourceID($0.text(0)), anchor: Anchor($0.text(1))),
                    label: $0.text(2))
            }
        }
        return accounts.sorted { $0.key < $1.key }
    }
}

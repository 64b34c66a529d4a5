import Diagnostics
import Directory
import Entitlements

/// The part of an organisation that changes concern, as it was recorded and as it is, with what the last
/// run left of the rest.
public struct OrganizationPart: Sendable {
    /// As it was recorded.
    public let before: SourceReading
    /// As it is now.
    public let now: SourceReading
    /// Whom it is about; who else is in the readings is there for what is said of these.
    public let people: Set<PersonID>
    /// Groups that are new, gone, or say something else of themselves.
    public let groups: Set<GroupID>
    /// The entries about which something else may be found odd.
    public let places: Set<Place>
    /// The sums over everybody, as the last run left them.
    public let totals: Totals
    /// What the last run found odd. **Shape:** sorted.
    public let findings: [Diagnostic]
    let changes: ReadingChanges
    let rows: PartRows.Found
    /// Rows of people who were gone before.
    let absent: [PartRows.PersonRow]
}

extension EntitlementStore {
    /// Reads the part of the organisation that changes concern.
    /// - Parameters:
    ///   - header: what the source says of its answer, without accounts and groups.
    ///   - inputs: see ``RunToRecord/inputs``: the last run must have had the same.
    ///   - logins: of people whom the mapping files name.
    ///   - limit: **Units:** accounts, and likewise groups, that are looked at.
    /// - Returns: or why everybody must be looked at.
    /// - Complexity: of whom the changes concern, not of people.
    public func part(
        of changes: ReadingChanges, as header: SourceReading, inputs: Digest, logins: Set<String>,
        limit: Int
    ) throws(StoreError) -> Result<OrganizationPart, WholeReason> {
        try engine.read(.read) { connection in
            do {
                return .success(
                    try OrganizationPart(
                        connection, changes, header, inputs, logins, limit: limit))
            } catch let reason as WholeReason {
                return .failure(reason)
            }
        }
    }
}

extension OrganizationPart {
    fileprivate init(
        _ connection: any SQLConnection, _ changes: ReadingChanges, _ header: SourceReading,
        _ inputs: Digest, _ logins: Set<String>, limit: Int
    ) throws {
        guard changes.count <= limit else { throw WholeReason.tooMany }
        let last = try Self.lastRun(connection, inputs)
        let unsettled = try connection.count(
            "SELECT count(*) FROM labels WHERE is_settled = 0 AND until_run IS NULL")
        if unsettled > 0 { throw WholeReason.unsettledLabel }
        let totals = try connection.totals()
        if totals[.unread, header.source.rawValue] > 0 { throw WholeReason.unread }
        var reader = PartReader(
            connection, header.source, number: last.source, changes: changes, limit: limit)
        try reader.read(people: last.people, logins: logins)
        before = try reader.reading(as: header)
        now = before.applying(changes, as: header)
        self.totals = totals
        self.changes = changes
        findings = try connection.findings(ofRun: last.findings)
        rows = reader.rows.found
        absent = reader.absent
        people = reader.concerned.reduce(into: Set(reader.absent.map(\.id))) {
            $0.insert(PersonID("\(header.source):\($1)"))
        }
        groups = Set(reader.concernedGroups.map { GroupID("\(header.source):\($0)") })
        places = Self.places(
            of: reader.concerned, reader.concernedGroups, [before, now], header.source)
    }

    /// - Throws: ``WholeReason/otherInputs``
    private static func lastRun(
        _ connection: any SQLConnection, _ inputs: Digest
    ) throws -> (source: Int64, findings: Int64, people: [Int64]) {
        let run = try connection.first(
            """
            SELECT r.findings_run, x.source_no FROM runs r
              JOIN run_sources x ON x.run_no = r.no
              LEFT JOIN change_sets c ON c.no = r.change_set_no
            WHERE r.no = (SELECT max(no) FROM runs) AND r.inputs = ?
              AND (c.no IS NULL OR c.state = 'pending')
            """, .bytes(inputs.bytes),
            read: { (findings: $0.integer(0), source: $0.integer(1)) })
        guard let run else { throw WholeReason.otherInputs }
        return (run.source, run.findings, try proposed(connection))
    }

    /// Rows of those for whom something waits, or was rejected and is remembered: as ``StateReader``
    /// knows it.
    private static func proposed(_ connection: any SQLConnection) throws -> [Int64] {
        guard let latest = try ChangeSetReader(connection: connection).latest() else { return [] }
        let condition: String
        switch latest.state {
        case .superseded: return []
        case .applied: condition = "s.state = 'rejected'"
        case .pending, .rejected: condition = "1 = 1"
        }
        return try connection.all(
            """
            SELECT DISTINCT c.person_no FROM \(ChangeItemRows.ofSet) WHERE t.no = ? AND \(condition)
            """, .integer(latest.id.rawValue), read: { $0.integer(0) })
    }

    private static func places(
        of accounts: Set<Anchor>, _ groups: Set<Anchor>, _ readings: [SourceReading],
        _ source: SourceID
    ) -> Set<Place> {
        var labels: Set<String> = []
        for reading in readings {
            labels.formUnion(
                reading.accounts.lazy.filter { accounts.contains($0.anchor) }.map(\.label))
            labels.formUnion(
                reading.groups.lazy.filter { groups.contains($0.anchor) }.map(\.label))
        }
        return Set(labels.map { .entry(source: source.rawValue, entry: $0) })
    }
}

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
    /// The state that the last run compared with.
    let revision: Revision
    let changes: ReadingChanges
    let rows: PartRows.Found
    /// Rows of people who were gone before.
    let absent: [PartRows.PersonRow]
}

extension EntitlementStore {
    /// Reads the part of the organisation that changes concern.
    /// - Parameters:
    ///   - header: what the source says of its answer, without accounts and groups.
    ///   - inputs: see ``RunToRecord/inputs``: the last run must have had these, at its revision.
    ///   - logins: of people whom the mapping files name.
    ///   - limit: **Units:** accounts, and likewise groups, that are looked at.
    /// - Returns: or why everybody must be looked at.
    /// - Complexity: of whom the changes concern, not of people.
    public func part(
        of changes: ReadingChanges, as header: SourceReading, logins: Set<String>, limit: Int,
        inputs: (Revision) -> Digest
    ) throws(StoreError) -> Result<OrganizationPart, WholeReason> {
        try engine.read(.read) { connection in
            do {
                return .success(
                    try OrganizationPart(
                        connection, changes, header, logins, limit: limit, inputs))
            } catch let reason as WholeReason {
                return .failure(reason)
            }
        }
    }
}

extension OrganizationPart {
    fileprivate init(
        _ connection: any SQLConnection, _ changes: ReadingChanges, _ header: SourceReading,
        _ logins: Set<String>, limit: Int, _ inputs: (Revision) -> Digest
    ) throws {
        guard changes.count <= limit else { throw WholeReason.tooMany }
        let last = try LastRun(connection, inputs)
        let unsettled = try connection.count(
            "SELECT count(*) FROM labels WHERE is_settled = 0 AND until_run IS NULL")
        if unsettled > 0 { throw WholeReason.unsettledLabel }
        let totals = try connection.totals()
        if totals[.unread, header.source.rawValue] > 0 { throw WholeReason.unread }
        var reader = PartReader(
            connection, header.source, number: last.source, changes: changes, limit: limit)
        try reader.read(people: last.concerned(connection), logins: logins)
        before = try reader.reading(as: header)
        now = before.applying(changes, as: header)
        revision = last.revision
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

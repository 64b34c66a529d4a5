import Diagnostics
import Directory
import Entitlements

/// The part of an organisation that changes concern, as it was recorded and as it is, with what the last
/// run left of the rest.
public struct OrganizationPart: Sendable {
    /// One a source, in the order of the configuration.
    public let sources: [SourcePart]
    /// The recorded person of accounts, as ``Correlation/snapshot(of:known:)`` takes it.
    public let links: [AccountKey: PersonID]
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
    /// Rows of people who were gone before.
    let absent: [PartRows.PersonRow]
    /// What joined accounts are found by.
    let keys: JoinKeys
}

/// What a part holds of one source.
public struct SourcePart: Sendable {
    /// As it was recorded.
    public let before: SourceReading
    /// As it is now.
    public let now: SourceReading
    let changes: ReadingChanges
    let rows: PartRows.Found
}

extension EntitlementStore {
    /// Reads the part of the organisation that changes concern.
    /// - Parameters:
    ///   - changed: one a configured source, in their order.
    ///   - logins: of people whom the mapping files name.
    ///   - keys: see ``compare(_:with:joinedBy:)``; the same as for the last run.
    ///   - limit: **Units:** accounts of a source, and likewise groups, that are looked at.
    ///   - inputs: see ``RunToRecord/inputs``: the last run must have had these, at its revision.
    /// - Returns: or why everybody must be looked at.
    /// - Complexity: of whom the changes concern, not of people.
    public func part(
        of changed: [ChangedReading], logins: Set<String>, joinedBy keys: [Attribute], limit: Int,
        inputs: (Revision) -> Digest
    ) throws(StoreError) -> Result<OrganizationPart, WholeReason> {
        try engine.read(.read) { connection in
            do {
                return .success(
                    try OrganizationPart(
                        connection, changed, logins, JoinKeys(attributes: keys), limit: limit,
                        inputs))
            } catch let reason as WholeReason {
                return .failure(reason)
            }
        }
    }
}

extension OrganizationPart {
    fileprivate init(
        _ connection: any SQLConnection, _ changed: [ChangedReading], _ logins: Set<String>,
        _ keys: JoinKeys, limit: Int, _ inputs: (Revision) -> Digest
    ) throws {
        guard changed.reduce(0, { $0 + $1.changes.count }) <= limit else {
            throw WholeReason.tooMany
        }
        let last = try LastRun(connection, inputs)
        let unsettled = try connection.count(
            "SELECT count(*) FROM labels WHERE is_settled = 0 AND until_run IS NULL")
        if unsettled > 0 { throw WholeReason.unsettledLabel }
        let totals = try connection.totals()
        if changed.contains(where: { totals[.unread, $0.header.source.rawValue] > 0 }) {
            throw WholeReason.unread
        }
        var reader = try PartReader(connection, changed, joinedBy: keys, limit: limit)
        try reader.read(people: last.concerned(connection), logins: logins)
        sources = try reader.parts.map { try $0.part() }
        links = reader.parts.reduce(into: [:]) {
            $0.merge($1.links(includingOwn: changed.count > 1)) { $1 }
        }
        revision = last.revision
        self.totals = totals
        self.keys = keys
        findings = try connection.findings(ofRun: last.findings)
        absent = reader.absent
        people = reader.parts.reduce(into: Set(reader.absent.map(\.id))) {
            $0.formUnion($1.concernedPeople)
        }
        groups = Set(
            reader.parts.flatMap { part in
                part.concernedGroups.map { GroupID("\(part.source):\($0)") }
            })
        places = zip(reader.parts, sources).reduce(into: []) { $0.formUnion($1.0.places(in: $1.1)) }
    }
}

extension SourcePartReader {
    /// As those of ``EntitlementStore/links(includingOwn:)``.
    fileprivate func links(includingOwn: Bool) -> [AccountKey: PersonID] {
        var links: [AccountKey: PersonID] = [:]
        for row in rows.accounts.values {
            let key = AccountKey(source: source, anchor: row.anchor)
            if includingOwn || row.person.id.rawValue != key.description {
                links[key] = row.person.id
            }
        }
        return links
    }

    /// The recorded ones, and for accounts that have none the one that they may become.
    fileprivate var concernedPeople: [PersonID] {
        concerned.map { rows.accounts[$0]?.person.id ?? PersonID("\(source):\($0)") }
    }

    fileprivate func places(in part: SourcePart) -> Set<Place> {
        var labels: Set<String> = []
        for reading in [part.before, part.now] {
            labels.formUnion(
                reading.accounts.lazy.filter { concerned.contains($0.anchor) }.map(\.label))
            labels.formUnion(
                reading.groups.lazy.filter { concernedGroups.contains($0.anchor) }.map(\.label))
        }
        return Set(labels.map { .entry(source: source.rawValue, entry: $0) })
    }
}

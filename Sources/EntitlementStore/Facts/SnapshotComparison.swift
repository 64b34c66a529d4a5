import Directory
import Entitlements

/// How a snapshot differs from what the store holds, and everything that a run compares with.
///
/// It shares the snapshot's and the readings' storage; recording a run consumes it. It may be believed
/// for as long as no other run is recorded and nothing is applied.
public struct SnapshotComparison: Sendable {
    /// The current side of the diff.
    public let state: RecordedState
    /// The one that was compared.
    let snapshot: DirectorySnapshot
    /// The last run when it was made; 0 before the first.
    let baseRun: Int64
    /// What recording writes of it.
    let plan: FactsPlan
    /// The entitlements in force, with their rows.
    let rows: EntitlementRows
    /// What was known before; recording adds to a copy.
    let derivations: KnownDerivations
}

/// What recording a run writes of the directory.
struct FactsPlan: Sendable {
    /// By id, numbered.
    let people: RowMatching
    /// For each person the hash of what their row describes.
    let peopleContents: [Int64]
    /// The complete ones of this run, matched and numbered.
    let readings: [ReadingPlan]
    /// Which labels begin, end, and came back.
    let labels: LabelPlan
}

extension EntitlementStore {
    /// Compares a snapshot with what the store holds. Attributes of what has not changed are never
    /// loaded.
    /// - Parameters:
    ///   - snapshot: of this run.
    ///   - readings: the complete ones of this run. What a snapshot takes from an earlier run is
    ///     stored already.
    ///   - keys: what joins accounts of several sources; empty where nothing does.
    /// - Complexity: linear in people, accounts, groups and entitlements; in memberships of groups
    ///   that changed.
    public func compare(
        _ snapshot: DirectorySnapshot, with readings: [SourceReading],
        joinedBy keys: [Attribute] = []
    ) throws(StoreError) -> SnapshotComparison {
        let hashes = ContentHashes()
        let contents = hashes.people(of: snapshot)
        let plans = readings.filter(\.certificate.isComplete).map {
            ReadingPlan($0, in: snapshot, hashes: hashes)
        }
        return try engine.read(.compare) { connection in
            try SnapshotComparison(
                snapshot, contents: contents, plans, JoinKeys(attributes: keys), connection)
        }
    }
}

extension SnapshotComparison {
    fileprivate init(
        _ snapshot: DirectorySnapshot, contents: [Int64], _ plans: [ReadingPlan],
        _ keys: JoinKeys, _ connection: any SQLConnection
    ) throws {
        var readings = plans
        for index in readings.indices { try readings[index].match(connection, joinedBy: keys) }
        var people = try RowMatching(
            contents: contents, key: { snapshot.people[$0].id },
            rows: {
                try connection.query(
                    "SELECT no, id, until_run, content, is_active FROM people ORDER BY id", [], $0)
            })
        people.number(from: try connection.count("SELECT max(no) FROM people"))
        try self.init(snapshot, people: people, contents: contents, readings, nil, connection)
    }

    /// - Parameters:
    ///   - people: matched and numbered.
    ///   - readings: matched.
    ///   - scope: nil for everybody.
    init(
        _ snapshot: DirectorySnapshot, people: RowMatching, contents: [Int64],
        _ readings: [ReadingPlan], _ scope: PartScope?, _ connection: any SQLConnection
    ) throws {
        var readings = readings
        let groups = try GroupDelta(readings, snapshot, connection)
        for index in readings.indices { groups.number(&readings[index], at: index) }
        var comparison = LabelComparison(
            connection, snapshot, people: people, groups: groups.renamed, former: scope?.labels)
        let labels = try comparison.plan(goneGroups: groups.gone)
        let plan = FactsPlan(
            people: people, peopleContents: contents, readings: readings, labels: labels)

        let derivations = try KnownDerivations(connection, of: scope?.holders)
        let rows = try EntitlementRows(
            connection, snapshot: snapshot, people: people, knowledge: derivations,
            of: scope?.holders)
        self.snapshot = snapshot
        self.plan = plan
        self.rows = rows
        self.derivations = derivations
        baseRun = try connection.count("SELECT max(no) FROM runs")
        let reader = StateReader(connection: connection)
        state = RecordedState(
            revision: Revision(try connection.count("SELECT max(no) FROM revisions")),
            entitlements: rows.entitlements,
            derivations: try scope == nil
                ? reader.derivations(inForce: rows) : reader.derivations(of: rows),
            roles: try reader.roles(held: rows.entitlements), rules: try reader.rules(),
            sources: try reader.sources(), proposal: try reader.proposal(),
            delta: plan.delta(snapshot, groups: groups.ids))
    }
}

extension FactsPlan {
    fileprivate func delta(_ snapshot: DirectorySnapshot, groups: [GroupID]) -> SnapshotDelta {
        let known = (people.changed + people.returned).sorted()
        let ids = { (positions: [Int32]) in positions.map { snapshot.people[Int($0)].id } }
        return SnapshotDelta(
            joined: ids(people.fresh),
            reactivated: ids(
                known.filter {
                    people.inactive.contains($0) && snapshot.people[Int($0)].isActive
                }),
            departed: people.leftovers.filter(\.isNew).map { PersonID($0.key) }.sorted(),
            changed: ids(known), groups: groups, reusedLabels: labels.reused,
            inactive: Dictionary(
                uniqueKeysWithValues: readings.map { ($0.reading.source, $0.inactiveAccounts) }),
            attributes: Dictionary(
                uniqueKeysWithValues: readings.map { ($0.reading.source, $0.attributes) }))
    }
}

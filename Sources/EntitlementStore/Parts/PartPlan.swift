import Directory
import Entitlements

/// How a part of the organisation differs from its rows: what ``RowMatching`` finds by comparing
/// everything, made of what is known to have changed.
struct PartPlan {
    let people: RowMatching
    let peopleContents: [Int64]
    /// One a source of the part.
    let readings: [ReadingPlan]
    private let part: OrganizationPart
    private let snapshot: DirectorySnapshot

    init(
        _ part: OrganizationPart, _ snapshot: DirectorySnapshot, _ connection: any SQLConnection
    ) throws {
        let hashes = ContentHashes()
        self.part = part
        self.snapshot = snapshot
        peopleContents = hashes.people(of: snapshot)
        var people = Self.matching(part, snapshot, peopleContents)
        people.number(from: try connection.count("SELECT max(no) FROM people"))
        self.people = people
        var last = (
            account: try connection.count("SELECT max(no) FROM accounts"),
            group: try connection.count("SELECT max(no) FROM groups")
        )
        readings = try part.sources.map { source in
            let plan = try ReadingPlan(
                source, of: part, in: snapshot, hashes: hashes, after: last, connection)
            last.account += Int64(plan.rows?.accounts.fresh.count ?? 0)
            last.group += Int64(plan.rows?.groups.fresh.count ?? 0)
            return plan
        }
    }

    /// Rows of whom it is about, also where they are gone.
    var holders: [Int64] {
        snapshot.people.indices.filter { part.people.contains(snapshot.people[$0].id) }
            .map { people.numbers[$0] } + people.leftovers.map(\.number)
    }

    /// What was in force at the last run of those whom it is about.
    func former(
        _ comparison: SnapshotComparison, _ connection: any SQLConnection
    ) throws -> RecordedState {
        let state = comparison.state
        if state.revision == part.revision { return state }
        let rows = try EntitlementRows(
            connection, snapshot: snapshot, people: people, knowledge: comparison.derivations,
            of: holders, asOf: part.revision)
        let reader = StateReader(connection: connection)
        return RecordedState(
            revision: part.revision, entitlements: rows.entitlements,
            derivations: try reader.derivations(of: rows),
            roles: try reader.roles(held: rows.entitlements), rules: state.rules,
            sources: state.sources, proposal: state.proposal, delta: state.delta)
    }

    /// The labels that those had whom it is about.
    var formerLabels: Set<Int64> {
        var keys: Set<Int64> = []
        for reading in part.sources.lazy.map(\.before) {
            for account in reading.accounts {
                for attribute in [Attribute.userName, .emailsValue] {
                    for value in account.attributes.values(of: attribute) {
                        keys.insert(ContentHash.of(value.caselessForm))
                    }
                }
            }
            for group in reading.groups { keys.insert(ContentHash.of(group.display.caselessForm)) }
        }
        return keys
    }

    private static func matching(
        _ part: OrganizationPart, _ snapshot: DirectorySnapshot, _ contents: [Int64]
    ) -> RowMatching {
        let rows = part.sources.flatMap { $0.rows.accounts.values.map(\.person) } + part.absent
        let known = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var matching = RowMatching(count: contents.count)
        for (index, person) in snapshot.people.enumerated() {
            let row = known[person.id]
            let isConcerned = part.people.contains(person.id)
            matching.match(
                Int32(index),
                row.map {
                    RowMatching.Row(
                        number: $0.number, isGone: $0.isGone, isActive: $0.isActive,
                        isSame: !isConcerned || $0.content == contents[index])
                })
        }
        let gone = part.people.subtracting(snapshot.people.lazy.map(\.id))
        matching.leave(
            gone.sorted().compactMap { known[$0] }.map {
                RowMatching.Leftover(number: $0.number, key: $0.id.rawValue, isNew: !$0.isGone)
            })
        return matching
    }
}

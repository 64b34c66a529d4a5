import Directory
import Entitlements

/// The entitlements in force as a run compares them, and their rows.
struct EntitlementRows: Sendable {
    /// **Shape:** sorted by key, unique.
    private(set) var entitlements: [CurrentEntitlement] = []
    /// Parallel to ``entitlements``: each row's number and basis.
    private(set) var numbers: [Int64] = []
    private(set) var bases: [Int64] = []

    private struct Row {
        let rank: Int64
        let number: Int64
        let basis: Int64
        let entitlement: CurrentEntitlement
    }

    /// - Parameters:
    ///   - people: matched with the snapshot.
    ///   - knowledge: the derivations of each basis.
    init(
        _ connection: any SQLConnection, snapshot: DirectorySnapshot, people: RowMatching,
        knowledge: KnownDerivations
    ) throws {
        let ranks = Ranks(snapshot: snapshot, people: people)
        var roles = TextPool<RoleID>()
        var scopes = TextPool<Scope>()
        var rows: [Row] = []
        try connection.query(
            """
            SELECT no, person_no, role, scope, granted_revision, basis_no FROM entitlements
            WHERE revoked_revision IS NULL
            """, []
        ) { row in
            guard let (rank, person) = ranks[row.integer(1)] else { throw StoreError.unreadable }
            let key = EntitlementKey(
                person: person, role: try roles.value(row, 2, RoleID.init(rawValue:)),
                scope: try scopes.value(row, 3) { text in
                    guard let scope = Scope(text) else { throw StoreError.unreadable }
                    return scope
                })
            let basis = row.integer(5)
            rows.append(
                Row(
                    rank: rank, number: row.integer(0), basis: basis,
                    entitlement: CurrentEntitlement(
                        key: key, since: Revision(row.integer(4)),
                        derivations: knowledge.digests(ofBasis: basis))))
        }
        Self.sort(&rows)
        entitlements = rows.map(\.entitlement)
        numbers = rows.map(\.number)
        bases = rows.map(\.basis)
    }

    /// Rows come nearly in the order of people, and those of one person are few.
    private static func sort(_ rows: inout [Row]) {
        let isRanked = zip(rows, rows.dropFirst()).allSatisfy { $0.rank <= $1.rank }
        if !isRanked { rows.sort { $0.rank < $1.rank } }
        var start = 0
        while start < rows.count {
            var end = start + 1
            while end < rows.count, rows[end].rank == rows[start].rank { end += 1 }
            if end - start > 1 {
                rows[start..<end].sort { $0.entitlement.key < $1.entitlement.key }
            }
            start = end
        }
    }
}

/// The place of each stored person in the order of ids, without comparing ids.
private struct Ranks {
    private let snapshot: DirectorySnapshot
    /// For each number the position in the snapshot; -1 for people who are not in it.
    private var positions: [Int32]
    /// People who are not in the snapshot, between those who are.
    private var absent: [Int64: (rank: Int64, id: PersonID)] = [:]

    init(snapshot: DirectorySnapshot, people: RowMatching) {
        self.snapshot = snapshot
        positions = [Int32](repeating: -1, count: Int(people.numbers.max() ?? 0) + 1)
        for (position, number) in people.numbers.enumerated() {
            positions[Int(number)] = Int32(position)
        }
        for leftover in people.leftovers {
            let id = PersonID(leftover.key)
            let before = snapshot.people.count(before: id)
            absent[leftover.number] = (Int64(before) * 2, id)
        }
    }

    subscript(number: Int64) -> (rank: Int64, id: PersonID)? {
        if number >= 0, number < positions.count, positions[Int(number)] >= 0 {
            let position = Int(positions[Int(number)])
            return (Int64(position) * 2 + 1, snapshot.people[position].id)
        }
        return absent[number]
    }
}

extension [Person] {
    /// How many come before the id.
    fileprivate func count(before id: PersonID) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

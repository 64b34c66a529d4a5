import Directory
import Entitlements

/// The entitlements in force, or that were, as a run compares them, and their rows.
struct EntitlementRows: Sendable {
    /// **Shape:** sorted by key, unique.
    private(set) var entitlements: [CurrentEntitlement] = []
    /// Parallel to ``entitlements``: each row's number.
    private(set) var numbers: [Int64] = []

    /// - Parameters:
    ///   - people: matched with the snapshot.
    ///   - knowledge: the derivations of each basis.
    ///   - holders: the rows of those whose entitlements alone are read; nil for everybody's.
    ///   - revision: at which they were in force; nil for now.
    init(
        _ connection: any SQLConnection, snapshot: DirectorySnapshot, people: RowMatching,
        knowledge: KnownDerivations, of holders: [Int64]? = nil, asOf revision: Revision? = nil
    ) throws {
        let places = try Ranks(snapshot: snapshot, people: people)
        var roles = TextPool<RoleID>()
        var scopes = TextPool<Scope>()
        var scopedRoles = ScopedRolePool()
        var ranks: [Int64] = []
        if holders == nil {
            reserve(
                try connection.count(
                    "SELECT count(*) FROM entitlements WHERE revoked_revision IS NULL"))
        }
        try Self.query(connection, of: holders, asOf: revision) { row in
            guard let (rank, person) = places[row.integer(1)] else { throw StoreError.unreadable }
            let scopedRole = scopedRoles.scopedRole(
                role: try roles.value(row, 2, RoleID.init(rawValue:)),
                scope: try scopes.value(row, 3, Scope.init))
            ranks.append(rank)
            numbers.append(row.integer(0))
            entitlements.append(
                CurrentEntitlement(
                    key: EntitlementKey(person: person, scopedRole: scopedRole),
                    since: Revision(row.integer(4)),
                    derivations: knowledge.digests(ofBasis: row.integer(5))))
        }
        sort(by: ranks)
    }

    private static func query(
        _ connection: any SQLConnection, of holders: [Int64]?, asOf revision: Revision?,
        _ body: (any SQLRow) throws -> Void
    ) throws {
        let rows = """
            SELECT no, person_no, role, scope, granted_revision, basis_no FROM entitlements
            WHERE
            """
        let moment = revision.map { SQLValue.integer($0.rawValue) }
        let condition =
            moment == nil
            ? "revoked_revision IS NULL"
            : "granted_revision <= ? AND (revoked_revision IS NULL OR revoked_revision > ?)"
        let arguments = moment.map { [$0, $0] } ?? []
        if let holders {
            try connection.queryEach(
                "\(rows) \(condition) AND person_no IN", holders.map(SQLValue.integer),
                after: arguments, each: body)
        } else {
            try connection.query("\(rows) \(condition)", arguments, body)
        }
    }

    /// There may be very many, and half of a grown array is room for more.
    private mutating func reserve(_ count: Int64) {
        entitlements.reserveCapacity(Int(count))
        numbers.reserveCapacity(Int(count))
    }

    /// Rows come in the order in which they were granted: of a first run that of their keys.
    private mutating func sort(by ranks: [Int64]) {
        let precedes = { [entitlements] (left: Int, right: Int) in
            ranks[left] != ranks[right]
                ? ranks[left] < ranks[right] : entitlements[left].key < entitlements[right].key
        }
        let positions = entitlements.indices
        if positions.dropFirst().allSatisfy({ precedes($0 - 1, $0) }) { return }
        let order = positions.sorted(by: precedes)
        entitlements = order.map { [entitlements] in entitlements[$0] }
        numbers = order.map { [numbers] in numbers[$0] }
    }
}

/// The place of each stored person in the order of ids, without comparing ids.
private struct Ranks {
    private let snapshot: DirectorySnapshot
    /// For each number the position in the snapshot; -1 for people who are not in it.
    private var positions: [Int32]
    /// People who are not in the snapshot, between those who are.
    private var absent: [Int64: (rank: Int64, id: PersonID)] = [:]

    init(snapshot: DirectorySnapshot, people: RowMatching) throws {
        self.snapshot = snapshot
        let most = people.numbers.max() ?? 0
        // Numbers are given without gaps, and no row is ever deleted.
        guard people.numbers.allSatisfy({ $0 >= 0 }), most < 100_000_000 else {
            throw StoreError(.inconsistent, while: .compare, detail: "person \(most)")
        }
        positions = [Int32](repeating: -1, count: Int(most) + 1)
        for (position, number) in people.numbers.enumerated() {
            positions[Int(number)] = Int32(position)
        }
        for leftover in people.leftovers {
            let id = PersonID(leftover.key)
            let before = snapshot.people.partitionPoint { $0.id < id }
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

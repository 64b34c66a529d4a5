import Directory
import Entitlements

/// The items of one change set, with what became of each.
struct ChangeItemRows {
    private(set) var items: [ChangeSet.Item] = []
    /// Parallel to ``items``.
    private(set) var settled: [ChangeState?] = []
    /// Parallel to ``items``: the row of the person.
    private(set) var people: [Int64] = []
    /// Parallel to ``items``: the row of the basis.
    private(set) var bases: [Int64] = []

    /// - Parameter condition: over the columns of `changes`, as `c`.
    init(
        of id: ChangeSetID, _ connection: any SQLConnection, where condition: String = "1 = 1",
        _ arguments: [SQLValue] = []
    ) throws {
        let filter = "c.change_set_no = ? AND \(condition)"
        let arguments = [.integer(id.rawValue)] + arguments
        let reasons = try Self.reasons(connection, filter, arguments)
        let digests = try Self.bases(connection, filter, arguments)
        var roles = TextPool<RoleID>()
        var scopes = TextPool<Scope>()
        var person = PersonID("")
        try connection.query(
            """
            SELECT c.id, c.action, p.id, c.role, c.scope, c.life_cycle, c.tier, c.reason_no,
              c.basis_no, c.held_since, c.needs_active, c.settled, c.person_no
            FROM changes c JOIN people p ON p.no = c.person_no
            WHERE \(filter) ORDER BY c.position
            """, arguments
        ) { row in
            if !row.holds(person.rawValue, 2) { person = PersonID(row.text(2)) }
            guard let reason = reasons[row.integer(7)] else { throw StoreError.unreadable }
            let change = Change(
                action: try row.word(1),
                entitlement: EntitlementKey(
                    person: person, role: try roles.value(row, 3, RoleID.init(rawValue:)),
                    scope: try scopes.value(row, 4) { text in
                        guard let scope = Scope(text) else { throw StoreError.unreadable }
                        return scope
                    }),
                reason: reason, lifeCycle: try row.word(5), tier: try row.word(6),
                derivations: digests[row.integer(8)] ?? [],
                preconditions: Change.Preconditions(
                    heldSince: row.optionalInteger(9).map { Revision($0) },
                    personIsActive: row.flag(10)))
            items.append(ChangeSet.Item(id: ChangeID(try row.digest(0)), change: change))
            settled.append(row.isNull(11) ? nil : try row.word(11))
            people.append(row.integer(12))
            bases.append(row.integer(8))
        }
    }

    private static func reasons(
        _ connection: any SQLConnection, _ filter: String, _ arguments: [SQLValue]
    ) throws -> [Int64: ChangeReason] {
        var reasons: [Int64: ChangeReason] = [:]
        try connection.query(
            """
            SELECT no, cause, rules, summary FROM reasons
            WHERE no IN (SELECT c.reason_no FROM changes c WHERE \(filter))
            """, arguments
        ) { row in
            reasons[row.integer(0)] = ChangeReason(
                cause: try row.word(1), rules: try row.texts(2), summary: row.text(3))
        }
        return reasons
    }

    private static func bases(
        _ connection: any SQLConnection, _ filter: String, _ arguments: [SQLValue]
    ) throws -> [Int64: [Digest]] {
        var bases: [Int64: [Digest]] = [:]
        try connection.query(
            """
            SELECT b.basis_no, d.digest FROM basis_derivations b
              JOIN derivations d ON d.no = b.derivation_no
            WHERE b.basis_no IN (SELECT c.basis_no FROM changes c WHERE \(filter))
            ORDER BY b.basis_no, d.digest
            """, arguments
        ) { row in bases[row.integer(0), default: []].append(try row.digest(1)) }
        return bases
    }
}

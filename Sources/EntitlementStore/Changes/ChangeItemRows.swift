import Directory
import Entitlements

/// The items of one change set, with what became of each.
struct ChangeItemRows {
    /// In the order of the change set.
    private(set) var items: [ChangeSet.Item] = []
    /// Parallel to ``items``.
    private(set) var settled: [ChangeState?] = []
    /// Parallel to ``items``: the revision that it became; nil for what was not applied.
    private(set) var applied: [Revision?] = []
    /// Parallel to ``items``: the row of the person.
    private(set) var people: [Int64] = []
    /// Parallel to ``items``: the row of the basis.
    private(set) var bases: [Int64] = []

    /// Parallel to ``items``: the row of the change. **Shape:** ascending.
    private(set) var numbers: [Int64] = []

    /// The changes of one set, as `c`, each with what became of it, as `s`.
    static let ofSet = """
        change_sets t
          JOIN changes c ON c.no >= t.first_change AND c.no < t.first_change + t.grants + t.revokes
          LEFT JOIN settlements s ON s.change_no = c.no
        """

    /// - Parameter condition: over the columns of `changes`, as `c`, and of `settlements`, as `s`.
    init(
        of id: ChangeSetID, _ connection: any SQLConnection, where condition: String = "1 = 1",
        _ arguments: [SQLValue] = []
    ) throws {
        let filter = "FROM \(Self.ofSet) WHERE t.no = ? AND \(condition)"
        let arguments = [.integer(id.rawValue)] + arguments
        let reasons = try StoredReason.all(
            connection, "IN (SELECT c.reason_no \(filter))", arguments)
        let digests = try Self.bases(connection, "IN (SELECT c.basis_no \(filter))", arguments)
        let revisions = try Self.revisions(of: id, connection)
        var roles = TextPool<RoleID>()
        var scopes = TextPool<Scope>()
        var scopedRoles = ScopedRolePool()
        var grounds = ChangeGroundsPool()
        var person = PersonID("")
        try connection.query(
            """
            SELECT c.no, c.id, p.id, c.role, c.scope, c.reason_no, c.basis_no, c.held_since,
              c.needs_active, s.state, c.person_no, s.entry
            FROM \(Self.ofSet) JOIN people p ON p.no = c.person_no
            WHERE t.no = ? AND \(condition) ORDER BY c.no
            """, arguments
        ) { row in
            if !row.holds(person.rawValue, 2) { person = PersonID(row.text(2)) }
            guard let stored = reasons[row.integer(5)] else { throw StoreError.unreadable }
            let change = Change(
                entitlement: EntitlementKey(
                    person: person,
                    scopedRole: scopedRoles.scopedRole(
                        role: try roles.value(row, 3, RoleID.init(rawValue:)),
                        scope: try scopes.value(row, 4, Scope.init))),
                grounds: grounds.shared(
                    ChangeGrounds(
                        action: stored.action, reason: stored.reason, lifeCycle: stored.lifeCycle,
                        tier: stored.tier, derivations: digests[row.integer(6)] ?? [],
                        preconditions: Change.Preconditions(
                            heldSince: row.optionalInteger(7).map { Revision($0) },
                            personIsActive: row.flag(8)))))
            items.append(ChangeSet.Item(id: ChangeID(try row.digest(1)), change: change))
            let state: ChangeState? = row.isNull(9) ? nil : try row.word(9)
            settled.append(state)
            applied.append(state == .applied ? revisions[row.integer(11)] : nil)
            numbers.append(row.integer(0))
            people.append(row.integer(10))
            bases.append(row.integer(6))
        }
    }

    /// By the entry of the ledger that attests it. A set may be applied in parts.
    private static func revisions(
        of id: ChangeSetID, _ connection: any SQLConnection
    ) throws -> [Int64: Revision] {
        var revisions: [Int64: Revision] = [:]
        try connection.query(
            "SELECT entry, no FROM revisions WHERE change_set_no = ?", [.integer(id.rawValue)]
        ) { revisions[$0.integer(0)] = Revision($0.integer(1)) }
        return revisions
    }

    private static func bases(
        _ connection: any SQLConnection, _ filter: String, _ arguments: [SQLValue]
    ) throws -> [Int64: [Digest]] {
        var bases: [Int64: [Digest]] = [:]
        try connection.query(
            """
            SELECT b.basis_no, d.digest FROM basis_derivations b
              JOIN derivations d ON d.no = b.derivation_no
            WHERE b.basis_no \(filter) ORDER BY b.basis_no, d.digest
            """, arguments
        ) { row in bases[row.integer(0), default: []].append(try row.digest(1)) }
        return bases
    }
}

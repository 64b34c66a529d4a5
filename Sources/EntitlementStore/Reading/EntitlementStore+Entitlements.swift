import Directory
import Entitlements

extension EntitlementStore {
    /// The entitlements in force at that moment. **Shape:** sorted by key, unique.
    /// - Parameters:
    ///   - person: nil for everybody.
    ///   - role: nil for all roles.
    public func entitlements(
        asOf moment: Moment = .now, person: PersonID? = nil, role: RoleID? = nil
    ) throws(StoreError) -> [HeldEntitlement] {
        try engine.read(.read) { connection in
            let revision = try MomentReader(connection: connection).state(moment).revision.rawValue
            var conditions = ["(e.revoked_revision IS NULL OR e.revoked_revision > ?)"]
            var arguments: [SQLValue] = [.integer(revision)]
            if let person {
                conditions.append("p.id = ?")
                arguments.append(.text(person.rawValue))
            }
            if let role {
                conditions.append("e.role = ?")
                arguments.append(.text(role.rawValue))
            }
            var roles = TextPool<RoleID>()
            var times = TextPool<Timestamp>()
            var held: [HeldEntitlement] = []
            try connection.query(
                """
                SELECT p.id, e.role, e.scope, e.granted_revision, r.time FROM entitlements e
                  JOIN people p ON p.no = e.person_no
                  JOIN revisions r ON r.no = e.granted_revision
                WHERE e.granted_revision <= ? AND \(conditions.joined(separator: " AND "))
                """, [.integer(revision)] + arguments
            ) { row in
                let key = EntitlementKey(
                    person: PersonID(row.text(0)),
                    role: try roles.value(row, 1, RoleID.init(rawValue:)),
                    scope: try row.scope(2))
                held.append(
                    HeldEntitlement(
                        key: key, since: Revision(row.integer(3)),
                        sinceTime: try times.value(row, 4, Timestamp.init)))
            }
            let isSorted = zip(held, held.dropFirst()).allSatisfy { $0.key < $1.key }
            return isSorted ? held : held.sorted { $0.key < $1.key }
        }
    }
}

import Directory
import Entitlements

extension EntitlementStore {
    /// What nothing grants any longer, and stays in force because its revocation was rejected, as of the
    /// last run that compared anything. **Shape:** in the order of the change set.
    public func rejectedRevocations() throws(StoreError) -> [RejectedRevocation] {
        try engine.read(.read) { try RejectionReader(connection: $0).revocations() }
    }
}

/// Reads rejections that are in the way of what the rules say.
struct RejectionReader {
    let connection: any SQLConnection

    /// - Parameter entitlement: its number; nil for all.
    func revocations(of entitlement: Int64? = nil) throws -> [RejectedRevocation] {
        // The same proposal is made anew by each run: that of an older one may have lost its ground.
        let id = ChangeSetID(
            rawValue: try connection.count(
                "SELECT change_set_no FROM runs WHERE mapping_no IS NOT NULL ORDER BY no DESC LIMIT 1"
            ))
        let rows = try ChangeItemRows(
            of: id, connection,
            where: """
                c.held_since IS NOT NULL AND EXISTS (SELECT 1 FROM entitlements e
                  WHERE e.person_no = c.person_no AND e.role = c.role AND e.scope = c.scope
                    AND e.granted_revision = c.held_since AND e.revoked_revision IS NULL
                    \(entitlement == nil ? "" : "AND e.no = ?"))
                """, entitlement.map { [.integer($0)] } ?? [])
        if rows.items.isEmpty { return [] }
        let decisions = Dictionary(
            grouping: try ChangeSetReader(connection: connection).decisions(of: id), by: \.change)
        return zip(rows.items, rows.settled).compactMap { item, settled in
            let said = decisions[item.id] ?? []
            let isRejected = settled.map { $0 == .rejected } ?? (said.last?.verdict == .reject)
            guard isRejected else { return nil }
            return RejectedRevocation(
                changeSet: id, id: item.id, change: item.change,
                rejections: said.filter { $0.verdict == .reject })
        }
    }
}

import Entitlements

extension EntitlementStore {
    /// Every role that any mappings defined up to a moment, each as it was defined last: also those
    /// that left the mappings, since somebody may still hold them. **Shape:** sorted by id.
    /// - Throws: ``StoreError/Code/unknownRevision``
    public func roles(asOf moment: Moment = .now) throws(StoreError) -> [Role] {
        let run = try self.moment(moment).run?.rawValue ?? 0
        return try engine.read(.read) { try $0.roles(upTo: run) }
    }
}

extension SQLConnection {
    /// See ``EntitlementStore/roles(asOf:)``.
    func roles(upTo run: Int64) throws -> [Role] {
        try all(
            """
            SELECT m.id, m.title, m.tier, m.owner FROM mapping_roles m
            WHERE m.mapping_no = (
                SELECT r.mapping_no FROM runs r
                  JOIN mapping_roles o ON o.mapping_no = r.mapping_no
                WHERE o.id = m.id AND r.no <= ? ORDER BY r.no DESC LIMIT 1)
            ORDER BY m.id
            """, .integer(run)
        ) { try $0.role(0) }
    }
}

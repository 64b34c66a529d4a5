import Directory
import Entitlements

/// The rest of a ``RecordedState``: roles, rules, sizes of sources, the latest proposal.
struct StateReader {
    let connection: any SQLConnection

    /// The last run that evaluated mappings.
    private static let lastRun = "(SELECT max(no) FROM runs WHERE mapping_no IS NOT NULL)"

    /// By digest; each body is read once, however many rest on it.
    func derivations(inForce rows: EntitlementRows) throws -> [Digest: Derivation] {
        if rows.entitlements.isEmpty { return [:] }
        var derivations: [Digest: Derivation] = [:]
        try connection.query(
            """
            SELECT body FROM derivations WHERE no IN (
              SELECT b.derivation_no FROM basis_derivations b WHERE b.basis_no IN (
                SELECT e.basis_no FROM entitlements e WHERE e.revoked_revision IS NULL))
            """, []
        ) { row in
            let derivation = try StoredJSON.value(Derivation.self, of: row.text(0))
            derivations[derivation.digest] = derivation
        }
        return derivations
    }

    /// The same of few entitlements.
    func derivations(of rows: EntitlementRows) throws -> [Digest: Derivation] {
        var derivations: [Digest: Derivation] = [:]
        let digests = Set(rows.entitlements.flatMap(\.derivations)).sorted()
        try connection.queryEach(
            "SELECT body FROM derivations WHERE digest IN", digests.map { .bytes($0.bytes) }
        ) { row in
            let derivation = try StoredJSON.value(Derivation.self, of: row.text(0))
            derivations[derivation.digest] = derivation
        }
        return derivations
    }

    /// Those of the last mappings, and as they were defined last those that are held though no
    /// mapping defines them any longer.
    func roles(held entitlements: [CurrentEntitlement]) throws -> [RoleID: Role] {
        var roles: [RoleID: Role] = [:]
        try connection.query(
            """
            SELECT m.id, m.title, m.tier, m.owner FROM mapping_roles m
              JOIN runs r ON r.mapping_no = m.mapping_no WHERE r.no = \(Self.lastRun)
            """, []
        ) { row in
            let role = try row.role(0)
            roles[role.id] = role
        }
        var known = Set(roles.keys)
        for entitlement in entitlements where known.insert(entitlement.key.role).inserted {
            roles[entitlement.key.role] = try connection.role(
                entitlement.key.role, upTo: Int64.max)
        }
        return roles
    }

    /// Those of the last mappings that were evaluated.
    func rules() throws -> Set<RuleReference> {
        Set(
            try connection.all(
                """
                SELECT m.kind, m.id, m.digest FROM mapping_rules m
                  JOIN runs r ON r.mapping_no = m.mapping_no WHERE r.no = \(Self.lastRun)
                """
            ) { RuleReference(kind: try $0.word(0), id: $0.text(1), digest: try $0.digest(2)) })
    }

    /// Those that the last run asked and that were ever read completely.
    func sources() throws -> [SourceID: ReadingCounts] {
        var sources: [SourceID: ReadingCounts] = [:]
        try connection.query(
            """
            SELECT s.id, s.people, s.groups, s.memberships
            FROM run_sources x JOIN sources s ON s.no = x.source_no
            WHERE x.run_no = \(Self.lastRun) AND s.complete_run IS NOT NULL
            """, []
        ) { row in sources[SourceID(row.text(0))] = try row.counts(1) }
        return sources
    }

    /// The latest change set while it waits or after it was rejected. Of one that was applied what
    /// was rejected of it: so that the same change keeps its reason, and with it its rejection.
    func proposal() throws -> ChangeSet? {
        let reader = ChangeSetReader(connection: connection)
        guard let latest = try reader.standing(), latest.state != .superseded else { return nil }
        if latest.state == .applied {
            let rejected = try ChangeItemRows(
                of: latest.id, connection, where: "s.state = 'rejected'")
            return rejected.items.isEmpty ? nil : ChangeSet(items: rejected.items, guards: [])
        }
        return ChangeSet(
            digest: latest.digest, items: try ChangeItemRows(of: latest.id, connection).items,
            guards: latest.guards)
    }
}

extension SQLRow {
    /// A role in four columns from that one on.
    func role(_ column: Int) throws -> Role {
        guard let owner = Principal(text(column + 3)) else { throw StoreError.unreadable }
        return Role(
            id: RoleID(text(column)), title: text(column + 1), tier: try word(column + 2),
            owner: owner)
    }

    /// Sizes in three columns from that one on.
    func counts(_ column: Int) throws -> ReadingCounts {
        ReadingCounts(
            people: Int(try counted(column)), groups: Int(try counted(column + 1)),
            memberships: Int(try counted(column + 2)))
    }
}

extension SQLConnection {
    /// The role as the mappings of the latest run up to that one define it; nil when none ever did.
    func role(_ id: RoleID, upTo run: Int64) throws -> Role? {
        try first(
            """
            SELECT m.id, m.title, m.tier, m.owner FROM mapping_roles m
              JOIN runs r ON r.mapping_no = m.mapping_no
            WHERE m.id = ? AND r.no <= ? ORDER BY r.no DESC LIMIT 1
            """, .text(id.rawValue), .integer(run)
        ) { try $0.role(0) }
    }
}

import Entitlements

/// The tier of each role: as the mappings have it, or had it last.
struct RoleTiers {
    private var tiers: [RoleID: Tier]

    /// - Parameter recorded: roles as mappings last defined them; those of `mapping` win.
    init(mapping: MappingRevision, recorded: [RoleID: Role]) {
        tiers = recorded.mapValues(\.tier)
        for role in mapping.roles { tiers[role.id] = role.tier }
    }

    /// A role that nobody remembers is treated with the most care.
    subscript(role: RoleID) -> Tier { tiers[role] ?? .privileged }
}

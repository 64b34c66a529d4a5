import Entitlements

/// What changes do to one role. **Units:** entitlements.
struct RoleBalance: Sendable, Hashable {
    /// As the mappings define it now, or defined it last.
    let role: Role
    /// In force at the base revision.
    let before: Int
    /// That would begin.
    let grants: Int
    /// That would end.
    let revokes: Int

    /// What would be in force if every change were applied.
    var after: Int { before + grants - revokes }

    /// The members that every document has of a role; some add their own.
    var json: [String: JSONValue] {
        [
            "role": JSONValue(role), "before": .number(before), "grant": .number(grants),
            "revoke": .number(revokes), "after": .number(after),
        ]
    }

    /// In a table: role, tier, in force, grants, revokes, afterwards.
    var cells: [String] {
        [
            role.id.rawValue, role.tier.rawValue, before.grouped, grants.signed,
            (-revokes).signed, after.grouped,
        ]
    }

    /// - Parameter counts: what is in force.
    /// - Returns: **Shape:** the gravest tier first, then by role.
    static func all(
        of counts: [Population.RoleCount],
        after changes: some Sequence<(role: Role, action: Change.Action)>
    ) -> [RoleBalance] {
        var roles: [RoleID: Role] = [:]
        var sums: [RoleID: (before: Int, grants: Int, revokes: Int)] = [:]
        for count in counts {
            roles[count.role.id] = count.role
            sums[count.role.id, default: (0, 0, 0)].before += count.inForce
        }
        for (role, action) in changes {
            roles[role.id] = roles[role.id] ?? role
            switch action {
            case .grant: sums[role.id, default: (0, 0, 0)].grants += 1
            case .revoke: sums[role.id, default: (0, 0, 0)].revokes += 1
            }
        }
        return roles.values
            .sorted { $0.tier == $1.tier ? $0.id < $1.id : $0.tier > $1.tier }
            .map { role in
                let sum = sums[role.id] ?? (0, 0, 0)
                return RoleBalance(
                    role: role, before: sum.before, grants: sum.grants, revokes: sum.revokes)
            }
    }
}

extension ArrangedReport {
    /// The sums over all roles of a tier, or over all. **Units:** entitlements.
    func total(_ tier: Tier? = nil) -> (before: Int, grants: Int, revokes: Int, after: Int) {
        roles.lazy.filter { tier == nil || $0.role.tier == tier }.reduce((0, 0, 0, 0)) {
            ($0.0 + $1.before, $0.1 + $1.grants, $0.2 + $1.revokes, $0.3 + $1.after)
        }
    }

    /// Entitlements that stay as they are: silence is a statement too.
    var unchanged: Int { total().before - total().revokes }

    /// **Units:** people with at least one change.
    var peopleTouched: Int { Set(rows.lazy.map(\.change.entitlement.person)).count }

    /// People with at least one change, by where they are in their life in the organisation.
    func people(_ lifeCycle: Change.LifeCycle) -> Int {
        let concerned = rows.lazy.filter { $0.change.lifeCycle == lifeCycle }
        return Set(concerned.map(\.change.entitlement.person)).count
    }
}

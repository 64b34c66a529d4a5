import Entitlements

/// What the change set does to one role. **Units:** entitlements.
struct RoleBalance: Sendable, Hashable {
    let role: Role
    let before: Int
    let grants: Int
    let revokes: Int

    /// What would be in force if everything in the set were applied.
    var after: Int { before + grants - revokes }

    /// **Shape:** the gravest tier first, then by role.
    static func all(of report: ChangeSetReport) -> [RoleBalance] {
        var roles: [RoleID: Role] = [:]
        var sums: [RoleID: (before: Int, grants: Int, revokes: Int)] = [:]
        for count in report.population.roles {
            roles[count.role.id] = count.role
            sums[count.role.id, default: (0, 0, 0)].before += count.inForce
        }
        for reported in report.changes {
            roles[reported.role.id] = roles[reported.role.id] ?? reported.role
            switch reported.change.action {
            case .grant: sums[reported.role.id, default: (0, 0, 0)].grants += 1
            case .revoke: sums[reported.role.id, default: (0, 0, 0)].revokes += 1
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

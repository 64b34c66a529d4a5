import Directory
import Entitlements

/// Revocations of everybody, by role and by tier.
extension GuardReview {
    /// Entitlements that end, and people who are left with nothing.
    func lossesOfEverybody(_ holdings: Holdings) -> [GuardFinding] {
        var found: [GuardFinding] = []
        let (measured, total) = (
            impact.revokes.count, impact.held.count + elsewhere[.entitlements]
        )
        let limit = limits.revocations.limit(of: total)
        if measured > limit {
            found.append(
                GuardFinding(
                    kind: .revocations, subject: .everybody, measured: measured, total: total,
                    limit: limit,
                    summary:
                        "\(measured) of \(total) entitlements would end; the limit is \(limit)",
                    changes: impact.revokes.map { impact.items[$0].id }.sorted()))
        }
        let leftWithNothing = impact.losses.filter {
            impact.rolesAfterwards(of: $0.person).isEmpty
        }
        return found
            + [
                revocations(.everybody, leftWithNothing, total: holdings.people) {
                    "\($0) of \($1) people would lose everything they hold"
                }
            ].compactMap(\.self)
    }

    /// People who lose a role, and those who lose their last one of its tier.
    func lossesByRoleAndTier(_ holdings: Holdings) -> [GuardFinding] {
        let roles = Dictionary(grouping: impact.losses, by: \.role).compactMap { role, losses in
            revocations(.role(role), losses, total: holdings.byRole[role, default: 0]) {
                "\($0) of \($1) holders of \(role) would lose it"
            }
        }
        let tiers = Dictionary(grouping: impact.losses.filter(isLastOfTier), by: \.tier)
            .compactMap { tier, losses in
                revocations(.tier(tier), losses, total: holdings.byTier[tier, default: 0]) {
                    "\($0) of \($1) holders of \(tier.rawValue) roles would lose all of them"
                }
            }
        return roles + tiers
    }

    private func isLastOfTier(_ loss: Impact.Loss) -> Bool {
        !impact.rolesAfterwards(of: loss.person).contains { tiers[$0] == loss.tier }
    }

    /// People who lose a privileged role; named by the role when it is one alone.
    func privilegedLosses(_ holdings: Holdings) -> [GuardFinding] {
        let losses = impact.losses.filter { $0.tier == .privileged }
        let (measured, limit) = (losses.peopleCount, limits.privilegedCount)
        guard measured > limit else { return [] }
        let roles = Set(losses.map(\.role))
        let subject: GuardFinding.Subject, total: Int, sentence: String
        if let role = roles.first, roles.count == 1 {
            (subject, total) = (.role(role), holdings.byRole[role, default: 0])
            sentence = "\(measured) of \(total) holders of \(role) would lose it"
        } else {
            (subject, total) = (.tier(.privileged), holdings.byTier[.privileged, default: 0])
            sentence = "\(measured) of \(total) holders of privileged roles would lose one"
        }
        return [
            GuardFinding(
                kind: .privileged, subject: subject, unit: .people, measured: measured,
                total: total, limit: limit, summary: "\(sentence); the limit is \(limit)",
                changes: impact.changes(of: losses))
        ]
    }

    /// Roles that nobody who is active would hold any more.
    func lastHolders(_ holdings: Holdings) -> [GuardFinding] {
        guard limits.lastHolder else { return [] }
        return Dictionary(grouping: impact.losses, by: \.role).compactMap { role, losses in
            guard !impact.isHeldAfterwards(role),
                elsewhere[.wantedOfRole, role.rawValue] <= 0
            else { return nil }
            let (measured, total) = (losses.peopleCount, holdings.byRole[role, default: 0])
            return GuardFinding(
                kind: .lastHolder, subject: .role(role), unit: .people, measured: measured,
                total: total, limit: measured - 1,
                summary: "\(role) would have no active holder left: "
                    + "\(measured) of \(total) would lose it",
                changes: impact.changes(of: losses))
        }
    }
}

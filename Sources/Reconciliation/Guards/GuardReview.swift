import Directory
import Entitlements

/// Holds a list of changes against every guard.
///
/// Guards measure lost access, after mapping, and access that comes back; what they find raises the
/// approval that the changes concerned need, and stops nothing.
struct GuardReview {
    /// As the configuration has them.
    let limits: GuardLimits
    /// What the changes mean for people.
    let impact: Impact
    /// Those of the mapping files.
    let conflicts: [Conflict]
    /// The sums over everybody whom the impact does not know of.
    let elsewhere: Totals
    /// Of all roles that the changes can be about.
    let tiers: RoleTiers

    init(limits: GuardLimits, impact: Impact, conflicts: [Conflict], elsewhere: Totals) {
        self.limits = limits
        self.impact = impact
        self.conflicts = conflicts
        self.elsewhere = elsewhere
        tiers = RoleTiers(mapping: impact.desired.mapping, recorded: impact.current.roles)
    }

    /// In no particular order.
    var findings: [GuardFinding] {
        if impact.items.isEmpty { return [] }
        var found =
            shrunkSources + hiddenAttributes + reactivations + reusedLabels + conflictsGranted
        if !impact.revokes.isEmpty {
            let holdings = Holdings(of: impact.held, tiers: tiers, elsewhere: elsewhere)
            found += lossesOfEverybody(holdings) + lossesByRoleAndTier(holdings)
            found += lossesByGroup + lossesBySource + privilegedLosses(holdings)
            found += lastHolders(holdings)
        }
        return found
    }

    /// A finding on people who lose something, or nil when it is within the limit.
    func revocations(
        _ subject: GuardFinding.Subject, _ losses: [Impact.Loss], total: Int,
        _ what: (_ measured: Int, _ total: Int) -> String
    ) -> GuardFinding? {
        let measured = losses.peopleCount
        let limit = limits.revocations.limit(of: total)
        guard measured > limit else { return nil }
        return GuardFinding(
            kind: .revocations, subject: subject, unit: .people, measured: measured, total: total,
            limit: limit, summary: "\(what(measured, total)); the limit is \(limit)",
            changes: impact.changes(of: losses))
    }
}

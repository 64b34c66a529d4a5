import Directory
import Entitlements

/// How much is in force: what losses are a part of.
struct Holdings {
    /// **Units:** people who hold anything.
    private(set) var people = 0
    /// **Units:** people, in whatever scopes they hold it.
    private(set) var byRole: [RoleID: Int] = [:]
    /// **Units:** people who hold at least one role of the tier.
    private(set) var byTier: [Tier: Int] = [:]

    /// - Parameters:
    ///   - held: sorted by key.
    ///   - elsewhere: the sums over those who are not among them.
    init(of held: [CurrentEntitlement], tiers: RoleTiers, elsewhere: Totals = Totals()) {
        people = elsewhere[.holders]
        for (key, amount) in elsewhere.amounts {
            switch key.topic {
            case .holdersOfRole: byRole[RoleID(key.subject)] = amount
            case .holdersOfTier: Tier(rawValue: key.subject).map { byTier[$0] = amount }
            default: continue
            }
        }
        var last: EntitlementKey?
        var seenTiers: Set<Tier> = []
        for entitlement in held {
            let key = entitlement.key
            if key.person != last?.person {
                people += 1
                seenTiers = []
            } else if key.role == last?.role {
                continue
            }
            last = key
            byRole[key.role, default: 0] += 1
            if seenTiers.insert(tiers[key.role]).inserted {
                byTier[tiers[key.role], default: 0] += 1
            }
        }
    }
}

/// Everything of a change but the entitlement. A class, since of a first run a hundred thousand changes may
/// have the same.
public final class ChangeGrounds: Sendable, Hashable {
    let action: Change.Action
    let reason: ChangeReason
    let lifeCycle: Change.LifeCycle
    let tier: Tier
    let derivations: [Digest]
    let preconditions: Change.Preconditions

    /// See ``Change`` for each.
    public init(
        action: Change.Action, reason: ChangeReason, lifeCycle: Change.LifeCycle, tier: Tier,
        derivations: [Digest], preconditions: Change.Preconditions
    ) {
        self.action = action
        self.reason = reason
        self.lifeCycle = lifeCycle
        self.tier = tier
        self.derivations = derivations
        self.preconditions = preconditions
    }

    public static func == (left: ChangeGrounds, right: ChangeGrounds) -> Bool {
        left === right
            || left.action == right.action && left.lifeCycle == right.lifeCycle
                && left.tier == right.tier && left.preconditions == right.preconditions
                && left.derivations == right.derivations && left.reason == right.reason
    }

    /// Without the reason: its texts are long, and rarely all that differs.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(action)
        hasher.combine(tier)
        hasher.combine(preconditions)
        hasher.combine(derivations)
    }
}

/// Grounds of changes, each of them once.
public struct ChangeGroundsPool: Sendable {
    private var known: Set<ChangeGrounds> = []

    public init() {}

    /// Those that were given before and are the same, or these.
    public mutating func shared(_ grounds: ChangeGrounds) -> ChangeGrounds {
        known.insert(grounds).memberAfterInsert
    }
}

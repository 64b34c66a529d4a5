import Directory

/// One step of a change set: an entitlement that would begin or end.
public struct Change: Sendable, Hashable {
    /// Whether the entitlement would begin or end.
    public enum Action: String, Sendable, Hashable, CaseIterable { case grant, revoke }

    /// Where the person is in their life in the organisation.
    public enum LifeCycle: String, Sendable, Hashable, CaseIterable {
        /// Held nothing and was not known before.
        case joiner
        /// Known before, and still active.
        case mover
        /// Inactive, or proved absent.
        case leaver
    }

    /// What would begin or end.
    public let entitlement: EntitlementKey
    /// All the rest; many changes have the same.
    public let grounds: ChangeGrounds

    /// Decides what the ``preconditions`` are about.
    public var action: Action { grounds.action }
    /// Why; it stays as it was first proposed for as long as the change waits.
    public var reason: ChangeReason { grounds.reason }
    /// As it was when the change was first proposed.
    public var lifeCycle: LifeCycle { grounds.lifeCycle }
    /// The role's, as the mappings had it then; decides the lane.
    public var tier: Tier { grounds.tier }
    /// Digests of the derivations that would begin (grant) or were in force (revoke). **Shape:**
    /// sorted, unique.
    public var derivations: [Digest] { grounds.derivations }
    /// What must still be so when the change is applied; else it is parked.
    public var preconditions: Preconditions { grounds.preconditions }

    public init(
        action: Action, entitlement: EntitlementKey, reason: ChangeReason, lifeCycle: LifeCycle,
        tier: Tier, derivations: [Digest], preconditions: Preconditions
    ) {
        self.init(
            entitlement: entitlement,
            grounds: ChangeGrounds(
                action: action, reason: reason, lifeCycle: lifeCycle, tier: tier,
                derivations: derivations, preconditions: preconditions))
    }

    /// - Parameter grounds: shared by as many changes as there may be.
    public init(entitlement: EntitlementKey, grounds: ChangeGrounds) {
        self.entitlement = entitlement
        self.grounds = grounds
    }

    /// What applying assumes; checked again at that moment, against the store as it is then.
    public struct Preconditions: Sendable, Hashable {
        /// The revision since which the entitlement is held; nil when it must not be held.
        public let heldSince: Revision?
        /// Whether the person must be known as active: so for every grant.
        public let personIsActive: Bool

        public init(heldSince: Revision?, personIsActive: Bool) {
            self.heldSince = heldSince
            self.personIsActive = personIsActive
        }
    }
}

/// Why a change is proposed.
public struct ChangeReason: Sendable, Hashable {
    /// What happened in the world, as far as the facts tell.
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        /// Grant: the person was not known before.
        case joined
        /// Grant: a known person's attributes, groups or reporting line changed, and a rule matches.
        case matched
        /// Revoke: a known person's attributes, groups or reporting line changed, and no rule matches.
        case unmatched
        /// Grant or revoke: the facts stand; the rule is new, reworded or gone.
        case mapping
        /// Grant or revoke: an exception begins or ends.
        case exception
        /// Grant: the person was inactive and is active again.
        case reactivated
        /// Revoke: the directory shows the person as inactive.
        case inactive
        /// Revoke: a complete reading proves that the person is gone.
        case departed
    }

    /// The one that decided, where several played a part.
    public let cause: Cause
    /// The rules and exceptions concerned. **Shape:** sorted by id, unique.
    public let rules: [String]
    /// One sentence for people, without names: `department is no longer "Builder Relations"`.
    public let summary: String

    public init(cause: Cause, rules: [String], summary: String) {
        self.cause = cause
        self.rules = rules
        self.summary = summary
    }
}

/// What names a change: the SHA-256 of its canonical form. Two changes that are identical to the
/// letter have one id, in whatever change set they stand.
public struct ChangeID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// All 64 digits, for the store and the ledger.
    public let digest: Digest
    public init(_ digest: Digest) { self.digest = digest }
    public static func < (left: ChangeID, right: ChangeID) -> Bool { left.digest < right.digest }
    /// The first 12 hexadecimal digits: what people see and type.
    public var description: String { digest.short }
}

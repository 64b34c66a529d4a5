import Diagnostics
import Entitlements

/// How a kind of change is decided.
public struct Lane: Sendable, Hashable {
    /// What a change must be for the lane to decide it. An empty list means anything.
    public struct Match: Sendable, Hashable {
        /// Grants, revocations or both.
        public let actions: [Change.Action]
        /// Why the change is proposed.
        public let causes: [ChangeReason.Cause]
        /// Of the role that the change is about.
        public let tiers: [Tier]
        /// That the change is about.
        public let roles: [RoleID]
        /// The lane takes no change of a change set in which more than so many would be its own: nil
        /// means any number. **Units:** changes.
        public let most: Int?

        public init(
            actions: [Change.Action] = [], causes: [ChangeReason.Cause] = [], tiers: [Tier] = [],
            roles: [RoleID] = [], most: Int? = nil
        ) {
            self.actions = actions
            self.causes = causes
            self.tiers = tiers
            self.roles = roles
            self.most = most
        }

        /// Whether a change is of that kind, ``most`` apart.
        public func accepts(_ change: Change) -> Bool {
            accepts(
                change.action, change.reason.cause, change.tier, role: change.entitlement.role)
        }

        /// The same of what a change could be.
        func accepts(
            _ action: Change.Action, _ cause: ChangeReason.Cause, _ tier: Tier, role: RoleID
        ) -> Bool {
            (actions.isEmpty || actions.contains(action))
                && (causes.isEmpty || causes.contains(cause))
                && (tiers.isEmpty || tiers.contains(tier))
                && (roles.isEmpty || roles.contains(role))
        }
    }

    /// Who decides.
    public enum Decision: Sendable, Hashable {
        /// The written policy approves.
        case automatically
        /// So many different people of those must approve.
        case approvals(Int, by: [Approver])
    }

    /// Stands with each decision that the lane makes.
    public let name: String
    /// Which changes it takes.
    public let match: Match
    /// What a change that it takes needs; a tripped guard may ask for more.
    public let decision: Decision
    /// nil for the lane that is in no file.
    public let place: Place?

    public init(name: String, match: Match, decision: Decision, place: Place? = nil) {
        self.name = name
        self.match = match
        self.decision = decision
        self.place = place
    }

    /// What decides a change that no lane takes: one approval of the role's owner, for a privileged
    /// role two.
    public static func standard(for tier: Tier) -> Lane {
        Lane(
            name: "default", match: Match(tiers: [tier]),
            decision: .approvals(tier == .privileged ? 2 : 1, by: [.roleOwner]))
    }
}

extension [Lane] {
    /// The lane of each change of one change set: the first that matches, by the order of the files.
    ///
    /// A lane with ``Lane/Match/most`` counts the changes that no lane before it took; when they are
    /// more, it takes none of them.
    /// - Returns: as many lanes as changes, in their order.
    /// - Complexity: O(lanes × changes)
    public func assigned(to changes: [Change]) -> [Lane] {
        var assigned = [Lane?](repeating: nil, count: changes.count)
        for lane in self {
            let own = changes.indices.filter {
                assigned[$0] == nil && lane.match.accepts(changes[$0])
            }
            if let most = lane.match.most, own.count > most { continue }
            for index in own { assigned[index] = lane }
        }
        return zip(assigned, changes).map { $0 ?? .standard(for: $1.tier) }
    }
}

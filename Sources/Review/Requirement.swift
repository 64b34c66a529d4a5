import Entitlements
import RoleMapping

/// What one change needs to be decided.
public struct Requirement: Sendable, Hashable {
    /// The lane that decides, by name.
    public let lane: String
    /// Whether the written policy approves; then nobody else need.
    public let isAutomatic: Bool
    /// How many different people must approve; 0 exactly when it is automatic.
    public let approvals: Int
    /// Who may. **Shape:** in the order of the lane; empty when it is automatic.
    public let approvers: [Approver]
    /// Whether an approval must name this change: approving everything at once leaves it out.
    public let mustBeNamed: Bool
    /// The guards because of which it needs more than its lane says. **Shape:** sorted, unique.
    public let raisedBy: [GuardFinding.Kind]

    public init(
        lane: String, isAutomatic: Bool, approvals: Int, approvers: [Approver],
        mustBeNamed: Bool = false, raisedBy: [GuardFinding.Kind] = []
    ) {
        self.lane = lane
        self.isAutomatic = isAutomatic
        self.approvals = approvals
        self.approvers = approvers
        self.mustBeNamed = mustBeNamed
        self.raisedBy = raisedBy
    }
}

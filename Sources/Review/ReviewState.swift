import Directory
import Entitlements
import RoleMapping

/// How far the decision of one change has come.
///
/// - The latest decision of a reviewer replaces their earlier ones, and a reviewer counts once.
/// - One rejection rejects, whoever else approves.
/// - Otherwise one hold holds; it ends when its reviewer decides otherwise, or when somebody rejects.
/// - An approval counts while the requirement still names the authority by which it was given; that
///   of a policy while the change is still that lane's to approve.
public struct ReviewState: Sendable, Hashable {
    /// `pending`, `approved`, `rejected` or `held`: what is applied or stale, the store knows.
    public let state: ChangeState
    /// The approvals that count. **Shape:** in the order in which they were given.
    public let approvals: [Decision]
    /// How many more people must approve.
    public let missing: Int

    /// - Parameter decisions: those of one change, in the order in which they were made.
    public init(_ requirement: Requirement, decisions: [Decision]) {
        let standing = decisions.standing
        approvals = standing.filter { $0.verdict == .approve && requirement.counts($0) }
        let isEnough =
            requirement.isAutomatic
            ? !approvals.isEmpty : approvals.count >= requirement.approvals
        missing =
            requirement.isAutomatic ? 0 : max(0, requirement.approvals - approvals.count)
        if standing.contains(where: { $0.verdict == .reject }) {
            state = .rejected
        } else if standing.contains(where: { $0.verdict == .hold }) {
            state = .held
        } else if isEnough {
            state = .approved
        } else {
            state = requirement.mustBeNamed && approvals.isEmpty ? .held : .pending
        }
    }
}

extension Requirement {
    fileprivate func counts(_ approval: Decision) -> Bool {
        switch approval.reviewer {
        case .policy(let name): isAutomatic && name == lane
        case .person: approvers.contains { $0.description == approval.authority }
        }
    }
}

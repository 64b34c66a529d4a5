import Diagnostics
import Directory
import Entitlements

/// The review of one change set: what each change needs, who may decide it, and how far it is.
///
/// A value: it decides by what it is given, and records nothing.
public struct ChangeSetReview: Sendable {
    public let changeSet: ChangeSet
    /// What each change needs. **Shape:** as many as the set's changes, in their order.
    public let requirements: [Requirement]
    /// By which people may decide.
    public let coverage: ApproverCoverage

    /// Works out what each change needs.
    public init(_ changeSet: ChangeSet, policy: ReviewPolicy, coverage: ApproverCoverage) {
        self.changeSet = changeSet
        self.coverage = coverage
        requirements = policy.requirements(for: changeSet)
    }

    /// How far each change is.
    /// - Parameter decisions: those of the set, in the order in which they were made; of other
    ///   changes too.
    /// - Returns: as many as changes, in their order.
    public func states(after decisions: [Decision]) -> [ReviewState] {
        let byChange = Dictionary(grouping: decisions, by: \.change)
        return zip(changeSet.items, requirements).map { item, requirement in
            ReviewState(
                requirement,
                decisions: (byChange[item.id] ?? []).standing
                    .filter { stands($0, item.change, requirement) })
        }
    }

    /// An approval or a hold by somebody who has left, or no longer has the right to give it, is none any
    /// more: nobody else could lift the hold.
    private func stands(
        _ decision: Decision, _ change: Change, _ requirement: Requirement
    ) -> Bool {
        guard decision.restsOnRight, case .person(let reviewer, userName: _) = decision.reviewer
        else { return true }
        let isHold = decision.verdict == .hold
        let requirement = isHold ? requirement.overriding : requirement
        // Doubt about a label, or another group of the name, lifts no hold.
        let coverage = isHold ? coverage.believingLabels : coverage
        return coverage.authority(of: reviewer, for: change, under: requirement) != nil
            || isHold && coverage.isOutvoted(reviewer, on: change, under: requirement)
    }

    /// What the written policy approves and has not approved yet.
    public func automaticDecisions(after decisions: [Decision], at time: Timestamp) -> [Decision] {
        zip(zip(changeSet.items, requirements), states(after: decisions)).compactMap {
            pair, state in
            let (item, requirement) = pair
            guard requirement.isAutomatic, state.state == .pending else { return nil }
            return Decision(
                change: item.id, verdict: .approve, reviewer: .policy(lane: requirement.lane),
                authority: "policy", time: time, note: nil)
        }
    }

    /// Changes that not enough people may approve. **Shape:** sorted.
    public var findings: [Diagnostic] { coverage.findings(for: changeSet, under: requirements) }
}

extension Decision {
    /// Whether it is none any more when whoever made it has no right to it any longer.
    var restsOnRight: Bool {
        if case .person = reviewer { verdict != .reject } else { false }
    }
}

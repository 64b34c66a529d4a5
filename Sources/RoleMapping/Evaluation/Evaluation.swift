import Diagnostics
import Directory
import Entitlements

/// What the rules grant on a snapshot, and what was odd about it.
public struct Evaluation: Sendable {
    /// The desired side of a diff.
    public let desired: DesiredEntitlements
    /// **Shape:** sorted.
    public let diagnostics: [Diagnostic]
}

extension RoleMapping {
    /// Grants every active person what rules and exceptions say. The inactive hold nothing, whatever
    /// they say.
    /// - Parameter moment: decides which exceptions are in force, and nothing else.
    /// - Complexity: O(people × rules); a way of being granted is worked out once, however many
    ///   people share it.
    public func evaluate(_ snapshot: DirectorySnapshot, at moment: Timestamp) -> Evaluation {
        var run = EvaluationRun(self, snapshot, moment)
        for index in snapshot.people.indices where snapshot.people[index].isActive {
            run.evaluate(PersonIndex(index))
        }
        let findings =
            run.gaps.findings(snapshot)
            + BoundMapping.exceptionFindings(run.bound.exceptions, snapshot, moment)
        return Evaluation(desired: run.desired(revision), diagnostics: findings.sorted())
    }
}

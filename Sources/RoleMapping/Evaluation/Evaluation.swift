import Diagnostics
import Directory
import Entitlements

/// What the rules grant on a snapshot, and what was odd about it.
public struct Evaluation: Sendable {
    /// The desired side of a diff.
    public let desired: DesiredEntitlements
    /// **Shape:** sorted.
    public let diagnostics: [Diagnostic]
    /// Of ``diagnostics``, those that are about people without a scope.
    public let gaps: ScopeGaps
}

extension RoleMapping {
    /// Grants every active person what rules and exceptions say. The inactive hold nothing, whatever
    /// they say.
    /// - Parameters:
    ///   - moment: decides which exceptions are in force, and nothing else.
    ///   - people: who alone is looked at, ascending; nil for everybody.
    /// - Complexity: O(people × rules); a way of being granted is worked out once, however many
    ///   people share it.
    public func evaluate(
        _ snapshot: DirectorySnapshot, at moment: Timestamp, of people: [PersonIndex]? = nil
    ) -> Evaluation {
        var run = EvaluationRun(self, snapshot, moment)
        if let people {
            for person in people where snapshot.people[Int(person)].isActive {
                run.evaluate(person)
            }
        } else {
            for index in snapshot.people.indices where snapshot.people[index].isActive {
                run.evaluate(PersonIndex(index))
            }
        }
        let findings =
            run.gaps.findings(snapshot)
            + BoundMapping.exceptionFindings(run.bound.exceptions, snapshot, moment)
        return Evaluation(
            desired: run.desired(revision), diagnostics: findings.sorted(), gaps: run.gaps)
    }
}

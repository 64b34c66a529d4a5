import Directory
import Entitlements

/// One rule or exception that could give a person a role, and what came of it: the answer to "why
/// not".
public struct RuleExplanation: Sendable, Hashable {
    /// What came of a rule or exception.
    public enum Outcome: Sendable, Hashable {
        /// It grants the role, over ``RuleExplanation/scope``.
        case grants
        /// The person is inactive, and would get the role otherwise.
        case inactive
        /// The condition does not hold because of these parts. **Shape:** at least one.
        case unmatched([FailedPart])
        /// The condition holds, and there is no scope to give the role in: half a sentence why.
        case noScope(String)
        /// The exception is not in force. **Units:** days in UTC, `YYYY-MM-DD`, both inclusive; nil
        /// means from ever.
        case notInForce(from: String?, until: String)
        /// Several people have the login that the exception names.
        case ambiguousPerson
    }

    /// A part of a condition that does not hold for the person.
    public struct FailedPart: Sendable, Hashable {
        /// As the file writes it, `not (…)` around it where it is under a `not`.
        public let condition: String
        /// The attribute's path.
        public let attribute: String
        /// What the person has instead; private. nil when they have no value, and for `groups` and
        /// `managers`.
        public let found: String?
        /// The `or` that it is under, counted from 1; nil when it is needed whatever else holds.
        public let choice: Int?
        /// Which alternative of the ``choice``, counted from 1: one of them would do, and the parts of
        /// one are needed together. nil without a choice.
        public let alternative: Int?
    }

    public let reference: RuleReference
    /// The rule's title, or the exception's reason.
    public let title: String
    /// Relative to the mappings folder.
    public let file: String
    /// **Units:** 1-based.
    public let line: Int
    /// What it would grant.
    public let role: RoleID
    /// The scope as the file writes it.
    public let template: String
    /// The scope that the person gets, or would get; nil when it has no value for them.
    public let scope: Scope?
    /// Whether it does, and if not, why.
    public let outcome: Outcome
}

import Directory
import Entitlements

/// The whole answer to "why not": what would grant the role, and where it fails.
public struct AbsenceExplanation: Sendable {
    /// As the store described them at that moment.
    public let person: ExplainedPerson
    public let role: Role
    /// The scope that was asked about, as people write it; nil for any.
    public let scope: String?
    /// The state that is explained.
    public let revision: Revision
    /// The scopes in which the person does hold the role, after all. **Shape:** sorted.
    public let held: [String]
    /// Each rule and exception that grants the role. **Shape:** rules, then exceptions, by id. Empty:
    /// nothing grants it to anybody.
    public let attempts: [Attempt]
    /// Grants that are proposed and not in force. **Shape:** the newest change set first.
    public let proposals: [Proposal]
    /// **Shape:** sorted by source.
    public let freshness: [SourceFreshness]

    public init(
        person: ExplainedPerson, role: Role, scope: String?, revision: Revision, held: [String],
        attempts: [Attempt], proposals: [Proposal], freshness: [SourceFreshness]
    ) {
        self.person = person
        self.role = role
        self.scope = scope
        self.revision = revision
        self.held = held
        self.attempts = attempts
        self.proposals = proposals
        self.freshness = freshness
    }

    /// One rule or exception, tried on the person.
    public struct Attempt: Sendable, Hashable {
        /// Which rule or exception, and where it stands.
        public let rule: MappingRevision.Rule
        /// The scope that it would grant, as the file writes it.
        public let grants: String
        /// Whether it grants the role to the person, ``obstacle`` apart.
        public let matches: Bool
        /// The parts of the condition. **Shape:** in the order of the condition; empty for an
        /// exception.
        public let parts: [Part]
        /// What else stands in the way, for people: an exception for somebody else, or out of its
        /// time; a template over a missing attribute. nil when nothing.
        public let obstacle: String?

        public init(
            rule: MappingRevision.Rule, grants: String, matches: Bool, parts: [Part],
            obstacle: String? = nil
        ) {
            self.rule = rule
            self.grants = grants
            self.matches = matches
            self.parts = parts
            self.obstacle = obstacle
        }
    }

    /// One part of a condition, and what was found instead.
    public struct Part: Sendable, Hashable {
        /// As the file writes it.
        public let condition: String
        /// Whether it holds for the person.
        public let matches: Bool
        /// The person's values of the attribute it asks for. **Shape:** sorted; empty when absent.
        public let found: [String]
        /// Whether there are more values than ``found`` lists.
        public let moreFound: Bool
        /// Parts with the same number are under one `or`; nil for a part that is needed whatever else
        /// holds.
        public let choice: Int?
        /// Which alternative of the ``choice``: one of them would do, and the parts of one are needed
        /// together.
        public let alternative: Int?

        public init(
            condition: String, matches: Bool, found: [String], moreFound: Bool = false,
            choice: Int? = nil, alternative: Int? = nil
        ) {
            self.condition = condition
            self.matches = matches
            self.found = found
            self.moreFound = moreFound
            self.choice = choice
            self.alternative = alternative
        }
    }

    /// A grant in a change set that is not, or not yet, in force.
    public struct Proposal: Sendable, Hashable {
        /// The one that proposes it.
        public let changeSet: ChangeSetID
        public let change: ChangeID
        /// As people write it, with logins.
        public let scope: String
        /// What has become of it so far.
        public let state: ChangeState
        /// nil when the policy was not asked.
        public let requirement: ReviewRequirement?
        /// **Shape:** in the order in which they were made.
        public let decisions: [Decision]

        public init(
            changeSet: ChangeSetID, change: ChangeID, scope: String, state: ChangeState,
            requirement: ReviewRequirement?, decisions: [Decision]
        ) {
            self.changeSet = changeSet
            self.change = change
            self.scope = scope
            self.state = state
            self.requirement = requirement
            self.decisions = decisions
        }
    }
}

import Directory
import Entitlements

/// One change with everything that somebody needs to decide it, or to check afterwards how it was
/// decided. The person is in ``ChangeSetReport/people``, by the id in the change.
public struct ReportedChange: Sendable {
    /// What an approval names.
    public let id: ChangeID
    /// What would be done, and why.
    public let change: Change
    /// The role as the mappings define it now, or defined it last.
    public let role: Role
    /// As people write it, with logins.
    public let scope: String
    /// Since when the entitlement that would end is in force; nil for a grant.
    public let heldSince: Moment?
    /// The ways of being granted that would begin, or that were in force. **Shape:** sorted by origin.
    public let derivations: [ExplainedDerivation]
    /// The conflicts between this role and others that the person holds, or would hold.
    public let conflicts: [Conflict]
    /// nil when the review policy was not asked, as in a dry run.
    public let requirement: ReviewRequirement?
    /// **Shape:** in the order in which they were made.
    public let decisions: [Decision]
    /// At the time of the report.
    public let state: ChangeState
    /// When it was applied, and found so when the state was read again; nil before.
    public let applied: Moment?

    public init(
        id: ChangeID, change: Change, role: Role, scope: String, heldSince: Moment? = nil,
        derivations: [ExplainedDerivation], conflicts: [Conflict] = [],
        requirement: ReviewRequirement? = nil, decisions: [Decision] = [],
        state: ChangeState = .pending, applied: Moment? = nil
    ) {
        self.id = id
        self.change = change
        self.role = role
        self.scope = scope
        self.heldSince = heldSince
        self.derivations = derivations
        self.conflicts = conflicts
        self.requirement = requirement
        self.decisions = decisions
        self.state = state
        self.applied = applied
    }

    /// A revision, and when it came into force.
    public struct Moment: Sendable, Hashable {
        /// The one that began or ended it.
        public let revision: Revision
        /// When the revision came into force.
        public let time: Timestamp

        public init(revision: Revision, time: Timestamp) {
            self.revision = revision
            self.time = time
        }
    }
}

/// What the review policy asks for one change.
public struct ReviewRequirement: Sendable, Hashable {
    /// The lane of the mapping files that it falls into.
    public let lane: String
    /// **Units:** approvals by different people; 0 where the lane decides automatically.
    public let needed: Int
    /// **Units:** approvals that count.
    public let given: Int
    /// Who may approve, as principals or people are written: `group:platform-owners`, `person:ada`.
    /// **Shape:** sorted, unique; never the person whom the change concerns.
    public let approvers: [String]
    /// Why more is asked than the lane says, for people; nil when it is not.
    public let raisedBecause: String?
    /// Whether an approval must name the change: approving everything at once leaves it out.
    public let mustBeNamed: Bool

    public init(
        lane: String, needed: Int, given: Int, approvers: [String], raisedBecause: String? = nil,
        mustBeNamed: Bool = false
    ) {
        self.lane = lane
        self.needed = needed
        self.given = given
        self.approvers = approvers
        self.raisedBecause = raisedBecause
        self.mustBeNamed = mustBeNamed
    }

    /// Whether nobody need approve any more.
    public var isMet: Bool { given >= needed }
}

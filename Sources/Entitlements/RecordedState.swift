import Directory

/// What the store knew before a run: the `current` side of everything that a run compares.
public struct RecordedState: Sendable {
    /// The state that a change set of this run would follow.
    public let revision: Revision
    /// **Shape:** sorted by key, unique.
    public let entitlements: [CurrentEntitlement]
    /// The derivations of the entitlements in force: what the reason of a revocation quotes. One that
    /// is missing costs the reason its rule, never the change.
    public let derivations: [Digest: Derivation]
    /// The roles as mappings last defined them, by id: a role that left the mappings still has a tier
    /// and an owner, for as long as somebody holds it. Empty before the first run.
    public let roles: [RoleID: Role]
    /// The wording of each rule and exception at the last recorded run, by kind and id.
    public let rules: Set<RuleReference>
    /// What each source's last complete reading held.
    public let sources: [SourceID: ReadingCounts]
    /// The latest change set; of an applied one what was rejected of it. While it waits (or was
    /// rejected) the same change keeps the reason with which it was first proposed, and a source that
    /// shrank has shrunk, though the recorded facts have moved on. nil when there is none.
    public let proposal: ChangeSet?
    /// How this run's snapshot differs from the recorded one.
    public let delta: SnapshotDelta

    public init(
        revision: Revision, entitlements: [CurrentEntitlement], derivations: [Digest: Derivation],
        roles: [RoleID: Role], rules: Set<RuleReference>, sources: [SourceID: ReadingCounts],
        proposal: ChangeSet?, delta: SnapshotDelta
    ) {
        self.revision = revision
        self.entitlements = entitlements
        self.derivations = derivations
        self.roles = roles
        self.rules = rules
        self.sources = sources
        self.proposal = proposal
        self.delta = delta
    }
}

/// The size of a reading.
public struct ReadingCounts: Sendable, Hashable {
    /// Accounts of people.
    public let people: Int
    public let groups: Int
    /// Direct memberships that were resolved.
    public let memberships: Int

    public init(people: Int, groups: Int, memberships: Int) {
        self.people = people
        self.groups = groups
        self.memberships = memberships
    }
}

/// How a snapshot differs from what the store holds: computed from content hashes, written by
/// recording the run.
public struct SnapshotDelta: Sendable, Hashable {
    /// A login, mail address or group name that used to belong to another anchor.
    public struct ReusedLabel: Sendable, Hashable {
        /// What the label is a name of: a person's login or address, or a group's name.
        public enum Kind: String, Sendable, Hashable { case userName, email, group }

        /// Says what ``now`` and ``formerly`` are ids of.
        public let kind: Kind
        /// As the source spells it now. It may be a person's name: never in logs.
        public let label: String
        /// Who or what has it now: a ``PersonID`` or ``GroupID``.
        public let now: String
        /// Who or what had it last.
        public let formerly: String

        public init(kind: Kind, label: String, now: String, formerly: String) {
            self.kind = kind
            self.label = label
            self.now = now
            self.formerly = formerly
        }
    }

    /// **Units:** accounts of one source that it shows as inactive.
    public struct InactiveAccounts: Sendable, Hashable {
        /// At the reading before.
        public let recorded: Int
        /// In this run.
        public let now: Int

        public init(recorded: Int, now: Int) {
            self.recorded = recorded
            self.now = now
        }
    }

    /// **Units:** accounts of one source.
    public struct AttributeHolders: Sendable, Hashable {
        /// Have the attribute in this run.
        public let now: Int
        /// Had it at the reading before, are still there, and have it no longer.
        public let lost: Int

        public init(now: Int, lost: Int) {
            self.now = now
            self.lost = lost
        }
    }

    /// People whom the store did not know. **Shape:** sorted.
    public let joined: [PersonID]
    /// People who were known as inactive and are active again. **Shape:** sorted.
    public let reactivated: [PersonID]
    /// People whom the recorded snapshot held and complete readings no longer show. **Shape:** sorted.
    public let departed: [PersonID]
    /// Known people whose attributes, activity, manager or direct groups changed. **Shape:** sorted.
    public let changed: [PersonID]
    /// Groups that are new, gone, renamed, or whose members changed. **Shape:** sorted.
    public let groups: [GroupID]
    /// **Shape:** sorted by kind, label and present owner. A label counts as reused until the change
    /// set in which it first appeared was decided.
    public let reusedLabels: [ReusedLabel]
    /// How many accounts each source with a complete reading in this run shows as inactive, and showed
    /// at the reading before.
    public let inactive: [SourceID: InactiveAccounts]
    /// Who has which attribute in each source with a complete reading in this run; an attribute that
    /// nobody has or had is missing. Whoever names a manager has `managers`.
    public let attributes: [SourceID: [Attribute: AttributeHolders]]

    public init(
        joined: [PersonID], reactivated: [PersonID], departed: [PersonID], changed: [PersonID],
        groups: [GroupID], reusedLabels: [ReusedLabel],
        inactive: [SourceID: InactiveAccounts] = [:],
        attributes: [SourceID: [Attribute: AttributeHolders]] = [:]
    ) {
        self.joined = joined
        self.reactivated = reactivated
        self.departed = departed
        self.changed = changed
        self.groups = groups
        self.reusedLabels = reusedLabels
        self.inactive = inactive
        self.attributes = attributes
    }
}

import Directory

/// The whole answer to "why": from the entry in the directory to the people who approved.
///
/// It is made from the store alone, for now or for a past revision.
public struct Explanation: Sendable, Hashable {
    /// Whose access is explained.
    public let person: ExplainedPerson
    /// As the mappings defined it last, also when it has left them.
    public let role: Role
    /// The revision that is explained, and when it came into force.
    public let revision: Revision
    /// One for each scope in which the person holds (or held) the role. **Shape:** sorted by scope,
    /// then by when it began; for `why-lost` the ended ones. Empty when the person does not hold it.
    public let holdings: [Holding]
    /// Up to when each source is known completely. **Shape:** sorted by source.
    public let freshness: [SourceFreshness]

    public init(
        person: ExplainedPerson, role: Role, revision: Revision, holdings: [Holding],
        freshness: [SourceFreshness]
    ) {
        self.person = person
        self.role = role
        self.revision = revision
        self.holdings = holdings
        self.freshness = freshness
    }
}

/// The person as the directory described them at that moment.
public struct ExplainedPerson: Sendable, Hashable {
    /// One source's entry.
    public struct Account: Sendable, Hashable {
        /// Names the entry for ever.
        public let key: AccountKey
        /// Its DN or SCIM location.
        public let label: String

        public init(key: AccountKey, label: String) {
            self.key = key
            self.label = label
        }
    }

    public let id: PersonID
    /// The login at that moment; the id of who had none.
    public let userName: String
    public let displayName: String
    /// The inactive hold nothing.
    public let isActive: Bool
    /// **Shape:** sorted by key.
    public let accounts: [Account]

    public init(
        id: PersonID, userName: String, displayName: String, isActive: Bool, accounts: [Account]
    ) {
        self.id = id
        self.userName = userName
        self.displayName = displayName
        self.isActive = isActive
        self.accounts = accounts
    }
}

/// One entitlement over the time in which it is, or was, in force.
public struct Holding: Sendable, Hashable {
    public let entitlement: EntitlementKey
    /// The scope as people write it, with logins.
    public let scope: String
    /// **Shape:** sorted by origin; those in force at the explained moment.
    public let derivations: [ExplainedDerivation]
    /// The change that began it.
    public let granted: ExplainedChange
    /// nil while it is in force.
    public let revoked: ExplainedChange?
    /// The latest time at which somebody decided that it may stand: the grant's last approval, or a
    /// later review.
    public let lastReviewed: Timestamp?
    /// Why it stays though nothing grants it any longer; nil when something does, and of a past moment.
    public let rejected: RejectedRevocation?

    public init(
        entitlement: EntitlementKey, scope: String, derivations: [ExplainedDerivation],
        granted: ExplainedChange, revoked: ExplainedChange?, lastReviewed: Timestamp?,
        rejected: RejectedRevocation? = nil
    ) {
        self.rejected = rejected
        self.entitlement = entitlement
        self.scope = scope
        self.derivations = derivations
        self.granted = granted
        self.revoked = revoked
        self.lastReviewed = lastReviewed
    }
}

/// A derivation, and where its rule stood.
public struct ExplainedDerivation: Sendable, Hashable {
    /// The rule and the facts that made it match.
    public let derivation: Derivation
    /// The rule's, as the mapping files had it then.
    public let title: String
    /// Relative to the mappings folder.
    public let file: String
    /// **Units:** 1-based.
    public let line: Int

    public init(derivation: Derivation, title: String, file: String, line: Int) {
        self.derivation = derivation
        self.title = title
        self.file = file
        self.line = line
    }
}

/// The change that began or ended an entitlement, and who decided.
public struct ExplainedChange: Sendable, Hashable {
    /// The number that people know it by.
    public let changeSet: ChangeSetID
    /// That of the change set: proves that it is the one that was approved.
    public let digest: Digest
    public let change: ChangeID
    /// As the reviewers read it.
    public let reason: ChangeReason
    /// **Shape:** in the order in which they were made.
    public let decisions: [Decision]
    /// The state of the entitlements that it made.
    public let revision: Revision
    /// When that state came into force.
    public let applied: Timestamp

    public init(
        changeSet: ChangeSetID, digest: Digest, change: ChangeID, reason: ChangeReason,
        decisions: [Decision], revision: Revision, applied: Timestamp
    ) {
        self.changeSet = changeSet
        self.digest = digest
        self.change = change
        self.reason = reason
        self.decisions = decisions
        self.revision = revision
        self.applied = applied
    }
}

/// A revocation that was proposed, and that somebody rejected.
public struct RejectedRevocation: Sendable, Hashable {
    /// The one that proposed it last.
    public let changeSet: ChangeSetID
    public let id: ChangeID
    /// Its reason says what has ceased.
    public let change: Change
    /// Those carried over among them. **Shape:** in the order in which they were made.
    public let rejections: [Decision]

    public init(
        changeSet: ChangeSetID, id: ChangeID, change: Change, rejections: [Decision]
    ) {
        self.changeSet = changeSet
        self.id = id
        self.change = change
        self.rejections = rejections
    }
}

/// Up to when a source is known completely.
public struct SourceFreshness: Sendable, Hashable {
    /// The configured name.
    public let source: SourceID
    /// The end of its last complete reading; nil when there never was one.
    public let completeAsOf: Timestamp?

    public init(source: SourceID, completeAsOf: Timestamp?) {
        self.source = source
        self.completeAsOf = completeAsOf
    }
}

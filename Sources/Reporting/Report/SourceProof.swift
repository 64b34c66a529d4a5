import Directory
import Entitlements

/// What one source gave to a run, so that a reader can tell whether it was everything.
public struct SourceProof: Sendable, Hashable {
    /// Entries that were read and left out, for one reason.
    public struct Exclusion: Sendable, Hashable {
        /// A few words for people, for example `without entryUUID`.
        public let reason: String
        /// **Units:** entries.
        public let count: Int

        public init(reason: String, count: Int) {
            self.reason = reason
            self.count = count
        }
    }

    public let source: SourceID
    /// The reading that was used: this run's, or the last complete one when this run's was not. nil
    /// when there never was one.
    public let certificate: ReadingCertificate?
    /// What that reading held; nil with it.
    public let counts: ReadingCounts?
    /// What the complete reading before it held; nil when it was the first.
    public let previous: ReadingCounts?
    public let exclusions: [Exclusion]
    /// **Units:** accounts that no other source knows; 0 where there is one source.
    public let unmatched: Int
    /// **Units:** members and managers that the source names and does not hold.
    public let unresolved: Int
    /// Why this run's reading was not used; empty when it was.
    public let staleBecause: [IncompleteReason]

    public init(
        source: SourceID, certificate: ReadingCertificate?, counts: ReadingCounts?,
        previous: ReadingCounts?, exclusions: [Exclusion] = [], unmatched: Int = 0,
        unresolved: Int = 0, staleBecause: [IncompleteReason] = []
    ) {
        self.source = source
        self.certificate = certificate
        self.counts = counts
        self.previous = previous
        self.exclusions = exclusions
        self.unmatched = unmatched
        self.unresolved = unresolved
        self.staleBecause = staleBecause
    }

    /// Whether this run read the source completely.
    public var isFresh: Bool { certificate != nil && staleBecause.isEmpty }
}

/// The denominators of a report.
public struct Population: Sendable, Hashable {
    /// How many entitlements of one role were in force at the base revision.
    public struct RoleCount: Sendable, Hashable {
        public let role: Role
        /// **Units:** entitlements.
        public let inForce: Int

        public init(role: Role, inForce: Int) {
            self.role = role
            self.inForce = inForce
        }
    }

    public let people: Int
    public let active: Int
    /// Every role that is defined or held. **Shape:** sorted by role id, unique.
    public let roles: [RoleCount]

    public init(people: Int, active: Int, roles: [RoleCount]) {
        self.people = people
        self.active = active
        self.roles = roles
    }
}

import Directory
import Entitlements

/// What one source gave to a run, so that a reader can tell whether it was everything.
public struct SourceProof: Sendable, Hashable {
    /// The configured name.
    public let source: SourceID
    /// The reading that was used: this run's, or the last complete one when this run's was not. nil
    /// when there never was one.
    public let certificate: ReadingCertificate?
    /// What that reading held; nil with it.
    public let counts: ReadingCounts?
    /// What the complete reading before it held; nil when it was the first.
    public let previous: ReadingCounts?
    /// **Units:** accounts that no other source knows; 0 where there is one source.
    public let unmatched: Int
    /// **Units:** members and managers that the source names and does not hold.
    public let unresolved: Int
    /// Why this run's reading was not used; empty when it was.
    public let staleBecause: [IncompleteReason]

    public init(
        source: SourceID, certificate: ReadingCertificate?, counts: ReadingCounts?,
        previous: ReadingCounts?, unmatched: Int = 0, unresolved: Int = 0,
        staleBecause: [IncompleteReason] = []
    ) {
        self.source = source
        self.certificate = certificate
        self.counts = counts
        self.previous = previous
        self.unmatched = unmatched
        self.unresolved = unresolved
        self.staleBecause = staleBecause
    }

    /// Whether this run read the source completely.
    public var isFresh: Bool { certificate != nil && staleBecause.isEmpty }

    /// How much more or less than at the reading before; nil when there was none.
    func difference(_ field: KeyPath<ReadingCounts, Int>) -> String? {
        guard let counts, let previous else { return nil }
        return (counts[keyPath: field] - previous[keyPath: field]).signed
    }

    /// Since when nobody knows what this source alone could prove; nil when it is known today, and
    /// when it never was.
    public var unknownSince: Timestamp? { isFresh ? nil : certificate?.end }

    /// What was left out of all answers. **Shape:** sorted by reason, unique by it.
    var exclusions: [ReadingQuery.Exclusion] {
        let all = certificate?.queries.flatMap(\.exclusions) ?? []
        let counts = Dictionary(all.map { ($0.reason, $0.count) }, uniquingKeysWith: +)
        return counts.sorted { $0.key.rawValue < $1.key.rawValue }.map { .init($0.key, $0.value) }
    }
}

/// The denominators of a report.
public struct Population: Sendable, Hashable {
    /// How many entitlements of one role were in force at the base revision.
    public struct RoleCount: Sendable, Hashable {
        /// As the mappings define it, or defined it last.
        public let role: Role
        /// **Units:** entitlements.
        public let inForce: Int

        public init(role: Role, inForce: Int) {
            self.role = role
            self.inForce = inForce
        }
    }

    /// Everybody in the snapshot.
    public let people: Int
    /// Those of them who may hold something.
    public let active: Int
    /// Every role that is defined or held. **Shape:** sorted by role id, unique.
    public let roles: [RoleCount]

    public init(people: Int, active: Int, roles: [RoleCount]) {
        self.people = people
        self.active = active
        self.roles = roles
    }
}

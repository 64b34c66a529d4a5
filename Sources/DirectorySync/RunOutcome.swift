import Diagnostics
import Directory
import EntitlementStore
import Entitlements

/// What one run came to.
public struct RunOutcome: Sendable {
    /// One source's part in the run.
    public struct Source: Sendable, Hashable {
        public let id: SourceID
        /// What this run read, complete or not.
        public let counts: ReadingCounts
        public let certificate: ReadingCertificate
        /// Up to when the source is known completely: this run's reading, or the last complete one
        /// when this run's was not. nil when there never was one.
        public let completeAsOf: Timestamp?

        public init(
            id: SourceID, counts: ReadingCounts, certificate: ReadingCertificate,
            completeAsOf: Timestamp?
        ) {
            self.id = id
            self.counts = counts
            self.certificate = certificate
            self.completeAsOf = completeAsOf
        }

        /// Since when nobody knows what this source alone could prove; nil when it is known today,
        /// and when it never was.
        public var unknownSince: Timestamp? { certificate.isComplete ? nil : completeAsOf }
    }

    /// The change set that waits after this run.
    public struct Proposal: Sendable {
        public let id: ChangeSetID
        public let changeSet: ChangeSet
        /// Whether an earlier run had found the very same, so that its decisions stand.
        public let isKept: Bool

        public init(id: ChangeSetID, changeSet: ChangeSet, isKept: Bool) {
            self.id = id
            self.changeSet = changeSet
            self.isKept = isKept
        }
    }

    /// What the run left as it was, because it cannot be known today.
    public struct Unknown: Sendable, Hashable {
        /// Entitlements in force that stay though no rule grants them now.
        public let unproved: Int
        /// Entitlements that the rules grant now, and that are not proposed.
        public let withheld: Int
        /// Sources without any complete reading. **Shape:** in the order of the configuration.
        public let silent: [SourceID]

        public init(unproved: Int = 0, withheld: Int = 0, silent: [SourceID] = []) {
            self.unproved = unproved
            self.withheld = withheld
            self.silent = silent
        }
    }

    public let run: RunID
    public let verdict: RunVerdict
    /// In the order of the configuration.
    public let sources: [Source]
    /// Nothing of a run that compared nothing.
    public let unknown: Unknown
    /// nil when nothing waits.
    public let proposal: Proposal?
    /// What the mappings' tests, evaluation and correlation found odd, and the readings. **Shape:**
    /// sorted.
    public let diagnostics: [Diagnostic]

    public init(
        run: RunID, verdict: RunVerdict, sources: [Source], unknown: Unknown,
        proposal: Proposal?, diagnostics: [Diagnostic]
    ) {
        self.run = run
        self.verdict = verdict
        self.sources = sources
        self.unknown = unknown
        self.proposal = proposal
        self.diagnostics = diagnostics
    }
}

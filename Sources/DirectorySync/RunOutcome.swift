import Diagnostics
import Directory
import EntitlementStore
import Entitlements

/// What one run came to.
public struct RunOutcome: Sendable {
    /// One source's part in the run.
    public struct Source: Sendable, Hashable {
        /// The configured name.
        public let id: SourceID
        /// What this run read, complete or not.
        public let counts: ReadingCounts
        /// Whether it was everything.
        public let certificate: ReadingCertificate
        /// Up to when the source is known completely: this run's reading, or the last complete one
        /// when this run's was not. nil when there never was one.
        public let completeAsOf: Timestamp?

        /// Since when nobody knows what this source alone could prove; nil when it is known today,
        /// and when it never was.
        public var unknownSince: Timestamp? { certificate.isComplete ? nil : completeAsOf }
    }

    /// The change set that waits after this run.
    public struct Proposal: Sendable {
        /// The number that people type.
        public let id: ChangeSetID
        /// As the run found it.
        public let changeSet: ChangeSet
        /// Whether an earlier run had found the very same, so that its decisions stand.
        public let isKept: Bool
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

    /// The number under which it was recorded.
    public let run: RunID
    /// See ``RecordedRun/verdict``.
    public let verdict: RunVerdict
    /// In the order of the configuration.
    public let sources: [Source]
    /// Nothing of a run that compared nothing.
    public let unknown: Unknown
    /// Changes that the rules ask for and people have rejected: they are not proposed again. 0 while
    /// others wait beside them.
    public let rejected: Int
    /// nil when nothing waits.
    public let proposal: Proposal?
    /// What the mappings' tests, evaluation and correlation found odd, and the readings. **Shape:**
    /// sorted.
    public let diagnostics: [Diagnostic]
}

extension RunOutcome.Source {
    /// What was recorded of a complete reading that was told by what had changed.
    init?(_ recorded: StoredRun.Source) {
        guard let counts = recorded.counts else { return nil }
        self.init(
            id: recorded.certificate.source, counts: counts, certificate: recorded.certificate,
            completeAsOf: recorded.certificate.end)
    }
}

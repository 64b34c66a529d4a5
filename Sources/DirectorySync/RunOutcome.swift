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

        public init(id: SourceID, counts: ReadingCounts, certificate: ReadingCertificate) {
            self.id = id
            self.counts = counts
            self.certificate = certificate
        }
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

    public let run: RunID
    public let verdict: RunVerdict
    /// In the order of the configuration.
    public let sources: [Source]
    /// nil when nothing waits.
    public let proposal: Proposal?
    /// What the mappings' tests, evaluation and correlation found odd, and the readings. **Shape:**
    /// sorted.
    public let diagnostics: [Diagnostic]

    public init(
        run: RunID, verdict: RunVerdict, sources: [Source], proposal: Proposal?,
        diagnostics: [Diagnostic]
    ) {
        self.run = run
        self.verdict = verdict
        self.sources = sources
        self.proposal = proposal
        self.diagnostics = diagnostics
    }
}

import Diagnostics
import Directory
import Entitlements

/// What a run came to.
public enum RunVerdict: String, Sendable, Hashable, CaseIterable {
    case unchanged, changes, incomplete, refused
}

/// What recording a run writes besides what changed in the directory.
public struct RunToRecord: Sendable {
    /// When the first source was asked.
    public let start: Timestamp
    /// When everything was known; the time of the ledger's entries.
    public let end: Timestamp
    /// As the caller sees it; ``RecordedRun/verdict`` is `unchanged` instead of `changes` when every
    /// change was rejected before.
    public let verdict: RunVerdict
    /// One a configured source, in their order: this run's, complete or not.
    public let certificates: [ReadingCertificate]
    /// The limits under which it was judged.
    public let guards: GuardLimits
    /// Everything that it found odd. **Shape:** sorted, unique; bounded, since of each code a source
    /// or stage keeps so many and says how many more there were.
    public let findings: [Diagnostic]
    /// What the rules grant; nil for a run that was refused.
    public let desired: DesiredEntitlements?
    /// The proposal, an empty one when nothing would change; nil for a run that was refused.
    public let changeSet: ChangeSet?
    /// What it had to go by besides the readings: a run with the same, whose sources have not changed,
    /// comes to the same. nil when that cannot be said.
    public let inputs: Digest?
    /// The sums over everybody, for a run that looks at a part alone; nil when there can be none.
    public let totals: RecordedTotals?

    public init(
        start: Timestamp, end: Timestamp, verdict: RunVerdict, certificates: [ReadingCertificate],
        guards: GuardLimits, findings: [Diagnostic], desired: DesiredEntitlements?,
        changeSet: ChangeSet?, inputs: Digest? = nil,
        totals: RecordedTotals? = nil
    ) {
        self.start = start
        self.end = end
        self.verdict = verdict
        self.certificates = certificates
        self.guards = guards
        self.findings = findings
        self.desired = desired
        self.changeSet = changeSet
        self.inputs = inputs
        self.totals = totals
    }
}

/// What became of a recorded run.
public struct RecordedRun: Sendable, Hashable {
    /// The number that it got.
    public let run: RunID
    /// What it came to once earlier rejections were taken into account.
    public let verdict: RunVerdict
    /// The change set that waits after this run; nil when none does.
    public let changeSet: ChangeSetID?
    /// Whether it waited before already, with its decisions.
    public let keptPending: Bool
    /// The change set that this run superseded; nil when none.
    public let superseded: ChangeSetID?
}

/// A run as the store holds it.
public struct StoredRun: Sendable, Hashable {
    /// What people type.
    public let id: RunID
    /// See ``RunToRecord/start``.
    public let start: Timestamp
    /// See ``RunToRecord/end``.
    public let end: Timestamp
    /// See ``RecordedRun/verdict``.
    public let verdict: RunVerdict
    /// The digest of the mappings it evaluated; nil for a run that was refused.
    public let mapping: Digest?
    /// The change set that waited after it, or that stood rejected; nil when there was nothing to change.
    public let changeSet: ChangeSetID?
    /// In the order of the configuration.
    public let sources: [Source]

    /// One source's part in a run.
    public struct Source: Sendable, Hashable {
        /// Of this run's reading, complete or not.
        public let certificate: ReadingCertificate
        /// What the reading held; nil when it was not complete.
        public let counts: ReadingCounts?
    }
}

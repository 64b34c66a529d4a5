import Directory
import Entitlements

/// A store in numbers and times, all of one moment: for dashboards and alerts. It names sources, and
/// never a person.
public struct StoreOverview: Sendable, Hashable {
    /// The runs that came to one verdict.
    public struct Runs: Sendable, Hashable {
        /// **Units:** runs, since the store was made.
        public var count = 0
        /// When the latest of them ended; nil when there was none.
        public var last: Timestamp?
    }

    /// One source, as the latest run found it.
    public struct Source: Sendable, Hashable {
        public let id: SourceID
        /// Whether the latest run read all of it.
        public let isComplete: Bool
        /// Up to when it is known completely; nil when it never was.
        public let completeAsOf: Timestamp?
        /// Of its last complete reading; nil when there was none.
        public let counts: ReadingCounts?
    }

    /// What distinguishes changes that wait.
    public struct ChangeKind: Sendable, Hashable {
        public let action: Change.Action
        public let tier: Tier

        public init(action: Change.Action, tier: Tier) {
            self.action = action
            self.tier = tier
        }
    }

    /// The change set that waits.
    public struct Pending: Sendable, Hashable {
        /// What people type.
        public let id: ChangeSetID
        /// Since when something has been waiting without a pause: change sets that superseded one
        /// another are one wait. A single change of it may be younger.
        public let since: Timestamp
        /// Those that are not settled; without those of which there are none.
        public let changes: [ChangeKind: Int]
        /// Those among them of which nobody has said anything yet, neither a person nor a policy.
        public let undecided: Int
        /// What the guards found in it; without those that found nothing.
        public let guards: [GuardFinding.Kind: Int]
    }

    /// What is in force, and how it came about.
    public struct Held: Sendable, Hashable {
        /// Entitlements in force; without tiers in which nobody holds any.
        public var byTier: [Tier: Int] = [:]
        /// Privileged ones in force whose grant no person has approved: a policy did.
        public var privilegedUnapproved = 0
        /// Entitlements in force of people who are inactive or gone from the directory.
        public var ofLeavers = 0
        /// When the first of those people were described as they are; nil when there are none.
        public var leaversSince: Timestamp?
        /// Changes that were ever applied.
        public var applied: [Change.Action: Int] = [:]
    }

    /// The revision and the run that it is of.
    public let moment: StoredMoment
    /// By verdict; without those that no run came to.
    public let runs: [RunVerdict: Runs]
    /// **Units:** seconds that the latest run took; nil before the first.
    public let lastRunSeconds: Int64?
    /// Of the latest run. **Shape:** sorted by id.
    public let sources: [Source]
    /// nil when none waits.
    public let pending: Pending?
    public let held: Held
    /// **Units:** entries.
    public let ledgerEntries: Int

    /// When a run last compared everything and recorded what it found, changes or none; nil when none
    /// did.
    public var lastSuccess: Timestamp? {
        [RunVerdict.unchanged, .changes].compactMap { runs[$0]?.last }.max()
    }
}

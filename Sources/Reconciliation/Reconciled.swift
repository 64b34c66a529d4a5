import Entitlements

/// What a comparison found.
public struct Reconciled: Sendable {
    /// What to propose; empty when what is in force is what the rules grant.
    public let changeSet: ChangeSet
    /// Entitlements in force that no rule grants on what is known today, though no complete reading
    /// disproves them: they stay. **Shape:** sorted, unique; empty while every source has a complete
    /// reading and everybody can be read.
    public let unproved: [EntitlementKey]
    /// What the rules grant on what is known today, and is not proposed: it would rest on the absence
    /// of what a source without a complete reading may know, or is for somebody who cannot be read.
    /// **Shape:** as ``unproved``.
    public let withheld: [EntitlementKey]
    /// Labels that nobody has decided about, and on which something in force would rest now.
    /// **Shape:** in the order of ``SnapshotDelta/reusedLabels``.
    public let undecided: [UndecidedLabel]

    /// A label that came back under another anchor, and how many entitlements stay on the basis that
    /// they have because of it: nobody loses them, and nobody inherits by them.
    public struct UndecidedLabel: Sendable, Hashable {
        /// What came back, and under whom.
        public let label: SnapshotDelta.ReusedLabel
        /// How many stay on the basis that they have.
        public let entitlements: Int

        public init(label: SnapshotDelta.ReusedLabel, entitlements: Int) {
            self.label = label
            self.entitlements = entitlements
        }
    }
}

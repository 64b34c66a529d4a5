import Entitlements

/// What a comparison found.
public struct Reconciled: Sendable {
    public let changeSet: ChangeSet
    /// Entitlements in force that no rule grants on what is known today, though no complete reading
    /// disproves them: they stay. **Shape:** sorted, unique; empty while every source has a complete
    /// reading.
    public let unproved: [EntitlementKey]
}

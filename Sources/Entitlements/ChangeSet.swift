import Directory

/// A proposal: what would have to change for the entitlements in force to be those that the rules
/// grant. Immutable; named by its digest.
public struct ChangeSet: Sendable, Hashable {
    /// One change under its name.
    public struct Item: Sendable, Hashable {
        /// Believed only where ``ChangeSet/isIntact`` was asked.
        public let id: ChangeID
        public let change: Change

        public init(id: ChangeID, change: Change) {
            self.id = id
            self.change = change
        }
    }

    /// SHA-256 over the canonical form of changes and guard findings: no clock, run or number is in
    /// it.
    public let digest: Digest
    /// **Shape:** sorted by entitlement, then action; unique.
    public let items: [Item]
    /// **Shape:** sorted by kind, then subject.
    public let guards: [GuardFinding]

    /// - Parameter digest: as it was computed from the rest, or as the store kept it.
    public init(digest: Digest, items: [Item], guards: [GuardFinding]) {
        self.digest = digest
        self.items = items
        self.guards = guards
    }

    /// Whether what is in force is what the rules grant.
    public var isEmpty: Bool { items.isEmpty }

    /// **Units:** changes.
    /// - Complexity: linear in them
    public func count(_ action: Change.Action) -> Int {
        items.reduce(0) { $0 + ($1.change.action == action ? 1 : 0) }
    }
}

/// The number of a change set in its store, from 1: what people type.
public struct ChangeSetID: RawRepresentable, Sendable, Hashable, Comparable,
    LosslessStringConvertible
{
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public init?(_ description: String) {
        guard let number = Int64(description), number > 0 else { return nil }
        rawValue = number
    }
    public var description: String { String(rawValue) }
    public static func < (left: ChangeSetID, right: ChangeSetID) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Where a change set is in its life.
public enum ChangeSetState: String, Sendable, Hashable, CaseIterable {
    /// Changes wait for decisions, or approved ones for being applied.
    case pending
    /// Every approved change was applied, and no change waits.
    case applied
    /// Every change was rejected.
    case rejected
    /// A later run found other changes.
    case superseded
}

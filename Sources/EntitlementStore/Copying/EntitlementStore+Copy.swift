import Directory
import Entitlements

/// What was copied into a new store.
public struct CopiedStore: Sendable, Hashable {
    /// Of all tables.
    public let rows: Int64
    /// How many entries the ledger has, here and there.
    public let entries: Int64
    /// The hash of the last entry, here and there.
    public let head: Digest
}

extension EntitlementStore {
    /// Copies a whole store, its history and its ledger included, into a new one; on another engine or
    /// the same. All of it is there when this returns, or nothing.
    ///
    /// The ledger is verified here and there before anything is committed, so that a store that was
    /// changed by hand is not copied. Nothing is changed in the old store: point the configuration to
    /// the new one before the next run.
    /// - Parameter time: now; a run that is at work is not copied.
    /// - Throws: ``StoreError/Code/notFound``, ``StoreError/Code/notEmpty``,
    ///   ``StoreError/Code/leaseHeld``, ``StoreError/Code/damaged`` when the ledger is not intact, and
    ///   what opening gives.
    public static func copy(
        from old: StoreLocation, to new: StoreLocation, at time: Timestamp
    ) throws(StoreError) -> CopiedStore {
        let source = try open(old, mode: .readOnly)
        if let lease = try source.currentLease(), lease.expires > time {
            throw StoreError(.leaseHeld, while: .copy, detail: "until \(lease.expires)")
        }
        let target = try engine(at: new, mode: .readWrite)
        return try StoreCopy(from: source.engine, to: target).runVerified()
    }
}

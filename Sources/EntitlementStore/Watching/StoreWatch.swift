/// Tells when something may have been written to a store, by whatever process.
public protocol StoreWatch: Sendable {
    /// Blocks until something may have been written since the last call, or the time is over. It is no
    /// proof: ask the store now and then all the same.
    /// - Returns: false when nothing was written, as far as one can tell; the first time true.
    func wait(upTo limit: Duration) -> Bool
}

extension EntitlementStore {
    /// A watch of its own connection.
    public func watch() -> any StoreWatch { engine.watch() }
}

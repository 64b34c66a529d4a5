/// Where a store is.
public enum StoreLocation: Sendable, Hashable {
    /// A database file; its folder must exist.
    case sqlite(path: String)
}

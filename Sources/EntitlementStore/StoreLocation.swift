/// Where a store is.
public enum StoreLocation: Sendable {
    /// A database file; its folder must exist.
    case sqlite(path: String)
    /// A schema of a server's database: the first one that the login's search path names.
    case postgreSQL(PostgreSQLAddress)
}

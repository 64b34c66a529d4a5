import Directory
import Entitlements

/// One run of a ``Worker``, done.
public struct Shift: Sendable {
    /// Decides when the next one is.
    public let result: Agenda.Result
    /// What the log says of it: ids, counts and words that name nobody.
    public let details: [String: String]
    /// What to watch from now on; nil leaves it as it is.
    public let watchlist: Watchlist?

    public init(_ result: Agenda.Result, _ details: [String: String], _ watchlist: Watchlist? = nil)
    {
        self.result = result
        self.details = details
        self.watchlist = watchlist
    }
}

/// What is watched, and from where.
public struct Watchlist: Sendable {
    /// Another one means that the sources are others, whatever their names.
    let configuration: Digest
    let watches: [any DirectoryWatch]
    /// Where the last complete reading of a source ended, as it is known when it is called.
    let state: @Sendable (SourceID) throws -> SyncState?

    public init(
        of configuration: Digest, _ watches: [any DirectoryWatch],
        state: @escaping @Sendable (SourceID) throws -> SyncState?
    ) {
        self.configuration = configuration
        self.watches = watches
        self.state = state
    }
}

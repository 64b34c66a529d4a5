/// The port through which a source says that something has changed, for whoever does not want to wait
/// for the next run.
///
/// It never says what has: state comes of a fetch alone, so that a sign that is lost, late or wrong
/// costs time, and nothing else.
public protocol DirectoryWatch: Sendable {
    /// The source's.
    var id: SourceID { get }

    /// Watches from where a fetch ended, until the way to the source or the task comes to its end.
    /// - Parameters:
    ///   - state: of the last complete reading; what has changed since is a sign too.
    ///   - report: called from any thread, once a change or once for many.
    /// - Returns: why it ended; nil when the state says nothing to this source, so that the next fetch
    ///   comes first.
    /// - Throws: `CancellationError` alone.
    func watch(
        since state: SyncState, report: @escaping @Sendable (WatchSign) -> Void
    ) async throws -> IncompleteReason?
}

/// What a watch says.
public enum WatchSign: Sendable, Hashable {
    /// It stands: from now on changes are told as they are made.
    case standing
    /// Something has changed, or may have.
    case changed
}

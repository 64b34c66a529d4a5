/// The port through which a directory is read. One implementation a protocol: LDAP, SCIM, LDIF.
public protocol DirectorySource: Sendable {
    /// The configured name.
    var id: SourceID { get }

    /// Reads the whole source once.
    ///
    /// Trouble with the source is no error: whatever happens, the result is a reading, and its
    /// certificate says whether it is complete. An incomplete reading may hold what was read before
    /// the trouble; nobody may conclude anything from what it lacks.
    /// - Parameter progress: called now and then, from any thread, with what has been read so far.
    /// - Throws: `CancellationError` alone.
    func fetch(progress: @escaping @Sendable (ReadingProgress) -> Void) async throws
        -> SourceReading

    /// Reads what has changed since the baseline; everything, where the source cannot tell.
    ///
    /// The answer counts as much as a whole reading: a source that cannot prove what it left out reads
    /// everything, or is incomplete.
    /// - Throws: `CancellationError`, and what the baseline throws.
    func fetch(
        since baseline: ReadingBaseline, progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> SourceAnswer

    /// What says that something has changed; nil where the source cannot say it unasked.
    var watch: (any DirectoryWatch)? { get }
}

extension DirectorySource {
    public var watch: (any DirectoryWatch)? { nil }

    public func fetch(
        since baseline: ReadingBaseline, progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> SourceAnswer {
        .reading(try await fetch(progress: progress))
    }
}

/// How far a reading has come. **Units:** entries.
public struct ReadingProgress: Sendable, Hashable {
    /// Several sources are read at once, each with a progress of its own.
    public let source: SourceID
    /// Entries taken for people so far.
    public let people: Int
    /// Entries taken for groups so far.
    public let groups: Int

    public init(source: SourceID, people: Int, groups: Int) {
        self.source = source
        self.people = people
        self.groups = groups
    }
}

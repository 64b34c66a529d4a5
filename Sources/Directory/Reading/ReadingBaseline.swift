/// What a source said last, for asking it what has changed since.
public struct ReadingBaseline: Sendable {
    /// As the source left it.
    public let state: SyncState
    /// When everything was read last, and not only what had changed.
    public let wholeAsOf: Timestamp
    /// The last complete reading, where parts of it can be had.
    public let parts: (any ReadingParts)?
    private let load: @Sendable () throws -> SourceReading

    /// - Parameter load: the last complete reading; called when it is needed, and only then.
    public init(
        state: SyncState, wholeAsOf: Timestamp, parts: (any ReadingParts)? = nil,
        load: @escaping @Sendable () throws -> SourceReading
    ) {
        self.state = state
        self.wholeAsOf = wholeAsOf
        self.parts = parts
        self.load = load
    }

    /// The last complete reading, out of the store.
    public func reading() throws -> SourceReading { try load() }
}

/// Where a source's answer ended: a cookie, entity tags, a moment of the server's clock. Text that the
/// source alone reads; one that it does not know, or of another configuration, counts as none.
public struct SyncState: RawRepresentable, Sendable, Hashable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// One that no source knows: it reads everything.
    public static let unknown = SyncState(rawValue: "")
}

/// What a source says when it is asked for what has changed.
public enum SourceAnswer: Sendable {
    /// Everything, whether it was read anew or put together from the baseline and what has changed.
    case reading(SourceReading)
    /// The source proves that nothing has changed; the baseline's reading stands, and this is its
    /// certificate now.
    case unchanged(ReadingCertificate, SyncState)
    /// Everything too, told by how it differs from the baseline's reading.
    case changed(ChangedReading)
}

/// A reading that is told by how it differs from the one before.
public struct ChangedReading: Sendable {
    public let changes: ReadingChanges
    /// The reading without its accounts and groups.
    public let header: SourceReading
    private let load: @Sendable () throws -> SourceReading

    /// - Parameter whole: differs by that from the baseline's.
    public init(_ changes: ReadingChanges, of whole: SourceReading) {
        self.changes = changes
        header = SourceReading(
            source: whole.source, accounts: [], groups: [], attributeNames: whole.attributeNames,
            certificate: whole.certificate, diagnostics: whole.diagnostics, state: whole.state)
        load = { whole }
    }

    /// - Parameters:
    ///   - changes: of the part that `now` is of.
    ///   - baseline: of the whole.
    public init(_ changes: ReadingChanges, to now: SourceReading, of baseline: ReadingBaseline) {
        let header = SourceReading(
            source: now.source, accounts: [], groups: [], attributeNames: now.attributeNames,
            certificate: now.certificate, diagnostics: now.diagnostics, state: now.state)
        self.changes = changes
        self.header = header
        load = { try baseline.reading().applying(changes, as: header) }
    }

    /// All of it.
    /// - Throws: what the baseline throws.
    public func reading() throws -> SourceReading { try load() }
}

extension SourceReading {
    /// The same people and groups, as they were found again.
    public func certified(
        by certificate: ReadingCertificate, _ state: SyncState
    ) -> SourceReading {
        var reading = self
        (reading.certificate, reading.state) = (certificate, state)
        return reading
    }
}

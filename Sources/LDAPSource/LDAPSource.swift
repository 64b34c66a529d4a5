import Diagnostics
import Directory

/// An LDAP directory as a source: LDAPS or StartTLS, paged, each entry decoded as it arrives.
///
/// Everything that keeps the answer from being whole (a limit, a referral, a lost connection, a wrong
/// certificate) makes the reading incomplete, with a reason; it is never an error of the run.
public struct LDAPSource: DirectorySource {
    /// As the composition root made it; checked at each fetch.
    let configuration: LDAPConfiguration
    /// For the certificate, and for comparing clocks.
    let clock: @Sendable () -> Timestamp

    /// - Parameter clock: the time, for the certificate.
    public init(
        configuration: LDAPConfiguration, clock: @escaping @Sendable () -> Timestamp
    ) {
        self.configuration = configuration
        self.clock = clock
    }

    public var id: SourceID { configuration.id }

    /// With content sync alone: nothing else lets a server speak unasked.
    public var watch: (any DirectoryWatch)? {
        configuration.sync == .syncrepl ? ContentSyncWatch(configuration: configuration) : nil
    }

    public func fetch(progress: @escaping @Sendable (ReadingProgress) -> Void) async throws
        -> SourceReading
    {
        try await BlockingThread().run { try read(progress) }
    }

    public func fetch(
        since baseline: ReadingBaseline, progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> SourceAnswer {
        try await BlockingThread().run { try readChanges(since: baseline, progress) }
    }

    /// Reads the whole source on the present thread.
    /// - Parameter doubt: why, when it was to be read otherwise.
    private func read(
        _ progress: @escaping @Sendable (ReadingProgress) -> Void, because doubt: Doubt? = nil
    ) throws -> SourceReading {
        var pull = DirectoryPull(configuration, clock: clock, progress)
        try pull.run()
        let (start, state) = (pull.start, pull.state)
        let reading = pull.builder.finish(from: start, to: clock(), state: state)
        return doubt.map { reading.reporting($0.finding(in: id)) } ?? reading
    }

    private func readChanges(
        since baseline: ReadingBaseline, _ progress: @escaping @Sendable (ReadingProgress) -> Void
    ) throws -> SourceAnswer {
        switch configuration.sync {
        case .auto, .full: .reading(try read(progress))
        case .syncrepl: try readChanges(by: ContentSyncFeed.self, since: baseline, progress)
        case .dirsync: try readChanges(by: DirSyncFeed.self, since: baseline, progress)
        case .modifyTimestamp: try readChanges(by: ModifyTimeFeed.self, since: baseline, progress)
        }
    }

    private func readChanges<Feed: ChangeFeed>(
        by feed: Feed.Type, since baseline: ReadingBaseline,
        _ progress: @escaping @Sendable (ReadingProgress) -> Void
    ) throws -> SourceAnswer {
        guard
            let state = ChangeState<Feed.Position>(
                baseline.state, content: configuration.content)
        else { return .reading(try read(progress)) }
        var changes = ChangePull<Feed>(
            DirectoryPull(configuration, clock: clock, progress), since: state, of: baseline)
        let outcome = try changes.run()
        if case .unknown(let doubt) = outcome {
            return .reading(try read(progress, because: doubt))
        }
        let end = changes.end
        let found = changes.pull.builder.finish(
            from: changes.pull.start, to: clock(), wholeAsOf: baseline.wholeAsOf, state: end)
        switch outcome {
        // The builder holds nobody: the baseline's people are to stand.
        case .unchanged: return .unchanged(found.certificate, end ?? baseline.state)
        case .changed(let known)
        where Feed.repeatsItself && found.certificate.isComplete
            && ReadingDifference(known, found).isEmpty:
            return .unchanged(found.certificate, end ?? baseline.state)
        case .changed(let known) where found.certificate.isComplete:
            return .changed(ChangedReading(ReadingChanges(from: known, to: found), of: found))
        case .changedPart(let known, let moved) where found.certificate.isComplete:
            guard found.namesNobodyUnknown(to: known, moved) else {
                return .reading(try read(progress, because: .nameless))
            }
            return .changed(
                ChangedReading(
                    ReadingChanges(from: known, to: found), to: found, of: baseline))
        case .changed, .changedPart, .incomplete, .unknown: return .reading(found)
        }
    }
}

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
        let start = clock()
        var pull = DirectoryPull(configuration, at: start, progress)
        try pull.run()
        let reading = pull.builder.finish(from: start, to: clock(), state: pull.state?.kept)
        return doubt.map { reading.reporting($0.finding(in: id)) } ?? reading
    }

    private func readChanges(
        since baseline: ReadingBaseline, _ progress: @escaping @Sendable (ReadingProgress) -> Void
    ) throws -> SourceAnswer {
        guard configuration.sync == .syncrepl,
            let state = ContentSyncState(baseline.state, content: configuration.content)
        else { return .reading(try read(progress)) }
        let start = clock()
        var changes = ChangePull(
            configuration, since: state, of: baseline, at: start, progress)
        let outcome = try changes.run()
        if case .unknown(let doubt) = outcome {
            return .reading(try read(progress, because: doubt))
        }
        let end = outcome.state.flatMap(\.kept)
        let found = changes.pull.builder.finish(
            from: start, to: clock(), wholeAsOf: baseline.wholeAsOf, state: end)
        if case .unchanged = outcome {
            // The builder holds nobody: the baseline's people are to stand.
            return .unchanged(found.certificate, end ?? baseline.state)
        }
        return .reading(found)
    }
}

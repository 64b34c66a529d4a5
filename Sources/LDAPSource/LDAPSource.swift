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

    /// Reads the whole source on the present thread.
    private func read(_ progress: @escaping @Sendable (ReadingProgress) -> Void) throws
        -> SourceReading
    {
        let start = clock()
        var pull = DirectoryPull(configuration, at: start, progress)
        try pull.run()
        return pull.builder.finish(from: start, to: clock())
    }
}

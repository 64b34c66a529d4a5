import Diagnostics
import Directory

/// A SCIM 2.0 service as a source: its users and groups, page by page.
///
/// Everything that keeps an answer from being whole makes the reading incomplete, with a reason; it is
/// never an error of the run, and never hangs: every exchange and the whole reading have an end.
/// - SeeAlso: RFC 7643, RFC 7644, RFC 9865
public struct SCIMSource: DirectorySource {
    let configuration: SCIMConfiguration
    let pace: Pace

    /// - Parameter clock: the time, for the certificate.
    public init(
        configuration: SCIMConfiguration, clock: @escaping @Sendable () -> Timestamp
    ) {
        self.init(configuration: configuration, pace: Pace(now: clock))
    }

    init(configuration: SCIMConfiguration, pace: Pace) {
        self.configuration = configuration
        self.pace = pace
    }

    public var id: SourceID { configuration.id }

    public func fetch(progress: @escaping @Sendable (ReadingProgress) -> Void) async throws
        -> SourceReading
    {
        let start = pace.now()
        var builder = SCIMReadingBuilder(source: id)
        do {
            var pull = ServicePull(try ReachedService(configuration, pace), progress: progress)
            try await pull.run()
            builder = pull.builder
        } catch {
            builder.markIncomplete(try ServicePull.reason(of: error))
        }
        return builder.finish(from: start, to: pace.now())
    }
}

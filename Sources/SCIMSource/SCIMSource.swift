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
        do {
            var pull = try pull(progress)
            try await pull.run()
            return pull.finish(from: start, to: pace.now())
        } catch {
            return try nothing(from: start, because: error)
        }
    }

    public func fetch(
        since baseline: ReadingBaseline, progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> SourceAnswer {
        let start = pace.now()
        var past = PastReading(baseline, fingerprint: configuration.fingerprint)
        do {
            var pull = try pull(progress)
            let isUnchanged = try await pull.run(since: &past)
            let isPutTogether = isUnchanged || pull.notes.isPutTogether
            let reading = pull.finish(
                from: start, to: pace.now(), wholeAsOf: isPutTogether ? past.wholeAsOf : nil)
            if isUnchanged { return .unchanged(reading.certificate, baseline.state) }
            return try past.answer(reading)
        } catch let error as PastReading.Unavailable {
            throw error.cause
        } catch {
            return .reading(try nothing(from: start, because: error))
        }
    }

    private func pull(
        _ progress: @escaping @Sendable (ReadingProgress) -> Void
    ) throws -> ServicePull {
        ServicePull(
            try ReachedService(configuration, pace), progress: JointProgress(progress).note)
    }

    /// The reading that did not even begin.
    private func nothing(from start: Timestamp, because error: any Error) throws -> SourceReading {
        var builder = SCIMReadingBuilder(source: id)
        builder.markIncomplete(try ServicePull.reason(of: error))
        return builder.finish(from: start, to: pace.now())
    }
}

import Directory
import Logging

/// A long-lived process: runs at intervals, and as soon as a source that is watched says that
/// something has changed, one run at a time.
///
/// What a run reads and does is a run's alone; here it is only decided when.
public struct Worker: Sendable {
    private let pace: Agenda.Pace
    private let sources: [any DirectorySource]
    private let random: @Sendable () -> Double
    private let work: @Sendable () async throws -> Shift
    private let logger = Logger(label: "rollcall.worker")

    /// - Parameters:
    ///   - sources: as they are configured at the beginning, for the log.
    ///   - random: from 0 to 1, so that many hosts do not ask all at once.
    ///   - work: makes one run; throws `CancellationError` alone.
    public init(
        _ pace: Agenda.Pace, sources: [any DirectorySource],
        random: @escaping @Sendable () -> Double,
        work: @escaping @Sendable () async throws -> Shift
    ) {
        self.pace = pace
        self.sources = sources
        self.random = random
        self.work = work
    }

    /// Works until it is cancelled; a transaction under way is finished.
    /// - Throws: `CancellationError` alone.
    public func run() async throws {
        let diary = Diary(pace)
        let lookout = Lookout(logger: logger, random: random) { diary.report() }
        logBeginning()
        do {
            while true {
                let occasion = try await diary.begin()
                let start = ContinuousClock.now
                let shift = try await work()
                diary.end(shift.result, jitter: random())
                log(shift, occasion, took: .now - start)
                if let watchlist = shift.watchlist { lookout.follow(watchlist) }
            }
        } catch {
            await lookout.end()
            throw error
        }
    }

    /// Which sources are watched, and which are read at intervals alone.
    private func logBeginning() {
        var metadata: Logger.Metadata = ["everySeconds": "\(pace.every.components.seconds)"]
        for source in sources {
            metadata["source.\(source.id)"] = source.watch == nil ? "interval" : "watched"
        }
        logger.info("worker begins", metadata: metadata)
    }

    private func log(_ shift: Shift, _ occasion: Agenda.Occasion, took time: Duration) {
        var metadata = shift.details.mapValues { Logger.MetadataValue.string($0) }
        metadata["occasion"] = "\(occasion.rawValue)"
        metadata["milliseconds"] = "\(Int(time / .milliseconds(1)))"
        let level: Logger.Level =
            switch shift.result {
            case .news, .nothing: .info
            case .held: .notice
            case .failed, .refused: .error
            }
        logger.log(level: level, "run ended", metadata: metadata)
    }
}

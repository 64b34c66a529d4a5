import Diagnostics
import Directory
import Logging

/// Reads all sources at once.
struct Fetch: Sendable {
    /// What is known of a source, by which it can be asked for changes; nil: it is read as a whole.
    typealias Baselines = @Sendable (SourceID) throws -> ReadingBaseline?

    /// In the order of the configuration.
    let sources: [any DirectorySource]
    /// Gets ids, counts and codes of reasons.
    let logger: Logger
    var baselines: Baselines = { _ in nil }
    /// Whether a source whose last whole reading is of that time is to be read as a whole.
    var isDue: @Sendable (SourceID, Timestamp) -> Bool = { _, _ in false }

    /// - Returns: one reading a source, complete or not, in the order of the sources.
    /// - Throws: `CancellationError`, and what a baseline throws.
    func readings(
        progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> [SourceReading] {
        try await withThrowingTaskGroup(of: (Int, SourceReading).self) { group in
            for (position, source) in sources.enumerated() {
                group.addTask { (position, try await reading(of: source, progress)) }
            }
            var readings = [SourceReading?](repeating: nil, count: sources.count)
            for try await (position, reading) in group {
                readings[position] = reading
                log(reading)
            }
            return readings.compactMap(\.self)
        }
    }

    /// What changed, where that is known of; beside it everything, when it is time to compare.
    private func reading(
        of source: any DirectorySource, _ progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> SourceReading {
        guard let baseline = try baselines(source.id) else {
            return try await source.fetch(progress: progress)
        }
        let reading = try await source.fetch(since: baseline, progress: progress)
            .reading(on: baseline)
        guard reading.certificate.wholeAsOf != nil, isDue(source.id, baseline.wholeAsOf) else {
            return reading
        }
        let whole = try await source.fetch(progress: progress)
        guard whole.certificate.isComplete, reading.certificate.isComplete else { return whole }
        let difference = ReadingDifference(reading, whole)
        return difference.isEmpty
            ? whole : whole.reporting(difference.diagnostic(of: source.id))
    }

    private func log(_ reading: SourceReading) {
        let certificate = reading.certificate
        let metadata: Logger.Metadata = [
            "source": "\(reading.source)", "complete": "\(certificate.isComplete)",
            "people": "\(reading.accounts.count)", "groups": "\(reading.groups.count)",
            "memberships": "\(reading.membershipCount)",
            "whole": "\(certificate.wholeAsOf == nil)",
        ]
        logger.log(
            level: certificate.isComplete ? .info : .warning, "source read",
            metadata: metadata.merging(
                certificate.reasons.first.map { ["reason": "\($0.code)"] } ?? [:]
            ) { $1 })
    }
}

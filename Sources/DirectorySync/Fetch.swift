import Directory
import Logging

/// Reads all sources at once.
struct Fetch: Sendable {
    /// In the order of the configuration.
    let sources: [any DirectorySource]
    /// Gets ids, counts and codes of reasons.
    let logger: Logger

    /// - Returns: one reading a source, complete or not, in the order of the sources.
    /// - Throws: `CancellationError` alone.
    func readings(
        progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> [SourceReading] {
        try await withThrowingTaskGroup(of: (Int, SourceReading).self) { group in
            for (position, source) in sources.enumerated() {
                group.addTask { (position, try await source.fetch(progress: progress)) }
            }
            var readings = [SourceReading?](repeating: nil, count: sources.count)
            for try await (position, reading) in group {
                readings[position] = reading
                log(reading)
            }
            return readings.compactMap(\.self)
        }
    }

    private func log(_ reading: SourceReading) {
        let certificate = reading.certificate
        let metadata: Logger.Metadata = [
            "source": "\(reading.source)", "complete": "\(certificate.isComplete)",
            "people": "\(reading.accounts.count)", "groups": "\(reading.groups.count)",
            "memberships": "\(reading.membershipCount)",
        ]
        logger.log(
            level: certificate.isComplete ? .info : .warning, "source read",
            metadata: metadata.merging(
                certificate.reasons.first.map { ["reason": "\($0.code)"] } ?? [:]
            ) { $1 })
    }
}

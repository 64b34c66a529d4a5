import Directory
import Logging

extension DirectorySnapshot {
    /// Reads the sources now, for looking: nothing is recorded, and an incomplete reading stands for
    /// what it holds.
    /// - Throws: `CancellationError` alone.
    public static func fetched(
        from sources: [any DirectorySource], by correlation: Correlation,
        progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> DirectorySnapshot {
        let readings = try await Fetch(sources: sources, logger: Logger(label: "rollcall.read"))
            .readings(progress: progress)
        return correlation.snapshot(
            of: readings.map {
                SelectedReading(
                    id: $0.source, reading: $0, staleBecause: $0.certificate.reasons)
            },
            known: [:])
    }
}

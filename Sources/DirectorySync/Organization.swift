import Directory
import Logging

extension DirectorySnapshot {
    /// Reads the sources now, for looking: nothing is recorded. A source that could not be read
    /// completely contributes nothing; ``SnapshotSource/staleBecause`` says why.
    /// - Parameter known: the recorded person of accounts.
    /// - Throws: `CancellationError` alone.
    public static func fetched(
        from sources: [any DirectorySource], by correlation: Correlation,
        known: [AccountKey: PersonID] = [:],
        progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> DirectorySnapshot {
        let readings = try await Fetch(sources: sources, logger: Logger(label: "rollcall.read"))
            .answers(progress: progress).map { try $0.reading() }
        return correlation.snapshot(
            of: readings.map {
                SelectedReading(
                    id: $0.source, reading: $0, staleBecause: $0.certificate.reasons)
            },
            known: known)
    }
}

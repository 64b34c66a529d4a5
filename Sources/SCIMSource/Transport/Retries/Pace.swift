import Directory

/// Time and chance, as arguments: what a retry depends on.
struct Pace: Sendable {
    /// The time of day, for dates that a server names.
    var now: @Sendable () -> Timestamp
    /// A clock that nobody sets, for how long something takes.
    var instant: @Sendable () -> ContinuousClock.Instant = { .now }
    /// - Throws: `CancellationError` alone, at once when the task is cancelled.
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// At random, from 0 up to 1.
    var chance: @Sendable () -> Double = { .random(in: 0..<1) }
}

/// How long a reader waits after faults: longer each time, and never in step with others.
public struct Pacing: Sendable {
    private let random: @Sendable () -> Double
    let sleep: @Sendable (Duration) async throws -> Void

    /// **Units:** seconds.
    private static let first = 1.0
    private static let longest = 60.0

    /// - Parameters:
    ///   - random: from 0 up to 1.
    ///   - sleep: until the time is over, or the task is cancelled.
    public init(
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        }
    ) {
        self.random = random
        self.sleep = sleep
    }

    /// Between half of the longest pause and the whole of it; a wait that the service asks for is kept to.
    /// - Parameter failures: in a row, the last one counts.
    func pause(after failures: Int, asked wait: Duration?) -> Duration {
        let most = min(Self.longest, Self.first * Double(1 << min(failures - 1, 30)))
        return max(wait ?? .zero, .seconds(most * (0.5 + random() / 2)))
    }
}

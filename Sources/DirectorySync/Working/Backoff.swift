/// How long to wait before something is tried again: longer each time, and never the same for everybody.
struct Backoff {
    /// The shortest pause.
    let first: Duration
    /// No pause is longer. **Shape:** at least ``first``.
    let longest: Duration
    /// Since the last ``reset()``.
    private var tries = 0

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = max(first, longest)
    }

    /// The next pause: from the shortest up to twice as much at each try.
    /// - Parameter jitter: from 0 to 1, at random.
    mutating func next(_ jitter: Double) -> Duration {
        tries = min(tries + 1, Self.mostDoublings)
        let most = min(longest, first * (1 << tries))
        return first + (most - first) * jitter
    }

    /// It went well.
    mutating func reset() { tries = 0 }

    private static let mostDoublings = 16
}

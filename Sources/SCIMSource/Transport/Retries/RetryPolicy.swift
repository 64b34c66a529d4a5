/// Whether, and when, a request is sent once more after a fault that may pass.
///
/// A wait that the server asks for is kept to, and never cut short; otherwise the pauses grow and are
/// chosen at random between nothing and their whole length, so that many clients do not come back
/// together.
/// - SeeAlso: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 (full jitter)
struct RetryPolicy: Sendable, Hashable {
    /// The first one counts.
    var attempts = 6
    /// The longest pause after the first attempt; doubled after each one.
    var firstPause = Duration.milliseconds(500)
    var longestPause = Duration.seconds(30)
    /// From the beginning of the first attempt to the beginning of the last.
    var patience = Duration.seconds(5 * 60)

    /// How an attempt ended.
    enum Outcome: Sendable, Hashable {
        /// - Parameter wait: what the server asks for; nil when it does not.
        case answered(status: Int, wait: Duration?)
        case failed(HTTPError.Code)
    }

    enum Verdict: Sendable, Hashable {
        /// The outcome stands.
        case settled
        case retry(after: Duration)
        /// The fault may pass, but there were attempts enough, or the time is up.
        case giveUp
    }

    /// - Parameters:
    ///   - attempt: 1 for the first.
    ///   - elapsed: since the first attempt began.
    ///   - chance: at random, from 0 up to 1.
    func verdict(
        on outcome: Outcome, attempt: Int, elapsed: Duration, chance: @autoclosure () -> Double
    ) -> Verdict {
        guard outcome.mayPass else { return .settled }
        let wish = outcome.wait ?? .zero
        let pause = wish > .zero ? wish : longestPause(after: attempt) * chance()
        guard attempt < attempts, elapsed + pause <= patience else { return .giveUp }
        return .retry(after: pause)
    }

    private func longestPause(after attempt: Int) -> Duration {
        min(longestPause, firstPause * (1 << min(attempt - 1, 30)))
    }
}

extension RetryPolicy.Outcome {
    fileprivate var mayPass: Bool {
        switch self {
        case .answered(429, _), .answered(502, _), .answered(503, _), .answered(504, _): true
        // A secondary limit of rates; without the wish to wait it is a matter of rights.
        case .answered(403, let wait): wait != nil
        case .failed(.connectionLost): true
        case .answered, .failed: false
        }
    }

    /// Whether the server finds that it is asked too much.
    var asksForFewer: Bool {
        if case .answered(429, _) = self { true } else { mayPass && wait != nil }
    }

    /// How long the server asks to wait.
    var wait: Duration? {
        guard case .answered(_, let wait) = self else { return nil }
        return wait
    }
}

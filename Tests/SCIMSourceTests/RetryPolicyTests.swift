import Testing

@testable import SCIMSource

/// When a request is sent once more. P20
struct RetryPolicyTests {
    private let policy = RetryPolicy()

    private func verdict(
        _ outcome: RetryPolicy.Outcome, attempt: Int = 1, elapsed: Duration = .zero,
        chance: Double = 0.5
    ) -> RetryPolicy.Verdict {
        policy.verdict(on: outcome, attempt: attempt, elapsed: elapsed, chance: chance)
    }

    @Test(arguments: [429, 502, 503, 504])
    func `a status that may pass is tried again`(status: Int) {
        #expect(
            verdict(.answered(status: status, wait: nil)) == .retry(after: .milliseconds(250)))
    }

    @Test(arguments: [200, 204, 301, 400, 401, 403, 404, 412, 500, 501])
    func `any other status stands`(status: Int) {
        #expect(verdict(.answered(status: status, wait: nil)) == .settled)
    }

    @Test func `a refusal of access that asks to wait is a limit of rates`() {
        let outcome = RetryPolicy.Outcome.answered(status: 403, wait: .seconds(7))
        #expect(verdict(outcome) == .retry(after: .seconds(7)))
    }

    @Test(arguments: HTTPError.Code.allCases)
    func `of faults only a lost connection is tried again`(code: HTTPError.Code) {
        let isRetried = verdict(.failed(code)) != .settled
        #expect(isRetried == (code == .connectionLost))
    }

    @Test(arguments: [0, 0.5, 0.999])
    func `chance shortens no wait that the server asks for`(chance: Double) {
        let outcome = RetryPolicy.Outcome.answered(status: 429, wait: .seconds(42))
        for attempt in 1...5 {
            #expect(
                verdict(outcome, attempt: attempt, chance: chance) == .retry(after: .seconds(42)))
        }
    }

    @Test func `a wait that is over leaves the pause to chance`() {
        let outcome = RetryPolicy.Outcome.answered(status: 503, wait: .zero)
        #expect(verdict(outcome) == .retry(after: .milliseconds(250)))
    }

    @Test func `pauses are anything from nothing to a length that doubles up to its limit`() {
        var policy = RetryPolicy()
        policy.attempts = 100
        let lengths = (1...99).map { attempt in
            policy.verdict(
                on: .failed(.connectionLost), attempt: attempt, elapsed: .zero, chance: 1)
        }
        let expected: [Duration] = [
            .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(16),
        ]
        #expect(lengths.prefix(6) == expected.map { .retry(after: $0) }[...])
        #expect(lengths.dropFirst(6).allSatisfy { $0 == .retry(after: .seconds(30)) })
        #expect(verdict(.failed(.connectionLost), chance: 0) == .retry(after: .zero))
    }

    @Test func `attempts are bounded`() {
        #expect(verdict(.failed(.connectionLost), attempt: 5) != .giveUp)
        #expect(verdict(.failed(.connectionLost), attempt: 6) == .giveUp)
    }

    @Test func `time is bounded, and a wait beyond it is not begun`() {
        let outcome = RetryPolicy.Outcome.answered(status: 429, wait: .seconds(60))
        #expect(verdict(outcome, elapsed: .seconds(240)) == .retry(after: .seconds(60)))
        #expect(verdict(outcome, elapsed: .seconds(241)) == .giveUp)
    }
}

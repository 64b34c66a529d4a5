/// When a long-lived process runs: at once, then at intervals, and soon after changes were reported.
///
/// A value that is told what happens and when; it knows no clock, and nothing of it waits.
public struct Agenda: Sendable {
    public typealias Instant = ContinuousClock.Instant

    /// Why a run begins. **Shape:** the raw value is a word of the log.
    public enum Occasion: String, Sendable {
        case start, interval, change
        /// The run before it failed, or the lease was another's.
        case again
    }

    /// What came of a run, as far as the next one depends on it.
    public enum Result: Sendable, CaseIterable {
        /// Something is not as it was.
        case news
        /// Everything is as the run before left it.
        case nothing
        /// Trying again may help.
        case failed
        /// Another run was at work.
        case held
        /// A person is needed: it is not tried again before its time.
        case refused
    }

    /// What there is to do.
    enum Step: Equatable {
        case begin(Occasion)
        case wait(until: Instant)
    }

    private let pace: Pace
    private var isBusy = false
    /// When the last run began.
    private var begun: Instant
    /// Reported since then.
    private var changes: (first: Instant, last: Instant)?
    /// What happens if nothing is reported.
    private var planned: (at: Instant, occasion: Occasion)
    /// No change is looked at before.
    private var earliest: Instant
    private var failures: Backoff
    private var refusals: Backoff
    /// Reports that came to nothing.
    private var disappointments: Backoff
    private var occasion = Occasion.start

    /// - Parameter now: when the first run is due.
    public init(_ pace: Pace, at now: Instant) {
        self.pace = pace
        begun = now
        earliest = now
        planned = (now, .start)
        failures = pace.afterFailure
        refusals = pace.whileHeld
        disappointments = pace.afterNothing
    }

    /// Something has changed.
    mutating func report(at now: Instant) { changes = (changes?.first ?? now, now) }

    /// - Returns: nil while a run is at work.
    func step(at now: Instant) -> Step? {
        if isBusy { return nil }
        let (time, occasion) = next
        return now >= time ? .begin(occasion) : .wait(until: time)
    }

    private var next: (Instant, Occasion) {
        guard let changes else { return planned }
        let settled = min(changes.last + pace.quiet, changes.first + pace.most)
        let time = max(settled, earliest)
        return time < planned.at ? (time, .change) : planned
    }

    /// A run begins: it will see what was reported so far.
    mutating func begin(_ occasion: Occasion, at now: Instant) {
        isBusy = true
        begun = now
        changes = nil
        self.occasion = occasion
    }

    /// The run is over.
    /// - Parameter jitter: from 0 to 1, at random.
    mutating func end(_ result: Result, at now: Instant, jitter: Double) {
        isBusy = false
        earliest = now
        planned = (max(now, begun + pace.every), .interval)
        switch result {
        case .news: disappointments.reset()
        case .nothing:
            if occasion == .change { earliest = now + disappointments.next(jitter) }
        case .failed:
            planned = again(after: failures.next(jitter), atLeast: failures.first, from: now)
            earliest = now + failures.first
        case .held:
            planned = again(after: refusals.next(jitter), atLeast: refusals.first, from: now)
            earliest = planned.at
        case .refused: break
        }
        if result != .failed { failures.reset() }
        if result != .held { refusals.reset() }
    }

    /// Before the interval is over; where a run took longer than that, not at once either.
    private func again(
        after pause: Duration, atLeast least: Duration, from now: Instant
    ) -> (Instant, Occasion) {
        (max(min(now + pause, planned.at), now + least), .again)
    }
}

extension Agenda {
    /// How fast it goes.
    public struct Pace: Sendable {
        /// From the begin of one run to that of the next, if nothing happens.
        public let every: Duration
        /// How long no further change must be reported.
        let quiet: Duration
        /// How long a change waits at most for others to cease.
        let most: Duration

        public init(
            every: Duration, quiet: Duration = .seconds(2), most: Duration = .seconds(10)
        ) {
            self.every = every
            self.quiet = quiet
            self.most = most
        }

        /// A source that is down is not asked all the time, nor later than at its interval.
        var afterFailure: Backoff {
            Backoff(first: min(every, .seconds(30)), longest: min(every, .seconds(300)))
        }

        /// A run takes seconds, and the lease of one that died on another host ends by itself.
        var whileHeld: Backoff { Backoff(first: .seconds(5), longest: .seconds(30)) }

        /// A directory that is always busy with what nobody asks for, if only because a server notes
        /// each bind, would otherwise be read without a pause.
        var afterNothing: Backoff { Backoff(first: quiet, longest: .seconds(60)) }
    }
}

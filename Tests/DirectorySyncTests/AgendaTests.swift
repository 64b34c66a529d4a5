import TestSupport
import Testing

@testable import DirectorySync

/// When a long-lived process runs.
struct AgendaTests {
    private static let start = ContinuousClock.now
    private static let pace = Agenda.Pace(every: .seconds(900))

    private static func at(_ seconds: Double) -> Agenda.Instant { start + .seconds(seconds) }

    /// An agenda whose first run took a second and ended so.
    private static func agenda(
        after result: Agenda.Result = .news, jitter: Double = 0
    ) -> Agenda {
        var agenda = Agenda(pace, at: start)
        agenda.begin(.start, at: start)
        agenda.end(result, at: at(1), jitter: jitter)
        return agenda
    }

    @Test func `it begins at once, and goes on at the interval, counted from the begin`() {
        #expect(Agenda(Self.pace, at: Self.start).step(at: Self.start) == .begin(.start))
        let agenda = Self.agenda()
        #expect(agenda.step(at: Self.at(1)) == .wait(until: Self.at(900)))
        #expect(agenda.step(at: Self.at(900)) == .begin(.interval))
    }

    @Test func `a run that takes longer than the interval is followed by the next`() {
        var agenda = Agenda(Self.pace, at: Self.start)
        agenda.begin(.start, at: Self.start)
        #expect(agenda.step(at: Self.at(1000)) == nil)
        agenda.end(.news, at: Self.at(1000), jitter: 0)
        #expect(agenda.step(at: Self.at(1000)) == .begin(.interval))
    }

    @Test func `a change waits until there is quiet, and no longer than it must`() {
        var agenda = Self.agenda()
        agenda.report(at: Self.at(100))
        #expect(agenda.step(at: Self.at(100)) == .wait(until: Self.at(102)))
        for tenth in 1000...1150 { agenda.report(at: Self.at(Double(tenth) / 10)) }
        #expect(agenda.step(at: Self.at(109)) == .wait(until: Self.at(110)))
        #expect(agenda.step(at: Self.at(110)) == .begin(.change))
    }

    @Test func `what is reported during a run is looked at by the next`() {
        var agenda = Self.agenda()
        agenda.begin(.interval, at: Self.at(900))
        agenda.report(at: Self.at(901))
        agenda.end(.news, at: Self.at(905), jitter: 0)
        #expect(agenda.step(at: Self.at(905)) == .begin(.change))
        agenda.begin(.change, at: Self.at(905))
        agenda.end(.news, at: Self.at(906), jitter: 0)
        #expect(agenda.step(at: Self.at(906)) == .wait(until: Self.at(1805)))
    }

    @Test func `a run that failed is repeated soon, and a change does not make it sooner`() {
        var agenda = Self.agenda(after: .failed)
        #expect(agenda.step(at: Self.at(1)) == .wait(until: Self.at(31)))
        agenda.report(at: Self.at(2))
        #expect(agenda.step(at: Self.at(4)) == .wait(until: Self.at(31)))
        #expect(agenda.step(at: Self.at(31)) == .begin(.again))
        agenda.begin(.again, at: Self.at(31))
        agenda.end(.failed, at: Self.at(32), jitter: 1)
        #expect(agenda.step(at: Self.at(32)) == .wait(until: Self.at(152)))
        // Something has changed after all: the source is back.
        agenda.report(at: Self.at(70))
        #expect(agenda.step(at: Self.at(72)) == .begin(.change))
    }

    @Test func `where a person is needed nothing is tried again before its time or a change`() {
        var agenda = Self.agenda(after: .refused)
        #expect(agenda.step(at: Self.at(1)) == .wait(until: Self.at(900)))
        agenda.report(at: Self.at(2))
        #expect(agenda.step(at: Self.at(4)) == .begin(.change))
    }

    @Test func `a lease of another is waited for`() {
        let agenda = Self.agenda(after: .held, jitter: 1)
        #expect(agenda.step(at: Self.at(1)) == .wait(until: Self.at(11)))
        #expect(agenda.step(at: Self.at(11)) == .begin(.again))
    }

    @Test func `reports that come to nothing are believed less and less, until one was right`() {
        var agenda = Self.agenda()
        var now = 1.0
        var pauses: [Double] = []
        func run(_ result: Agenda.Result) {
            agenda.report(at: Self.at(now))
            guard case .wait(let until) = agenda.step(at: Self.at(now)) else {
                Issue.record("at once")
                return
            }
            pauses.append((until - Self.at(now)) / .seconds(1))
            now += pauses.last ?? 0
            agenda.begin(.change, at: until)
            agenda.end(result, at: until, jitter: 1)
        }
        for _ in 1...7 { run(.nothing) }
        run(.news)
        run(.nothing)
        #expect(pauses == [2, 4, 8, 16, 32, 60, 60, 60, 2])
    }

    @Test func `pauses grow to a bound, and are never shorter than the first`() {
        var random = SplitMix64(seed: 15)
        for _ in 0..<200 {
            let first = Duration.seconds(1 + random.below(30))
            var backoff = Backoff(first: first, longest: .seconds(random.below(600)))
            for number in 1...100 {
                let pause = backoff.next(Double(random.below(1000)) / 1000)
                #expect(pause >= first && pause <= backoff.longest)
                #expect(pause <= first * (1 << min(number, 20)))
            }
            backoff.reset()
            #expect(backoff.next(1) <= first * 2)
        }
    }

    @Test func `whatever happens, there is one run at a time, in time, and none too soon`() {
        for seed in 0..<200 { Self.live(through: SplitMix64(seed: UInt64(seed))) }
    }

    private static func live(through random: SplitMix64) {
        var random = random
        let every = Duration.seconds(5 + random.below(600))
        var agenda = Agenda(Agenda.Pace(every: every), at: start)
        var (now, begun) = (start, start)
        var ended = (at: now, least: Duration.zero, isCalm: true)
        var reported: Agenda.Instant?
        for _ in 0..<500 {
            if case .wait(let due) = agenda.step(at: now) {
                #expect(due > now)
                // The interval is kept whatever else happens, but that a run takes its time.
                #expect(due <= max(begun + every, ended.at + ended.least))
                if let reported, ended.isCalm {
                    #expect(due <= max(ended.at, reported + .seconds(10)))
                }
                let isReport = random.once(in: 2)
                let pause = Duration.milliseconds(random.below(random.pick([100, 3_000, 900_000])))
                now = isReport ? min(due, now + pause) : due
                if isReport {
                    agenda.report(at: now)
                    reported = reported ?? now
                }
                continue
            }
            #expect(now - ended.at >= ended.least)
            agenda.begin(.change, at: now)
            (begun, reported) = (now, nil)
            now += .milliseconds(random.below(10_000))
            if random.below(3) == 0 {
                agenda.report(at: now)
                reported = now
            }
            #expect(agenda.step(at: now + .seconds(10_000)) == nil)
            let result = random.pick(Agenda.Result.allCases)
            agenda.end(result, at: now, jitter: Double(random.below(1001)) / 1000)
            ended = (now, least(after: result, every), [.news, .refused].contains(result))
        }
    }

    /// The shortest pause after a run that ended so.
    private static func least(after result: Agenda.Result, _ every: Duration) -> Duration {
        switch result {
        case .failed: min(every, .seconds(30))
        case .held: .seconds(5)
        case .news, .nothing, .refused: .zero
        }
    }
}

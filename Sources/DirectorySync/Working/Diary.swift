import Synchronization

/// An ``Agenda`` that somebody waits on while others report.
final class Diary: Sendable {
    private struct State {
        var agenda: Agenda
        /// Until when, and how to end it earlier.
        var sleep: (until: Agenda.Instant, task: Task<Void, Never>)?
    }

    private let state: Mutex<State>

    init(_ pace: Agenda.Pace) {
        state = Mutex(State(agenda: Agenda(pace, at: .now)))
    }

    /// Something has changed; called from any thread.
    func report() {
        state.withLock { state in
            state.agenda.report(at: .now)
            // Whoever sleeps until then looks again anyway.
            if let sleep = state.sleep, case .wait(let until) = state.agenda.step(at: .now),
                until >= sleep.until
            {
                return
            }
            state.sleep?.task.cancel()
        }
    }

    /// Waits until a run is due, and begins it.
    /// - Throws: `CancellationError` alone.
    func begin() async throws -> Agenda.Occasion {
        while true {
            try Task.checkCancellation()
            let (occasion, sleep) = look()
            if let occasion { return occasion }
            await withTaskCancellationHandler {
                await sleep?.value
            } onCancel: {
                sleep?.cancel()
            }
        }
    }

    private func look() -> (Agenda.Occasion?, Task<Void, Never>?) {
        state.withLock { state in
            let now = ContinuousClock.now
            switch state.agenda.step(at: now) {
            case .begin(let occasion):
                state.agenda.begin(occasion, at: now)
                state.sleep = nil
                return (occasion, nil)
            case .wait(let until):
                let task = Task { _ = try? await Task.sleep(until: until, clock: .continuous) }
                state.sleep = (until, task)
                return (nil, task)
            // Never: `Worker.run()`, which alone calls, ends each run before it begins another.
            case nil: fatalError("a run is to begin before the one before it has ended")
            }
        }
    }

    /// The run that was begun is over.
    func end(_ result: Agenda.Result, jitter: Double) {
        state.withLock { $0.agenda.end(result, at: .now, jitter: jitter) }
    }
}

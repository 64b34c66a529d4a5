import Directory
import Entitlements
import Logging
import Synchronization

/// Keeps watches open, and passes on that something has changed.
///
/// Whatever becomes of a watch, runs go on at their intervals.
final class Lookout: Sendable {
    private struct State {
        var configuration: Digest?
        var open: [SourceID: Task<Void, Never>] = [:]
    }

    private let state = Mutex(State())
    private let logger: Logger
    private let random: @Sendable () -> Double
    private let changed: @Sendable () -> Void

    /// - Parameter changed: called from any thread.
    init(
        logger: Logger, random: @escaping @Sendable () -> Double,
        changed: @escaping @Sendable () -> Void
    ) {
        self.logger = logger
        self.random = random
        self.changed = changed
    }

    /// Opens what is not open yet; where the configuration is another, everything anew.
    func follow(_ list: Watchlist) {
        state.withLock { state in
            if state.configuration != list.configuration {
                state.open.values.forEach { $0.cancel() }
                state.open = [:]
                state.configuration = list.configuration
            }
            for watch in list.watches where state.open[watch.id] == nil {
                state.open[watch.id] = Task {
                    await self.keep(watch, of: list)
                    self.forget(watch.id, of: list.configuration)
                }
            }
        }
    }

    private func forget(_ source: SourceID, of configuration: Digest) {
        state.withLock { state in
            if state.configuration == configuration { state.open[source] = nil }
        }
    }

    /// Ends all of them, and waits for that.
    func end() async {
        let tasks = state.withLock { Array($0.open.values) }
        tasks.forEach { $0.cancel() }
        for task in tasks { await task.value }
    }

    /// Opens the watch again and again, each time from where the last reading ended, so that what
    /// changed while it was closed is told. It is given up when that place is not known, or where the
    /// credentials are refused, of which a server counts how often: the next run that is complete
    /// begins it anew.
    private func keep(_ watch: any DirectoryWatch, of list: Watchlist) async {
        var pauses = Backoff(first: .seconds(1), longest: .seconds(300))
        while !Task.isCancelled {
            // What keeps the store from being read the next run meets too, and says.
            guard let state = try? list.state(watch.id) else { return }
            let opened = ContinuousClock.now
            // It throws when it is cancelled alone.
            let reason = try? await watch.watch(since: state) { self.note($0, of: watch.id) }
            guard let reason else { return }
            logger.notice(
                "watch ended", metadata: ["source": "\(watch.id)", "reason": "\(reason.code)"])
            if reason.isOfCredentials { return }
            if ContinuousClock.now - opened >= .seconds(60) { pauses.reset() }
            try? await Task.sleep(for: pauses.next(random()))
        }
    }

    private func note(_ sign: WatchSign, of source: SourceID) {
        switch sign {
        case .standing: logger.info("watch stands", metadata: ["source": "\(source)"])
        case .changed: changed()
        }
    }
}

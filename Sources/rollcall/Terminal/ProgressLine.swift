import Directory
import Foundation
import Synchronization

/// One line on a terminal that says how far the readings have come; nothing where standard error is
/// no terminal, and nothing in the first second.
final class ProgressLine: Sendable {
    private struct State {
        var latest: [SourceID: ReadingProgress] = [:]
        var lastDrawn = ContinuousClock.now + .milliseconds(900)
        var isShown = false
    }

    private let state = Mutex(State())
    private let isEnabled: Bool

    init(isEnabled: Bool = StandardStreams.isTerminal(STDERR_FILENO)) {
        self.isEnabled = isEnabled
    }

    /// Draws the line anew, ten times a second at most; called from any thread.
    func update(_ progress: ReadingProgress) {
        guard isEnabled else { return }
        state.withLock { state in
            state.latest[progress.source] = progress
            guard ContinuousClock.now - state.lastDrawn > .milliseconds(100) else { return }
            state.lastDrawn = .now
            state.isShown = true
            let parts = state.latest.sorted { $0.key < $1.key }.map {
                "\($0.key): \($0.value.people) people, \($0.value.groups) groups"
            }
            StandardStreams.write(
                "\r\u{1B}[Kreading  \(parts.joined(separator: " · "))", to: STDERR_FILENO)
        }
    }

    /// Takes the line away.
    func end() {
        state.withLock { state in
            if state.isShown { StandardStreams.write("\r\u{1B}[K", to: STDERR_FILENO) }
            state.isShown = false
        }
    }
}

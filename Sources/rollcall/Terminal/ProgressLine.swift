import Directory
import Foundation

/// One line on a terminal that says how far the readings have come; nothing where standard error is
/// no terminal, and nothing in the first second.
///
/// `@unchecked Sendable`: all state is behind `lock`.
final class ProgressLine: @unchecked Sendable {
    private let lock = NSLock()
    private var latest: [SourceID: ReadingProgress] = [:]
    private var lastDrawn: ContinuousClock.Instant
    private var isShown = false
    private let isEnabled: Bool
    private static let clock = ContinuousClock()

    init(isEnabled: Bool = StandardStreams.isTerminal(STDERR_FILENO)) {
        self.isEnabled = isEnabled
        lastDrawn = Self.clock.now + .milliseconds(900)
    }

    func update(_ progress: ReadingProgress) {
        guard isEnabled else { return }
        lock.withLock {
            latest[progress.source] = progress
            guard Self.clock.now - lastDrawn > .milliseconds(100) else { return }
            lastDrawn = Self.clock.now
            isShown = true
            let parts = latest.sorted { $0.key < $1.key }.map {
                "\($0.key): \($0.value.people) people, \($0.value.groups) groups"
            }
            StandardStreams.write(
                "\r\u{1B}[Kreading  \(parts.joined(separator: " · "))", to: STDERR_FILENO)
        }
    }

    /// Takes the line away.
    func end() {
        lock.withLock {
            if isShown { StandardStreams.write("\r\u{1B}[K", to: STDERR_FILENO) }
            isShown = false
        }
    }
}

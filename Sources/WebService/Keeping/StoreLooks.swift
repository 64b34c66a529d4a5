import Synchronization

/// Tells whoever waits each time the store was looked at: about once a second, and at once when it has
/// moved on.
final class StoreLooks: Sendable {
    private struct Waiting {
        var streams: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
    }

    private let waiting = Mutex(Waiting())

    /// An element now, and one after each look; those that nobody took are one.
    func stream() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let number = waiting.withLock { waiting in
                waiting.next += 1
                waiting.streams[waiting.next] = continuation
                return waiting.next
            }
            continuation.onTermination = { [weak self] _ in
                self?.waiting.withLock { _ = $0.streams.removeValue(forKey: number) }
            }
            continuation.yield()
        }
    }

    func happened() {
        for stream in waiting.withLock({ Array($0.streams.values) }) { stream.yield() }
    }
}

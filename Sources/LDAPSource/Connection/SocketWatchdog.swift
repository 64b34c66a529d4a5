import Dispatch
import Glibc
import Synchronization

/// Shuts a socket when a call that has no time-out of its own takes too long.
final class SocketWatchdog: Sendable {
    private enum State { case armed, disarmed, fired }
    private let state = Mutex(State.armed)

    /// - Parameter descriptor: stays open until ``disarm()``.
    init(_ descriptor: Int32, after time: Duration) {
        let milliseconds = Int(time / .milliseconds(1))
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
            [self] in
            state.withLock {
                guard $0 == .armed else { return }
                $0 = .fired
                shutdown(descriptor, Int32(SHUT_RDWR))
            }
        }
    }

    /// Ends the watch.
    /// - Returns: whether the socket was shut.
    func disarm() -> Bool {
        state.withLock { state in
            defer { state = .disarmed }
            return state == .fired
        }
    }
}

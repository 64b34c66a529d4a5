import Synchronization

/// Something that one task waits for: it ends once, with a value or an error, or at once when that task
/// is cancelled.
final class Awaited<Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, HTTPError>

    private enum State {
        case fresh
        case awaited(CheckedContinuation<Outcome, Never>)
        case ended
    }

    private let state = Mutex(State.fresh)

    /// Whether nobody waits any more.
    var hasEnded: Bool {
        state.withLock {
            if case .ended = $0 { true } else { false }
        }
    }

    /// Waits for the end.
    /// - Parameters:
    ///   - begin: called when the waiting has begun, unless the task was cancelled before.
    ///   - cancelled: called when the task is, after the end.
    func outcome(
        isolation: isolated (any Actor)? = #isolation, begin: () -> Void,
        cancelled: @Sendable () -> Void = {}
    ) async -> Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A task that was cancelled before has ended it already.
                let isFresh = state.withLock { state in
                    guard case .fresh = state else { return false }
                    state = .awaited(continuation)
                    return true
                }
                if isFresh {
                    begin()
                } else {
                    continuation.resume(returning: .failure(HTTPError(.cancelled)))
                }
            }
        } onCancel: {
            end(.failure(HTTPError(.cancelled)))
            cancelled()
        }
    }

    /// Ends it; only the first end counts.
    func end(_ outcome: Outcome) {
        let waiting = state.withLock { state in
            defer { state = .ended }
            guard case .awaited(let continuation) = state else {
                return nil as CheckedContinuation<Outcome, Never>?
            }
            return continuation
        }
        waiting?.resume(returning: outcome)
    }
}

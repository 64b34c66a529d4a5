import Synchronization

/// One exchange that somebody waits for: it ends once, with an answer, an error, or because the
/// waiting task was cancelled.
final class HTTPCall: Sendable {
    typealias Outcome = Result<HTTPResponse, HTTPError>

    private enum State {
        case fresh
        case awaited(CheckedContinuation<Outcome, Never>)
        case ended
    }

    let request: HTTPRequest
    private let state = Mutex(State.fresh)

    init(_ request: HTTPRequest) { self.request = request }

    /// Whether nobody waits any more.
    var hasEnded: Bool {
        state.withLock {
            if case .ended = $0 { true } else { false }
        }
    }

    /// Waits for the end. - Parameter begin: called when the waiting has begun, unless cancelled.
    func outcome(begin: () -> Void) async -> Outcome {
        await withCheckedContinuation { continuation in
            // A task that was cancelled before has ended the call already.
            let isFresh = state.withLock { state in
                guard case .fresh = state else { return false }
                state = .awaited(continuation)
                return true
            }
            if isFresh { begin() } else { continuation.resume(returning: .failure(cancelled)) }
        }
    }

    /// Ends the call; only the first end counts.
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

    func cancel() { end(.failure(cancelled)) }

    private var cancelled: HTTPError { HTTPError(.cancelled, server: request.url.origin) }
}

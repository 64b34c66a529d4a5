import CCurl
import Dispatch
import Glibc
import Synchronization

/// Exchanges with web services, several at once: the one owner of libcurl's multi handle.
///
/// The handle, its transfers and their connections are used on one dispatch queue alone, which has a
/// thread while there is something to wait for; waiting never takes one from the cooperative pool.
/// Each exchange ends within its time-outs, and at once when its task is cancelled.
/// - SeeAlso: libcurl-multi(3)
final class HTTPTransport: @unchecked Sendable {  // all but the locked `inbox` is `queue`'s alone
    // The one exception: libcurl allows a wake-up of `multi` from anywhere.
    private let multi: UnsafeMutableRawPointer
    private let queue = DispatchQueue(label: "org.rollcall.http")
    private let inbox = Mutex(Inbox())
    private let configuration: HTTPConfiguration
    private let width: @Sendable (HTTPURL.Origin) -> Int
    private let ended: @Sendable (HTTPRequest, Outcome) -> Void
    private var waiting: [HTTPCall] = []
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]

    private struct Inbox {
        var calls: [HTTPCall] = []
        var isAttended = false
    }

    typealias Outcome = Result<HTTPResponse, HTTPError>

    /// Nothing is sent yet.
    /// - Parameters:
    ///   - width: how many exchanges may be at work when one with that server is to begin; 0: none.
    ///   - ended: called with each outcome, before another exchange begins.
    /// - Throws: ``HTTPError`` when libcurl has no memory.
    init(
        _ configuration: HTTPConfiguration, width: @escaping @Sendable (HTTPURL.Origin) -> Int,
        ended: @escaping @Sendable (HTTPRequest, Outcome) -> Void
    ) throws(HTTPError) {
        Self.initializeLibrary
        guard let multi = curl_multi_init() else { throw HTTPError(.invalidConfiguration) }
        // Otherwise those that are idle for a moment are closed.
        rollcall_curl_keep_connections(multi, configuration.limits.exchanges)
        self.multi = multi
        self.configuration = configuration
        self.width = width
        self.ended = ended
    }

    // Nobody waits: whoever does holds this object.
    deinit { curl_multi_cleanup(multi) }

    /// One exchange: no redirect is followed, nothing is tried again. Others wait here until there is
    /// room, in the order in which they came.
    /// - Returns: nil when the server was not to be asked anything then, and was not.
    /// - Throws: ``HTTPError`` when there is no whole answer; any status is an answer.
    func perform(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse? {
        let call = HTTPCall(request: request)
        let outcome = await call.answer.outcome {
            post(call)
        } cancelled: {
            curl_multi_wakeup(self.multi)
        }
        return try outcome.get()
    }

    private func post(_ call: HTTPCall) {
        let isAttended = inbox.withLock { inbox in
            defer { inbox.isAttended = true }
            inbox.calls.append(call)
            return inbox.isAttended
        }
        if isAttended { curl_multi_wakeup(multi) } else { queue.async { self.attend() } }
    }

    /// A closed connection must not end the process, whichever library writes to it.
    private static let initializeLibrary: Void = {
        signal(SIGPIPE, SIG_IGN)
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    }()
}

extension HTTPTransport {
    /// How often a silent wait looks at the time-outs. **Units:** milliseconds.
    private static let beat: Int32 = 50

    /// Works until nobody waits for anything.
    private func attend() {
        while hasWork() {
            beginWaiting()
            var count: Int32 = 0
            let result = curl_multi_perform(multi, &count)
            guard result == CURLM_OK else {
                endAll(
                    HTTPError(.connectionLost, text: String(cString: curl_multi_strerror(result))))
                continue
            }
            endCompleted()
            endOverdue()
            beginWaiting()
            if !transfers.isEmpty { curl_multi_poll(multi, nil, 0, Self.beat, nil) }
        }
    }

    private func hasWork() -> Bool {
        inbox.withLock { inbox in
            waiting += inbox.calls
            inbox.calls = []
            inbox.isAttended = !(waiting.isEmpty && transfers.isEmpty)
            return inbox.isAttended
        }
    }

    private func beginWaiting() {
        waiting.removeAll { $0.answer.hasEnded }
        while let call = waiting.first {
            let width = width(call.request.url.origin)
            guard width == 0 || transfers.count < width else { return }
            waiting.removeFirst()
            if width == 0 { call.answer.end(.success(nil)) } else { begin(call) }
        }
    }

    private func begin(_ call: HTTPCall) {
        do throws(HTTPError) {
            let transfer = try Transfer(call, configuration)
            curl_multi_add_handle(multi, transfer.easy)
            transfers[transfer.easy] = transfer
        } catch {
            call.answer.end(.failure(error))
        }
    }

    private func endCompleted() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let transfer = transfers[easy]
            else { continue }
            let outcome = transfer.outcome(message.pointee.data.result)
            end(transfer, outcome)
        }
    }

    private func endOverdue() {
        let now = ContinuousClock.now
        for transfer in transfers.values {
            if transfer.call.answer.hasEnded || transfer.isOverdue(at: now) {
                end(transfer, .failure(transfer.error(.timedOut)))
            }
        }
    }

    /// Closes the connection too, where the answer is not whole.
    private func end(_ transfer: Transfer, _ outcome: Outcome) {
        transfers[transfer.easy] = nil
        curl_multi_remove_handle(multi, transfer.easy)
        ended(transfer.call.request, outcome)
        transfer.call.answer.end(outcome.map { $0 })
    }

    private func endAll(_ error: HTTPError) {
        for transfer in transfers.values { end(transfer, .failure(error)) }
    }
}

import Directory

/// Exchanges that are tried again as the policy says.
struct RetryingTransport: Sendable {
    private let transport: HTTPTransport
    private let policy: RetryPolicy
    let pace: Pace
    private let silence = RequestedSilence()

    /// Nothing is sent yet.
    init(_ configuration: HTTPConfiguration, pace: Pace) throws(HTTPError) {
        self.pace = pace
        policy = configuration.retries
        transport = try HTTPTransport(configuration) { [silence] server in
            if silence.left(of: server, at: pace.instant()) > .zero { return 0 }
            return silence.wasAsked(by: server) ? 1 : configuration.limits.exchanges
        } ended: { [silence] request, outcome in
            // What the server asks of one request holds for all of them.
            let outcome = RetryPolicy.Outcome(outcome, now: pace.now())
            guard outcome.asksForFewer else { return }
            silence.note(pace.instant() + (outcome.wait ?? .zero), of: request.url.origin)
        }
    }

    /// - Parameter turn: what all further attempts must wait for; nil: nothing.
    /// - Returns: an answer that stands, whatever its status; never one of a fault that may pass.
    /// - Throws: ``HTTPError``: of the last attempt, when there were enough.
    func send(
        _ request: HTTPRequest, retryingFrom turn: Turn? = nil
    ) async throws(HTTPError) -> HTTPResponse {
        try await wait(.zero, request)
        var start = pace.instant()
        var attempt = 1
        while true {
            guard let outcome = await outcome(of: request) else {
                try await wait(.zero, request)
                if attempt == 1 { start = pace.instant() }
                continue
            }
            let verdict = policy.verdict(
                on: RetryPolicy.Outcome(outcome, now: pace.now()), attempt: attempt,
                elapsed: start.duration(to: pace.instant()), chance: pace.chance())
            switch verdict {
            case .settled: return try outcome.get()
            case .giveUp: throw lastFault(outcome, request)
            case .retry(let pause):
                if attempt == 1, let turn {
                    await turn.wait()
                    // Until now nobody was waiting.
                    start = pace.instant()
                }
                try await wait(pause, request)
            }
            attempt += 1
        }
    }

    /// Whether the server of that address asked for fewer requests.
    func isHeldBack(by server: HTTPURL.Origin) -> Bool { silence.wasAsked(by: server) }

    /// - Returns: nil when nothing was sent, because the server wants to be left alone.
    private func outcome(of request: HTTPRequest) async -> Result<HTTPResponse, HTTPError>? {
        do throws(HTTPError) {
            return try await transport.perform(request).map { .success($0) }
        } catch {
            return .failure(error)
        }
    }

    private func lastFault(_ outcome: Result<HTTPResponse, HTTPError>, _ request: HTTPRequest)
        -> HTTPError
    {
        switch outcome {
        case .success(let response):
            // A limit of rates that is told as 403 is one all the same.
            let code =
                response.status == 403 ? .rateLimited : HTTPError.Code(status: response.status)
            return HTTPError(code, server: request.url.origin, status: response.status)
        case .failure(let error): return error
        }
    }

    /// Waits, also for as long as the server wants to be left alone.
    private func wait(_ pause: Duration, _ request: HTTPRequest) async throws(HTTPError) {
        let server = request.url.origin
        var pause = max(pause, silence.left(of: server, at: pace.instant()))
        while pause > .zero {
            guard pause <= policy.patience else { throw HTTPError(.rateLimited, server: server) }
            do { try await pace.sleep(pause) } catch { throw HTTPError(.cancelled, server: server) }
            // Another answer may have asked for more meanwhile.
            pause = silence.left(of: server, at: pace.instant())
        }
    }
}

extension RetryPolicy.Outcome {
    fileprivate init(_ outcome: Result<HTTPResponse, HTTPError>, now: Timestamp) {
        self =
            switch outcome {
            case .success(let response):
                .answered(status: response.status, wait: response.requestedWait(now: now))
            case .failure(let error): .failed(error.code)
            }
    }
}

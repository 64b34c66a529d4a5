/// Exchanges that are tried again as the policy says.
struct RetryingTransport: Sendable {
    let transport: HTTPTransport
    let policy: RetryPolicy
    let pace: Pace

    /// - Returns: an answer that stands, whatever its status; never one of a fault that may pass.
    /// - Throws: ``HTTPError``: of the last attempt, when there were enough.
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let start = pace.instant()
        var attempt = 1
        while true {
            let outcome = await outcome(of: request)
            let verdict = policy.verdict(
                on: retryOutcome(outcome), attempt: attempt,
                elapsed: start.duration(to: pace.instant()),
                chance: pace.chance())
            switch verdict {
            case .settled: return try outcome.get()
            case .giveUp: throw lastFault(outcome, request)
            case .retry(let pause): try await wait(pause, request)
            }
            attempt += 1
        }
    }

    private func outcome(of request: HTTPRequest) async -> Result<HTTPResponse, HTTPError> {
        do throws(HTTPError) {
            return .success(try await transport.perform(request))
        } catch {
            return .failure(error)
        }
    }

    private func retryOutcome(_ outcome: Result<HTTPResponse, HTTPError>) -> RetryPolicy.Outcome {
        switch outcome {
        case .success(let response):
            .answered(status: response.status, wait: response.requestedWait(now: pace.now()))
        case .failure(let error): .failed(error.code)
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

    private func wait(_ pause: Duration, _ request: HTTPRequest) async throws(HTTPError) {
        do { try await pace.sleep(pause) } catch {
            throw HTTPError(.cancelled, server: request.url.origin)
        }
    }
}

/// What a service answered, its body read as JSON already: where it came in, beside whoever takes it.
struct ServiceAnswer: Sendable {
    let status: Int
    let contentType: String?
    let body: ParsedBody
}

extension ReachedService {
    /// - Parameter turn: see ``HTTPClient/send(_:retryingFrom:)``.
    func answer(from url: HTTPURL, retryingFrom turn: Turn? = nil) async throws -> ServiceAnswer {
        let response = try await client.send(HTTPRequest(.get, url), retryingFrom: turn)
        return ServiceAnswer(
            status: response.status, contentType: response.headers["Content-Type"],
            body: ParsedBody(response.body, with: parsers))
    }

    /// - Parameter earlier: see ``Asked/init(after:_:)``.
    func ask(_ url: HTTPURL, after earlier: Turn? = nil) -> Asked<ServiceAnswer> {
        Asked(after: earlier) { try await answer(from: url, retryingFrom: $0) }
    }
}

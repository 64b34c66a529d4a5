/// What a service answered, its body read as JSON already: where it came in, beside whoever takes it.
struct ServiceAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: ParsedBody

    /// See ``HTTPHeaders/entityTag``.
    var tag: EntityTag? { headers.entityTag }
}

extension HTTPHeaders {
    /// The name of a state; nil where there is none that could be asked with.
    var entityTag: EntityTag? { self["ETag"].flatMap(EntityTag.init) }
}

extension ReachedService {
    /// - Parameter turn: see ``HTTPClient/send(_:retryingFrom:)``.
    func answer(
        to request: HTTPRequest, retryingFrom turn: Turn? = nil
    ) async throws -> ServiceAnswer {
        let response = try await client.send(request, retryingFrom: turn)
        return ServiceAnswer(
            status: response.status, headers: response.headers,
            body: ParsedBody(response.body, with: parsers))
    }

    /// - Parameter earlier: see ``Asked/init(after:_:)``.
    func ask(_ request: HTTPRequest, after earlier: Turn? = nil) -> Asked<ServiceAnswer> {
        Asked(after: earlier) { try await answer(to: request, retryingFrom: $0) }
    }
}

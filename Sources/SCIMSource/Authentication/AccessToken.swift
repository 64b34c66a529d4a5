import FoundationEssentials

/// An access token, and until when it may be used.
struct AccessToken: Sendable {
    let credential: Credential
    /// Nil: until it is refused.
    private let expiry: ContinuousClock.Instant?

    /// Reads the answer of a token endpoint.
    /// - Parameter start: when it was asked: the token's life began later.
    /// - Throws: ``HTTPError``: `invalid-credentials` when the client is refused, `malformed-answer`
    ///   when there is no token in it.
    /// - SeeAlso: RFC 6749 §5.1, §5.2
    init(_ response: HTTPResponse, askedAt start: ContinuousClock.Instant) throws(HTTPError) {
        let status = response.status
        guard status == 200 else {
            throw HTTPError(
                status == 400 ? .invalidCredentials : HTTPError.Code(status: status), status: status
            )
        }
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(response.body)),
            (fields.token_type ?? "Bearer").lowercased() == "bearer",
            let credential = try? Credential.bearer(fields.access_token)
        else { throw HTTPError(.malformedAnswer, status: status) }
        self.credential = credential
        expiry = fields.expires_in.map { start + .seconds($0.seconds) }
    }

    /// A token that is about to expire counts as expired: the request has a way to go.
    func isValid(at now: ContinuousClock.Instant) -> Bool {
        expiry.map { now + .seconds(10) < $0 } ?? true
    }

    private struct Fields: Decodable {
        let access_token: String
        let token_type: String?
        let expires_in: Lifetime?
    }

    /// Some servers write the number as a string. **Units:** seconds, at most a year.
    private struct Lifetime: Decodable {
        let seconds: Double

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            let text = try? container.decode(String.self)
            let number = try text.map { Double($0) ?? 0 } ?? container.decode(Double.self)
            seconds = min(max(0, number), 366 * 86_400)
        }
    }
}

/// The access token of an OAuth client: asked for once, whoever needs it, and kept until it expires or
/// the service refuses it.
actor AccessTokens {
    private let client: OAuthClient
    private let service: RetryingTransport
    private var token: AccessToken?
    private var isAsking = false
    private var waiting: [Awaited<Credential>] = []

    init(of client: OAuthClient, from service: RetryingTransport) {
        self.client = client
        self.service = service
    }

    /// - Parameter rejected: the token that the service refuses; nil when it refused none.
    func credential(replacing rejected: Credential?) async throws(HTTPError) -> Credential {
        while true {
            if let token, token.credential != rejected, token.isValid(at: service.pace.instant()) {
                return token.credential
            }
            guard isAsking else { return try await ask() }
            let answer = Awaited<Credential>()
            switch await answer.outcome(begin: { waiting.append(answer) }) {
            case .success(let credential): return credential
            // Whoever asked was cancelled, which is no reason for us.
            case .failure(let error) where error.code == .cancelled && !Task.isCancelled: continue
            case .failure(let error): throw error
            }
        }
    }

    private func ask() async throws(HTTPError) -> Credential {
        isAsking = true
        let answer: Result<Credential, HTTPError>
        do throws(HTTPError) {
            let start = service.pace.instant()
            let token = try AccessToken(try await service.send(request()), askedAt: start)
            self.token = token
            answer = .success(token.credential)
        } catch {
            token = nil
            answer = .failure(named(error))
        }
        isAsking = false
        for each in waiting { each.end(answer) }
        waiting = []
        return try answer.get()
    }

    private func named(_ error: HTTPError) -> HTTPError {
        var error = error
        error.operation = .token
        error.server = client.tokenURL.origin
        return error
    }

    /// - SeeAlso: RFC 6749 §4.4.2
    private func request() throws(HTTPError) -> HTTPRequest {
        var form = [(name: "grant_type", value: "client_credentials")]
        if let scope = client.scope { form.append(("scope", scope)) }
        var request = HTTPRequest(.post(form: form.formEncoded), client.tokenURL)
        request.accept = "application/json"
        // Both are escaped before they are joined (§2.3.1).
        request.credential = .basic(
            userName: client.id.percentEncoded,
            password: try client.secret.revealForHTTP().percentEncoded)
        return request
    }
}

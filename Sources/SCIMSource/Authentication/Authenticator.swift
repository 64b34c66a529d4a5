import Directory

/// Gives each request its credential, as the configuration says.
///
/// Secrets are read anew for each credential, so that a rotated one is picked up.
struct Authenticator: Sendable {
    private let method: Authentication
    private let tokens: AccessTokens?

    init(_ method: Authentication, asking service: RetryingTransport) {
        self.method = method
        if case .clientCredentials(let client) = method {
            tokens = AccessTokens(of: client, from: service)
        } else {
            tokens = nil
        }
    }

    /// - Parameter rejected: the credential that the service has just refused; nil when none was.
    /// - Returns: nil where nobody has to say who asks. The same as `rejected` when there is no other.
    func credential(replacing rejected: Credential? = nil) async throws(HTTPError) -> Credential? {
        switch method {
        case .none: return nil
        case .bearer(let secret): return try .bearer(secret.revealForHTTP())
        case .basic(let userName, let password):
            return .basic(userName: userName, password: try password.revealForHTTP())
        case .clientCredentials: return try await tokens?.credential(replacing: rejected)
        }
    }
}

import Directory

/// Who asks a web service. A client certificate is configured with TLS, and may come beside each.
public enum Authentication: Sendable {
    /// Nobody, or whom the client certificate names.
    case none
    /// - SeeAlso: RFC 6750 §2.1
    case bearer(Secret)
    /// - SeeAlso: RFC 7617
    case basic(userName: String, password: Secret)
    case clientCredentials(OAuthClient)
}

/// A client that an authorization server knows, and gives access tokens to.
/// - SeeAlso: RFC 6749 §2.3.1, §4.4
public struct OAuthClient: Sendable {
    public var tokenURL: HTTPURL
    public var id: String
    public var secret: Secret
    /// Words with spaces between them; nil: what the server takes for granted.
    public var scope: String?

    public init(tokenURL: HTTPURL, id: String, secret: Secret, scope: String? = nil) {
        self.tokenURL = tokenURL
        self.id = id
        self.secret = secret
        self.scope = scope
    }
}

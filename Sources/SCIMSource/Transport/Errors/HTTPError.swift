/// Something in the machinery between here and a web service broke.
struct HTTPError: Error, Hashable {
    /// What broke, as far as a caller would act differently on it. **Shape:** the raw value is a
    /// stable word.
    enum Code: String, Hashable, CaseIterable {
        case invalidConfiguration = "invalid-configuration"
        case secretUnavailable = "secret-unavailable"
        /// One of `tls`.
        case unreadableFile = "unreadable-file"
        /// It is empty, or holds what no header may hold.
        case unusableSecret = "unusable-secret"
        case unreachable
        case tls
        case invalidCredentials = "invalid-credentials"
        case accessDenied = "access-denied"
        case notFound = "not-found"
        /// To another server, without end, or to where a credential is asked for.
        case redirected
        /// Asked to wait longer, or more often, than this side waits.
        case rateLimited = "rate-limited"
        case unavailable
        /// This side's own limit.
        case timedOut = "timed-out"
        case connectionLost = "connection-lost"
        case headTooLarge = "head-too-large"
        case bodyTooLarge = "body-too-large"
        case malformedAnswer = "malformed-answer"
        /// Any other status than success.
        case refused
        /// The task was.
        case cancelled
    }

    /// What was being done.
    enum Operation: String, Hashable, CaseIterable {
        case request = "the request"
        case token = "asking for an access token"
    }

    let code: Code
    var operation: Operation
    /// Nil before a server was chosen.
    var server: HTTPURL.Origin?
    /// Of the last answer; nil when there was none.
    var status: Int?
    /// What libcurl or the TLS library said. Private: it may quote a path.
    var text: String

    init(
        _ code: Code, _ operation: Operation = .request, server: HTTPURL.Origin? = nil,
        status: Int? = nil, text: String = ""
    ) {
        self.code = code
        self.operation = operation
        self.server = server
        self.status = status
        self.text = text
    }
}

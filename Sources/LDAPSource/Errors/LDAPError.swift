/// Something in the machinery between here and the directory broke.
///
/// It never leaves the module: it becomes an incomplete reading, or a finding of the check.
struct LDAPError: Error, Hashable {
    /// What broke, as far as a caller would act differently on it. **Shape:** the raw value is the
    /// stable word of ``IncompleteReason/code``.
    enum Code: String, Hashable, CaseIterable {
        case invalidConfiguration = "invalid-configuration"
        case secretUnavailable = "secret-unavailable"
        /// One of `tls`.
        case unreadableFile = "unreadable-file"
        case emptyPassword = "empty-password"
        case unreachable
        case tls
        case invalidCredentials = "invalid-credentials"
        /// No ticket, or a mechanism that one of the sides does not have.
        case authenticationUnavailable = "authentication-unavailable"
        case strongerAuthenticationRequired = "stronger-authentication-required"
        case accessDenied = "access-denied"
        case noSuchObject = "no-such-object"
        /// The server has a part of the answer elsewhere.
        case referral
        case sizeLimitExceeded = "size-limit-exceeded"
        case timeLimitExceeded = "time-limit-exceeded"
        case adminLimitExceeded = "admin-limit-exceeded"
        /// This side's own limit.
        case timedOut = "timed-out"
        case connectionLost = "connection-lost"
        case pagingRefused = "paging-refused"
        case pagingStalled = "paging-stalled"
        case malformedAnswer = "malformed-answer"
        /// A list of values that comes in parts, while somebody changes it.
        case changingList = "changing-list"
        /// Busy or shutting down.
        case unavailable
        /// Any other result than success.
        case refused
    }

    /// What was being done.
    enum Operation: String, Hashable, CaseIterable {
        case connect = "connecting"
        case startTLS = "StartTLS"
        case bind
        case rootDSE = "reading the root DSE"
        case schema = "reading the schema"
        case people = "the search for people"
        case groups = "the search for groups"
        case containers = "the search for what contains people or groups"
        case changes = "the search for what has changed"
    }

    /// Decides hint and label.
    let code: Code
    /// The step that failed.
    let operation: Operation
    /// Nil before a server was chosen.
    var server: LDAPURL?
    /// The protocol's or, below zero, libldap's own; nil when neither was asked.
    var resultCode: Int32?
    /// What the server or the TLS library said. Private: it may quote a DN.
    var text: String

    init(
        _ code: Code, _ operation: Operation, server: LDAPURL? = nil, resultCode: Int32? = nil,
        text: String = ""
    ) {
        self.code = code
        self.operation = operation
        self.server = server
        self.resultCode = resultCode
        self.text = text
    }
}

import COpenLDAP

extension LDAPError.Code {
    /// The one place where result codes get their meaning.
    /// - SeeAlso: RFC 4511 Appendix A; libldap's own codes are below zero.
    init(resultCode: Int32) {
        self =
            switch resultCode {
            case LDAP_TIMELIMIT_EXCEEDED: .timeLimitExceeded
            case LDAP_SIZELIMIT_EXCEEDED: .sizeLimitExceeded
            case LDAP_ADMINLIMIT_EXCEEDED: .adminLimitExceeded
            case LDAP_REFERRAL, LDAP_PARTIAL_RESULTS: .referral
            case LDAP_NO_SUCH_OBJECT: .noSuchObject
            case LDAP_INVALID_CREDENTIALS, LDAP_INAPPROPRIATE_AUTH: .invalidCredentials
            case LDAP_STRONG_AUTH_REQUIRED, LDAP_CONFIDENTIALITY_REQUIRED:
                .strongerAuthenticationRequired
            case LDAP_AUTH_METHOD_NOT_SUPPORTED, LDAP_AUTH_UNKNOWN, LDAP_LOCAL_ERROR:
                .authenticationUnavailable
            case LDAP_INSUFFICIENT_ACCESS: .accessDenied
            case LDAP_UNAVAILABLE_CRITICAL_EXTENSION: .pagingRefused
            case LDAP_BUSY, LDAP_UNAVAILABLE: .unavailable
            case LDAP_SERVER_DOWN, LDAP_CONNECT_ERROR: .connectionLost
            case LDAP_TIMEOUT: .timedOut
            case LDAP_DECODING_ERROR: .malformedAnswer
            default: .refused
            }
    }
}

extension LDAPError {
    /// Whether the server answered, and said no.
    var isServersWord: Bool { (resultCode ?? 0) > 0 }

    /// Whether the server answered, and the answer is of no use: another question may do better.
    var isOfAnswer: Bool {
        isServersWord || code == .malformedAnswer || code == .pagingStalled
    }
}

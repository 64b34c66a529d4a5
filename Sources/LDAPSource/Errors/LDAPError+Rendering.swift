import COpenLDAP

extension LDAPError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One safe sentence: the operation, the server, the result code and what of the server's text
    /// may be shown.
    var description: String { rendered(text: ServerText.safe(text)) }

    /// All of it, the server's text to the letter.
    var debugDescription: String { "\(code.rawValue): \(rendered(text: text))" }

    /// For metrics. **Shape:** one of ``Code``'s words.
    var label: String { code.rawValue }

    private func rendered(text: String) -> String {
        var parts = ["\(operation.rawValue) failed" + (server.map { " at \($0)" } ?? "")]
        parts.append(
            resultCode.map { "\(code.words), result \($0) (\(Self.name(of: $0)))" } ?? code.words)
        if !text.isEmpty { parts.append(text) }
        return parts.joined(separator: ": ")
    }

    private static func name(of resultCode: Int32) -> String {
        String(cString: ldap_err2string(resultCode))
    }
}

extension LDAPError.Code {
    /// What happened, for a sentence.
    var words: String {
        switch self {
        case .invalidConfiguration: "the configuration is not usable"
        case .secretUnavailable: "the password could not be read"
        case .unreadableFile: "a file that the configuration names cannot be read"
        case .emptyPassword: "the password is empty and was not sent"
        case .unreachable: "the server cannot be reached"
        case .tls: "TLS failed"
        case .invalidCredentials: "the server does not accept the credentials"
        case .authenticationUnavailable: "the way of authentication is not available"
        case .strongerAuthenticationRequired: "the server asks for stronger authentication"
        case .accessDenied: "the server denies access"
        case .noSuchObject: "the search base does not exist or may not be seen"
        case .referral: "a part of the directory is on another server"
        case .sizeLimitExceeded: "the server's size limit cut the answer"
        case .timeLimitExceeded: "the server's time limit cut the answer"
        case .adminLimitExceeded: "an administrative limit of the server cut the answer"
        case .timedOut: "no answer within the time-out"
        case .connectionLost: "the connection was lost"
        case .pagingRefused: "the server refuses to answer in pages"
        case .pagingStalled: "the pages of the answer do not end"
        case .malformedAnswer: "the answer cannot be decoded"
        case .changingList: "a list of members changed whenever it was read"
        case .unavailable: "the server is busy or shutting down"
        case .refused: "the server refuses"
        }
    }

    /// What to do about it.
    var hint: String {
        switch self {
        case .invalidConfiguration: "look at the source in the configuration"
        case .secretUnavailable: "look at the variable or file that `password` names"
        case .unreadableFile: "look at the files of `tls`, and who may read them"
        case .emptyPassword:
            "put the password in place; a bind with an empty one would be anonymous"
        case .unreachable: "look at the URL, name resolution, firewalls and whether the server runs"
        case .tls:
            "look at `tls.ca`, the certificate's dates and whether it names the host of the URL"
        case .invalidCredentials: "look at `bind.dn` and the password; it may have been rotated"
        case .authenticationUnavailable:
            "look at the Kerberos ticket or client certificate, and at what the server supports"
        case .strongerAuthenticationRequired: "use TLS, or another `bind.method`"
        case .accessDenied: "let the reader search and read below the bases"
        case .noSuchObject:
            "look at `people.base` and `groups.base`, and the reader's access to them"
        case .referral: "configure the other server as a source of its own, or narrow the base"
        case .sizeLimitExceeded:
            "raise the limit for the reader (OpenLDAP: `limits … size.prtotal=unlimited`)"
        case .timeLimitExceeded:
            "raise the time limit for the reader, or index what the filter uses"
        case .adminLimitExceeded: "raise the limits for the reader, or index what the filter uses"
        case .timedOut: "look at the server's load, or raise `timeouts`"
        case .connectionLost: "look at the server's log; the next run reads everything again"
        case .pagingRefused: "let the reader use paged results (RFC 2696)"
        case .pagingStalled: "look for a proxy that answers with another server's pages"
        case .malformedAnswer: "look for something between here and the server that is no LDAP"
        case .changingList: "nothing to do: the next run reads it again"
        case .unavailable: "try again later"
        case .refused: "look at the server's log"
        }
    }
}

extension LDAPError {
    /// What to do about it.
    var hint: String {
        let isUnknown = [LDAP_PROTOCOL_ERROR, LDAP_UNAVAILABLE, LDAP_UNWILLING_TO_PERFORM]
            .contains { $0 == resultCode }
        if operation == .startTLS, isUnknown {
            return "the server offers no StartTLS: write ldaps:// in `url`, or on one machine alone"
                + " `tls: {mode: none}`"
        }
        return code.hint
    }
}

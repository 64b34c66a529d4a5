extension HTTPError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One safe sentence: the operation, the server, the status, and libcurl's text, or ours, of what
    /// went wrong before the service could say anything.
    var description: String {
        switch code {
        case .tls, .unreachable, .secretUnavailable, .unreadableFile: rendered(text: text)
        default: rendered(text: "")
        }
    }

    /// All of it, libcurl's text to the letter. Secrets are in neither.
    var debugDescription: String { "\(code.rawValue): \(rendered(text: text))" }

    private func rendered(text: String) -> String {
        let place = server.map { " at \($0)" } ?? ""
        let answer = status.map { ", status \($0)" } ?? ""
        let reason = text.isEmpty ? "" : ": \(text)"
        return "\(operation.rawValue) failed\(place): \(code.words)\(answer)\(reason)"
    }

    /// For metrics. **Shape:** one of ``Code``'s words.
    var label: String { code.rawValue }
}

extension HTTPError.Code {
    /// What happened, for a sentence.
    var words: String {
        switch self {
        case .invalidConfiguration: "the configuration is not usable"
        case .secretUnavailable: "the secret could not be read"
        case .unreadableFile: "a file that the configuration names cannot be read"
        case .unusableSecret: "the secret is empty or holds control characters and was not sent"
        case .unreachable: "the server cannot be reached"
        case .tls: "TLS failed"
        case .invalidCredentials: "the server does not accept the credentials"
        case .accessDenied: "the server denies access"
        case .notFound: "there is nothing at this address"
        case .redirected: "the server redirects to where a credential is not sent"
        case .rateLimited: "the server limits how often it is asked, for longer than can be waited"
        case .unavailable: "the server is busy or out of order"
        case .timedOut: "no answer within the time-out"
        case .connectionLost: "the connection was lost"
        case .headTooLarge: "the answer's head is longer than the limit"
        case .bodyTooLarge: "the answer's body is longer than the limit"
        case .malformedAnswer: "the answer cannot be decoded"
        case .refused: "the server refuses"
        case .cancelled: "it was cancelled"
        }
    }

    /// What to do about it.
    var hint: String {
        switch self {
        case .invalidConfiguration: "look at the source in the configuration"
        case .secretUnavailable: "look at the variable or file that `auth` names"
        case .unreadableFile: "look at the files of `tls`, and who may read them"
        case .unusableSecret: "look for an empty file, or line breaks within it"
        case .unreachable: "look at the URL, name resolution, firewalls and proxies"
        case .tls:
            "look at `tls.ca`, the certificates' dates and whether they name the host of the URL"
        case .invalidCredentials: "look at `auth`; the secret may have been rotated or expired"
        case .accessDenied: "let the client read users and groups"
        case .notFound: "look at the URL's path"
        case .redirected: "write the address that the server redirects to in `url`"
        case .rateLimited: "ask for a higher limit, or run less often"
        case .unavailable: "try again later"
        case .timedOut: "look at the server's load, or raise `timeouts`"
        case .connectionLost: "look at the server's log; the next run reads everything again"
        case .headTooLarge, .malformedAnswer:
            "look for something between here and the server that is no SCIM service"
        case .bodyTooLarge: "ask for smaller pages"
        case .refused: "look at the server's log"
        case .cancelled: "run it again"
        }
    }
}

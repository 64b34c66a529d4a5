import CCurl

extension HTTPError.Code {
    /// The one place where statuses other than success get their meaning.
    /// - SeeAlso: RFC 9110 §15; RFC 7644 §3.12
    init(status: Int) {
        self =
            switch status {
            case 300..<400: .redirected
            case 401, 407: .invalidCredentials
            case 403: .accessDenied
            case 404, 410: .notFound
            case 408, 500, 502, 503, 504: .unavailable
            case 429: .rateLimited
            default: .refused
            }
    }

    /// The one place where libcurl's results get their meaning.
    /// - Parameter text: what libcurl says of it. It reports as errors of reading what comes before
    ///   any answer: the alert by which a server refuses a client after the handshake of TLS 1.3, and
    ///   a proxy's refusal.
    /// - SeeAlso: libcurl-errors(3)
    init(_ result: CURLcode, text: String) {
        self =
            switch result {
            case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
                CURLE_PROXY:
                .unreachable
            // A server that goes away is no fault of TLS, whenever it does.
            case CURLE_SSL_CONNECT_ERROR where text.contains("Connection reset"): .connectionLost
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
                CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE,
                CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
                CURLE_USE_SSL_FAILED:
                .tls
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_RECV_ERROR where text.contains(" alert "): .tls
            case CURLE_RECV_ERROR where text.contains("CONNECT tunnel failed"): .unreachable
            case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE,
                CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND:
                .connectionLost
            case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
                .malformedAnswer
            case CURLE_FILESIZE_EXCEEDED: .bodyTooLarge
            case CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION,
                CURLE_NOT_BUILT_IN:
                .invalidConfiguration
            default: .connectionLost
            }
    }
}

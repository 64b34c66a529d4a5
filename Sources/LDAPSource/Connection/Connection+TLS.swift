import COpenLDAP
import Glibc

extension Connection {
    /// Connects, and where the configuration asks for it protects the way before anything is said.
    func secure(_ tls: LDAPConfiguration.TLS) throws {
        let startsTLS = server.scheme == .ldap && tls.mode == .startTLS
        // The configuration was checked; this is the last line before a password goes out.
        guard server.scheme != .ldap || startsTLS || server.isLoopback else {
            throw LDAPError(.invalidConfiguration, .connect, server: server)
        }
        if startsTLS || server.scheme == .ldaps { try configure(tls) }
        let code = ldap_connect(handle)
        guard code == LDAP_SUCCESS else { throw connectFault(code) }
        try boundReads()
        if startsTLS { try startTLS() }
    }

    /// Whether a connect failed before TLS or in it: libldap gives −1 for both, and a text for TLS.
    private func connectFault(_ code: Int32) -> LDAPError {
        let isTLS = server.scheme == .ldaps && !diagnosticMessage.isEmpty
        return error(code, .connect, as: isTLS ? .tls : .unreachable)
    }

    private func configure(_ tls: LDAPConfiguration.TLS) throws {
        try set(LDAP_OPT_X_TLS_REQUIRE_CERT, to: LDAP_OPT_X_TLS_DEMAND)
        try set(LDAP_OPT_X_TLS_PROTOCOL_MIN, to: rollcall_ldap_tls_1_2)
        let files = [
            (LDAP_OPT_X_TLS_CACERTFILE, tls.ca), (LDAP_OPT_X_TLS_CERTFILE, tls.certificate),
            (LDAP_OPT_X_TLS_KEYFILE, tls.key),
        ]
        for case (let option, let file?) in files {
            try check(ldap_set_option(handle, option, file), .connect)
        }
        // Makes a context of all the above; an unreadable file is found here.
        var isServer: Int32 = 0
        let code = ldap_set_option(handle, LDAP_OPT_X_TLS_NEWCTX, &isServer)
        guard code == LDAP_SUCCESS else {
            throw LDAPError(
                .tls, .connect, server: server, resultCode: LDAP_CONNECT_ERROR,
                text: "a certificate or key file cannot be used")
        }
    }

    /// - SeeAlso: RFC 4511 §4.14
    private func startTLS() throws {
        var request: Int32 = 0
        try check(ldap_start_tls(handle, nil, nil, &request), .startTLS)
        let result = try result(of: request, .startTLS)
        guard result.code == LDAP_SUCCESS else {
            throw LDAPError(
                .tls, .startTLS, server: server, resultCode: result.code, text: result.text)
        }
        let code = ldap_install_tls(handle)
        guard code == LDAP_SUCCESS else { throw error(code, .startTLS, as: .tls) }
    }

    /// A server that stops in the middle of a message would otherwise hold a read for ever: libldap
    /// looks at its time-outs only between reads.
    private func boundReads() throws {
        var descriptor: Int32 = -1
        ldap_get_option(handle, LDAP_OPT_DESC, &descriptor)
        var wait = timeValue(.seconds(1))
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, size)
    }
}

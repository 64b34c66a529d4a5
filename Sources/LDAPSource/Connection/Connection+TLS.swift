import COpenLDAP
import Directory
import Glibc

extension Connection {
    /// Connects, and where the configuration asks for it protects the way before anything is said.
    func secure(_ tls: LDAPConfiguration.TLS) throws {
        let startsTLS = server.scheme == .ldap && tls.mode == .startTLS
        // The configuration was checked; this is the last line before a password goes out.
        guard server.scheme != .ldap || startsTLS || server.isLoopback else {
            throw LDAPError(.invalidConfiguration, .connect, server: server)
        }
        let isProtected = startsTLS || server.scheme == .ldaps
        if isProtected { try configure(tls) }
        let code = ldap_connect(handle)
        guard code == LDAP_SUCCESS else { throw error(code, .connect, as: .unreachable) }
        boundReads()
        if startsTLS { try askForTLS() }
        if isProtected { try handshake(startsTLS ? .startTLS : .connect) }
        readAhead()
    }

    private func configure(_ tls: LDAPConfiguration.TLS) throws {
        try set(LDAP_OPT_X_TLS_REQUIRE_CERT, to: LDAP_OPT_X_TLS_DEMAND)
        try set(LDAP_OPT_X_TLS_PROTOCOL_MIN, to: rollcall_ldap_tls_1_2)
        let files = [
            (LDAP_OPT_X_TLS_CACERTFILE, tls.ca), (LDAP_OPT_X_TLS_CERTFILE, tls.certificate),
            (LDAP_OPT_X_TLS_KEYFILE, tls.key),
        ]
        for case (let option, let file?) in files {
            // libldap would call it a fault of the certificate.
            guard CredentialFile.isUsable(file) else {
                throw LDAPError(.unreadableFile, .connect, server: server, text: file)
            }
            try check(ldap_set_option(handle, option, file), .connect)
        }
        // Makes a context of all the above; a file that is no certificate is found here.
        var isServer: Int32 = 0
        let code = ldap_set_option(handle, LDAP_OPT_X_TLS_NEWCTX, &isServer)
        guard code == LDAP_SUCCESS else {
            throw LDAPError(
                .tls, .connect, server: server, resultCode: LDAP_CONNECT_ERROR,
                text: "a certificate or key file cannot be used")
        }
    }

    /// - SeeAlso: RFC 4511 §4.14
    private func askForTLS() throws {
        var request: Int32 = 0
        try check(ldap_start_tls(handle, nil, nil, &request), .startTLS)
        let result = try result(of: request, .startTLS)
        guard result.code == LDAP_SUCCESS else {
            throw LDAPError(
                .tls, .startTLS, server: server, resultCode: result.code, text: result.text)
        }
    }

    /// libldap's own time-out makes GnuTLS spin; without it the handshake waits in reads, and a
    /// server that says nothing is shut out from here.
    private func handshake(_ operation: LDAPError.Operation) throws {
        var forever = rollcall_timeval(-1, 0)
        try check(ldap_set_option(handle, LDAP_OPT_NETWORK_TIMEOUT, &forever), operation)
        let watchdog = SocketWatchdog(descriptor, after: limits.connect)
        let code = ldap_install_tls(handle)
        let isLate = watchdog.disarm()
        guard code != LDAP_SUCCESS || isLate else { return }
        var fault = error(code, operation, as: isLate ? .timedOut : .tls)
        // libldap asks GnuTLS for the text of a fault that is its own: the name does not match.
        if fault.text.contains("unknown error code") {
            fault.text = "the certificate does not name the host"
        }
        throw fault
    }

    /// The socket's.
    var descriptor: Int32 {
        var descriptor: Int32 = -1
        ldap_get_option(handle, LDAP_OPT_DESC, &descriptor)
        return descriptor
    }

    /// Without it each message costs two reads and a poll, which is most of what a client spends in
    /// the system. Above TLS, so that what is buffered is plain.
    private func readAhead() {
        var buffer: OpaquePointer?
        var size: ber_len_t = 65_536
        ldap_get_option(handle, LDAP_OPT_SOCKBUF, &buffer)
        guard let buffer,
            ber_sockbuf_add_io(
                buffer, rollcall_read_ahead(), LBER_SBIOD_LEVEL_APPLICATION, nil) == 0
        else { return }
        ber_sockbuf_ctrl(buffer, LBER_SB_OPT_SET_READAHEAD, &size)
    }

    /// A server that stops in the middle of a message would otherwise hold a read for ever: libldap
    /// looks at its time-outs only between reads.
    private func boundReads() {
        var wait = timeValue(.seconds(1))
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, size)
    }
}

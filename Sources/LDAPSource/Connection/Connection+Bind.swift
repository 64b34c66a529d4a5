import COpenLDAP
import Directory

extension Connection {
    /// Says who is asking; done again when the server has forgotten it.
    func bind(_ method: LDAPConfiguration.Bind) throws {
        switch method {
        case .anonymous: break
        case .simple(let dn, let password):
            var secret = try reveal(password)
            try secret.withUTF8 { try bind(dn: dn, mechanism: nil, credentials: $0) }
        case .external:
            // No credentials is a null pointer, and means something else than empty ones.
            var empty: UInt8 = 0
            try withUnsafePointer(to: &empty) {
                try bind(
                    dn: "", mechanism: "EXTERNAL",
                    credentials: UnsafeBufferPointer(start: $0, count: 0))
            }
        case .gssapi: try bindGSSAPI()
        }
    }

    private func reveal(_ password: Secret) throws(LDAPError) -> String {
        do throws(SecretFault) { return try password.reveal() } catch { throw LDAPError(error) }
    }

    private func bind(dn: String, mechanism: String?, credentials: UnsafeBufferPointer<UInt8>)
        throws
    {
        var value = berval(
            bv_len: UInt(credentials.count),
            bv_val: UnsafeMutableRawPointer(mutating: credentials.baseAddress)?
                .assumingMemoryBound(to: CChar.self))
        var request: Int32 = 0
        try check(ldap_sasl_bind(handle, dn, mechanism, &value, nil, nil, &request), .bind)
        try accept(try result(of: request, .bind))
    }

    /// Ticket and token go back and forth until the server has seen enough.
    /// - SeeAlso: RFC 4752
    private func bindGSSAPI() throws {
        var request: Int32 = 0
        var mechanism: UnsafePointer<CChar>?
        var answer: OpaquePointer?
        defer { ldap_msgfree(answer) }
        while true {
            let code = ldap_sasl_interactive_bind(
                handle, nil, "GSSAPI", nil, nil, UInt32(LDAP_SASL_QUIET), rollcall_sasl_answer, nil,
                answer, &mechanism, &request)
            ldap_msgfree(answer)
            answer = nil
            if code == LDAP_SUCCESS { return }
            guard code == LDAP_SASL_BIND_IN_PROGRESS else { throw error(code, .bind) }
            answer = try next(for: request, .bind).take()
        }
    }

    private func accept(_ result: ServerResult) throws {
        guard result.code == LDAP_SUCCESS else { throw error(of: result, .bind) }
    }
}

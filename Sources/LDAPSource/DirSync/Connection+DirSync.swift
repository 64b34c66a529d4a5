import COpenLDAP

extension Connection {
    /// Sends a search for what has changed since a cookie, member by member, as far as the reader
    /// may see it.
    /// - Parameter cookie: empty for everything.
    /// - SeeAlso: MS-ADTS §3.1.1.3.4.1.3
    func send(_ search: SearchRequest, changedSince cookie: [UInt8]) throws -> Int32 {
        let flags =
            UInt32(LDAP_CONTROL_X_DIRSYNC_OBJECT_SECURITY)
            | UInt32(LDAP_CONTROL_X_DIRSYNC_INCREMENTAL_VALUES)
        var cookie = cookie
        var control: UnsafeMutablePointer<LDAPControl>?
        let code = cookie.withUnsafeMutableBytes { bytes in
            var value = berval(
                bv_len: UInt(bytes.count),
                bv_val: bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
            // Critical, as libldap makes it: whoever does not know it would answer a search.
            return ldap_create_dirsync_control(
                handle, Int32(bitPattern: flags), Self.mostBytes, &value, &control)
        }
        try check(code, search.operation)
        return try send(search, with: [control, try nameControl(search.operation)])
    }

    /// Asks for names with the anchor in front. Not critical: a group whose members come without is
    /// read whole.
    /// - SeeAlso: MS-ADTS §3.1.1.3.4.1.5
    private func nameControl(
        _ operation: LDAPError.Operation
    ) throws -> UnsafeMutablePointer<LDAPControl>? {
        var value = berval()
        try check(ldap_create_extended_dn_value(handle, 1, &value), operation)
        defer { ber_memfree(value.bv_val) }
        var control: UnsafeMutablePointer<LDAPControl>?
        try check(
            ldap_control_create(LDAP_CONTROL_X_EXTENDED_DN, 0, &value, 1, &control), operation)
        return control
    }

    /// Sends a search that finds the deleted too.
    /// - SeeAlso: MS-ADTS §3.1.1.3.4.1.14
    func send(findingDeleted search: SearchRequest) throws -> Int32 {
        var control: UnsafeMutablePointer<LDAPControl>?
        try check(ldap_create_show_deleted_control(handle, &control), search.operation)
        return try send(search, with: [control])
    }

    /// **Units:** bytes of one answer; more come in further ones.
    private static let mostBytes: Int32 = 1 << 20
}

/// What the result says of the answer that it ends.
struct DirSyncDone {
    /// Whether there is more, to be asked for with the cookie.
    let hasMore: Bool
    let cookie: [UInt8]

    /// Nil when it cannot be decoded.
    init?(_ control: UnsafeMutablePointer<LDAPControl>, of handle: OpaquePointer) {
        var more: Int32 = 0
        var cookie = berval()
        guard ldap_parse_dirsync_control(handle, control, &more, &cookie) == LDAP_SUCCESS else {
            return nil
        }
        defer { ber_memfree(cookie.bv_val) }
        hasMore = more != 0
        self.cookie = Array(cookie.bytes)
    }
}

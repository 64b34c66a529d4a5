import COpenLDAP

/// The last message of an operation, decoded.
/// - SeeAlso: RFC 4511 §4.1.9
struct ServerResult {
    /// The result code; 0 is success.
    let code: Int32
    /// The server's diagnostic message; may quote DNs.
    let text: String
    /// What RFC 2696 came back; nil when the server did not answer in pages.
    let page: Page?
    /// What RFC 4533 came back; nil when the server did not answer a content sync.
    let sync: SyncDone?
    /// What DirSync came back; nil when the server did not answer one.
    let dirSync: DirSyncDone?

    /// What the server says of the page that it ends.
    struct Page {
        /// Where the next page begins; empty after the last.
        let cookie: [UInt8]
    }

    /// Nil when the message cannot be decoded.
    init?(_ message: borrowing Message, of handle: OpaquePointer) {
        var code: Int32 = 0
        var text: UnsafeMutablePointer<CChar>?
        var controls: UnsafeMutablePointer<UnsafeMutablePointer<LDAPControl>?>?
        let parsed = ldap_parse_result(
            handle, message.pointer, &code, nil, &text, nil, &controls, 0)
        defer {
            ldap_memfree(text)
            ldap_controls_free(controls)
        }
        guard parsed == LDAP_SUCCESS else { return nil }
        self.code = code
        self.text = text.map { String(cString: $0) } ?? ""
        do {
            sync = try ldap_control_find(SyncOID.done, controls, nil)
                .map { try SyncDone($0.pointee.ldctl_value.bytes) }
        } catch {
            return nil
        }
        dirSync = ldap_control_find(LDAP_CONTROL_X_DIRSYNC, controls, nil)
            .flatMap { DirSyncDone($0, of: handle) }
        guard let control = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, nil) else {
            page = nil
            return
        }
        var estimate: ber_int_t = 0
        var cookie = berval()
        guard
            ldap_parse_pageresponse_control(handle, control, &estimate, &cookie) == LDAP_SUCCESS
        else { return nil }
        defer { ldap_memfree(cookie.bv_val) }
        page = Page(cookie: Array(cookie.bytes))
    }
}

extension berval {
    /// The octets in place: valid while their owner is.
    var bytes: UnsafeBufferPointer<UInt8> {
        guard let start = bv_val else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(
            start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: Int(bv_len))
    }
}

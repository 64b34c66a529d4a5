import COpenLDAP
import Directory

extension Connection {
    /// Sends the search as a refresh: for everything, or for what has changed since a cookie.
    /// - Parameter persists: whether the server is to go on telling once that was said.
    /// - SeeAlso: RFC 4533 §2.2
    func send(
        _ search: SearchRequest, since cookie: [UInt8]?, persists: Bool = false
    ) throws -> Int32 {
        // The mode, then the cookie; nobody has one as long as a length of two octets.
        var value: [UInt8] = [BERReader.enumerated, 1, persists ? 3 : 1]
        if let cookie { value += Self.encoded(BERReader.octets, cookie) }
        value = Self.encoded(BERReader.sequence, value)
        var control: UnsafeMutablePointer<LDAPControl>?
        let code = value.withUnsafeMutableBytes { bytes in
            var value = berval(
                bv_len: UInt(bytes.count),
                bv_val: bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
            // Critical: whoever does not know it would answer a search.
            return ldap_control_create(SyncOID.request, 1, &value, 1, &control)
        }
        try check(code, search.operation)
        return try send(search, with: [control])
    }

    private static func encoded(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length =
            count < 0x80
            ? [UInt8(count)] : [0x82, UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
        return [tag] + length + content
    }

    /// What the message says of its entry.
    /// - Throws: ``LDAPError`` with `malformed-answer` when it says nothing: such an entry is none of
    ///   the content, whatever it holds.
    func syncState(
        of entry: borrowing Message, _ operation: LDAPError.Operation
    ) throws -> EntrySyncState {
        var controls: UnsafeMutablePointer<UnsafeMutablePointer<LDAPControl>?>?
        let code = ldap_get_entry_controls(handle, entry.pointer, &controls)
        defer { ldap_controls_free(controls) }
        guard code == LDAP_SUCCESS, let control = ldap_control_find(SyncOID.state, controls, nil)
        else { throw malformedSync(operation, "an entry came without its sync state") }
        do throws(BERReader.Malformed) {
            return try EntrySyncState(control.pointee.ldctl_value.bytes)
        } catch {
            throw malformedSync(operation, "a sync state cannot be decoded")
        }
    }

    /// The list of entries that an intermediate message carries; nil when it carries none.
    /// - Throws: ``LDAPError`` with `malformed-answer`
    func idSet(
        of message: borrowing Message, _ operation: LDAPError.Operation
    ) throws -> SyncIDSet? {
        try info(of: message, operation) { bytes throws(BERReader.Malformed) in
            try SyncIDSet(bytes)
        }
    }

    /// Where a phase ends, when an intermediate message says so; nil when it says something else.
    /// - Throws: ``LDAPError`` with `malformed-answer`
    func phaseEnd(
        of message: borrowing Message, _ operation: LDAPError.Operation
    ) throws -> SyncPhaseEnd? {
        try info(of: message, operation) { bytes throws(BERReader.Malformed) in
            try SyncPhaseEnd(bytes)
        }
    }

    private func info<Info>(
        of message: borrowing Message, _ operation: LDAPError.Operation,
        _ decode: (UnsafeBufferPointer<UInt8>) throws(BERReader.Malformed) -> Info?
    ) throws -> Info? {
        var name: UnsafeMutablePointer<CChar>?
        var value: UnsafeMutablePointer<berval>?
        let code = ldap_parse_intermediate(handle, message.pointer, &name, &value, nil, 0)
        defer {
            ldap_memfree(name)
            ber_bvfree(value)
        }
        try check(code, operation)
        guard let name, String(cString: name) == SyncOID.info, let value else { return nil }
        do throws(BERReader.Malformed) {
            return try decode(value.pointee.bytes)
        } catch {
            throw malformedSync(operation, "a message of a refresh cannot be decoded")
        }
    }

    /// What stands in the answer is not what content sync has there.
    func malformedSync(_ operation: LDAPError.Operation, _ text: String) -> LDAPError {
        LDAPError(.malformedAnswer, operation, server: server, text: text)
    }
}

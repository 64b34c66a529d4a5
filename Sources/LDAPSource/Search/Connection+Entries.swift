import COpenLDAP

extension Connection {
    /// Walks through an entry in place, without copying.
    /// - Parameters:
    ///   - name: called first, with the entry's DN.
    ///   - attribute: called for each attribute, with its description and values; all of it is valid
    ///     during the call alone.
    /// - Throws: ``LDAPError`` with `malformed-answer`, or what the closures throw.
    func decode(
        _ entry: borrowing Message, _ operation: LDAPError.Operation,
        name: (UnsafeBufferPointer<UInt8>) throws -> Void,
        attribute: (UnsafeBufferPointer<UInt8>, EntryValues) throws -> Void
    ) throws {
        var cursor: OpaquePointer?
        var dn = berval()
        let code = ldap_get_dn_ber(handle, entry.pointer, &cursor, &dn)
        defer { ber_free(cursor, 0) }
        try check(code, operation)
        try name(dn.bytes)
        while true {
            var description = berval()
            var values: UnsafeMutablePointer<berval>?
            let code = ldap_get_attribute_ber(
                handle, entry.pointer, cursor, &description, &values)
            defer { ldap_memfree(values) }
            try check(code, operation)
            guard description.bv_val != nil else { return }
            try attribute(description.bytes, EntryValues(first: values))
        }
    }

    /// Differs (but for accidents) when the entries' names differ.
    func nameHash(of entry: borrowing Message) -> Int {
        var cursor: OpaquePointer?
        var dn = berval()
        guard ldap_get_dn_ber(handle, entry.pointer, &cursor, &dn) == LDAP_SUCCESS else { return 0 }
        defer { ber_free(cursor, 0) }
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(dn.bytes))
        return hasher.finalize()
    }

    /// A result other than success as an error.
    func error(of result: ServerResult, _ operation: LDAPError.Operation) -> LDAPError {
        LDAPError(
            LDAPError.Code(resultCode: result.code), operation, server: server,
            resultCode: result.code, text: result.text)
    }
}

/// The values of one attribute, in place.
struct EntryValues: Sequence, IteratorProtocol {
    private var current: UnsafeMutablePointer<berval>?

    /// - Parameter first: an array that a value without octets ends, as libldap makes it.
    init(first: UnsafeMutablePointer<berval>?) { current = first }

    mutating func next() -> UnsafeBufferPointer<UInt8>? {
        guard let value = current, value.pointee.bv_val != nil else { return nil }
        current = value + 1
        return value.pointee.bytes
    }
}

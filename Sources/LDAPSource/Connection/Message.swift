import COpenLDAP

/// One message of the server, freed when it goes out of use.
struct Message: ~Copyable {
    /// libldap's; valid as long as the message is.
    let pointer: OpaquePointer

    /// Takes over the message that libldap handed out.
    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { ldap_msgfree(pointer) }

    /// Hands the message over to a caller that frees it.
    consuming func take() -> OpaquePointer {
        let pointer = pointer
        discard self
        return pointer
    }

    /// What the protocol calls it; the rest is of no concern here.
    enum Kind { case entry, reference, result, intermediate }

    /// What it says of the operation.
    var kind: Kind {
        switch UInt32(bitPattern: ldap_msgtype(pointer)) {
        case UInt32(LDAP_RES_SEARCH_ENTRY): .entry
        case UInt32(LDAP_RES_SEARCH_REFERENCE): .reference
        case UInt32(LDAP_RES_INTERMEDIATE): .intermediate
        default: .result
        }
    }
}

import Directory

extension LDAPError {
    /// A server takes a bind with a DN and no password for an anonymous one, and says success: an
    /// empty one is as bad as none.
    init(_ fault: SecretFault) {
        switch fault {
        case .unavailable(let place): self.init(.secretUnavailable, .bind, text: place)
        case .empty: self.init(.emptyPassword, .bind)
        }
    }
}

import Directory

extension LDAPError {
    /// Why the reading proves nothing: the one place where machinery's faults become a certificate's.
    var incompleteReason: IncompleteReason {
        IncompleteReason(code: code.rawValue, message: description, hint: hint)
    }
}

import Directory

extension HTTPError {
    /// Why a reading that met this error proves nothing.
    var incompleteReason: IncompleteReason {
        IncompleteReason(code: code.rawValue, message: description, hint: code.hint)
    }
}

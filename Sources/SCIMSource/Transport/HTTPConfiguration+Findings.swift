import Diagnostics

extension HTTPConfiguration {
    /// What is wrong with the configuration, found without asking the server.
    /// **Shape:** sorted; empty when nothing is wrong.
    public func findings() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        func error(_ code: String, _ message: String, _ hint: String) {
            findings.append(Diagnostic(.error, "scim.\(code)", message, hint: hint))
        }
        if (tls.certificate == nil) != (tls.key == nil) {
            error(
                "client-certificate",
                "a client certificate needs its key, and a key its certificate",
                "give both `certificate` and `key`")
        }
        if case .basic(let userName, _) = authentication,
            userName.isEmpty || userName.contains(":")
        {
            error(
                "user-name", "basic authentication needs a user name without a colon",
                "look at the user name")
        }
        if case .clientCredentials(let client) = authentication, client.id.isEmpty {
            error("client-id", "the client has no id", "give `clientID`")
        }
        if min(timeouts.connect, timeouts.firstByte, timeouts.stall, timeouts.total) <= .zero {
            error(
                "timeout", "a time-out is not positive",
                "give seconds, for example `operation: 300s`")
        }
        if min(limits.head, limits.body, limits.exchanges) <= 0 {
            error("limit", "a limit is not positive", "leave it out for the usual one")
        }
        return findings.sorted()
    }
}

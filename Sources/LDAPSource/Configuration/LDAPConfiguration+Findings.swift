import Diagnostics
import Directory

extension LDAPConfiguration {
    /// What is wrong with the configuration, found without asking the server.
    /// **Shape:** sorted; empty when nothing is wrong.
    public func findings() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        func error(_ code: String, _ message: String, _ hint: String) {
            findings.append(Diagnostic(.error, "ldap.\(code)", message, hint: hint))
        }
        if urls.isEmpty {
            error(
                "no-url", "the source has no URL",
                "give `url`, for example ldaps://ldap.example.org")
        }
        if tls.mode == .none, urls.contains(where: { $0.scheme == .ldap && !$0.isLoopback }) {
            error(
                "cleartext", "the way to the server would not be protected",
                "use ldaps:// or `tls: {mode: startTLS}`; `none` is for this machine alone")
        }
        if (tls.certificate == nil) != (tls.key == nil) {
            error(
                "client-certificate",
                "a client certificate needs its key, and a key its certificate",
                "give both `certificate` and `key`")
        }
        if case .simple(let dn, _) = bind, dn.isEmpty {
            error("empty-dn", "a simple bind needs a DN", "give `dn`, or use `method: anonymous`")
        }
        if (try? DistinguishedName(people.base)) == nil
            || (try? DistinguishedName(groups.base)) == nil
        {
            error("base", "a search base is no DN", "look at `people.base` and `groups.base`")
        }
        if let obstacle = obstacle(to: sync) {
            error("sync", obstacle.message, obstacle.hint)
        }
        if !(1...100_000).contains(pageSize) {
            error(
                "page-size", "the page size is not within 1 and 100,000", "1000 suits most servers")
        }
        if min(timeouts.connect, timeouts.operation, timeouts.overall) <= .zero {
            error(
                "timeout", "a time-out is not positive",
                "give seconds, for example `operation: 60s`")
        }
        return findings.sorted()
    }
}

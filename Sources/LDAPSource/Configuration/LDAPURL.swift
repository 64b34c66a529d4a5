import Directory

/// Where a directory server listens: `ldap://host[:port]`, `ldaps://host[:port]` or
/// `ldapi://%2Fpath%2Fto%2Fsocket`.
///
/// Base, scope and filter are configured apart, so a URL that carries more than a server is refused.
/// - SeeAlso: RFC 4516
public struct LDAPURL: Sendable, Hashable {
    /// By what way the server is reached.
    public enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// TCP; StartTLS before anything else is said.
        case ldap
        /// TLS from the first byte.
        case ldaps
        /// A socket of this machine.
        case ldapi
    }

    /// Decides with ``LDAPConfiguration/TLS/mode`` whether the way is protected.
    public let scheme: Scheme
    /// A name or address (IPv6 without brackets); for `ldapi` the socket's path, percent-encoded.
    public let host: String
    /// nil for `ldapi`.
    public let port: UInt16?

    /// Nil when `text` is no such URL.
    public init?(_ text: String) {
        guard let mark = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased())
        else { return nil }
        var authority = text[mark.upperBound...]
        if authority.hasSuffix("/") { authority.removeLast() }
        self.scheme = scheme
        guard !authority.contains(where: { "/?#@ ".contains($0) }) else { return nil }
        if scheme == .ldapi {
            (host, port) = (String(authority), nil)
            return
        }
        guard let (host, port) = Self.split(authority, standard: scheme == .ldaps ? 636 : 389)
        else { return nil }
        (self.host, self.port) = (host, port)
    }

    private static func split(_ authority: Substring, standard: UInt16) -> (String, UInt16)? {
        var host = authority
        var port = standard
        let end = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[end...].lastIndex(of: ":") {
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0
            else { return nil }
            (host, port) = (authority[..<colon], number)
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : (String(host), port)
    }

    /// Whether what is said stays on this machine.
    public var isLoopback: Bool { scheme == .ldapi || host.isLoopbackHost }
}

extension LDAPURL: CustomStringConvertible {
    /// The whole URL, its port always written.
    public var description: String { text(scheme) }

    /// The URL for libldap, which then leaves TLS to us: a handshake that it begins itself on
    /// connecting has no time-out (2.5 with GnuTLS tries for ever, at full load).
    var transport: String { text(scheme == .ldaps ? .ldap : scheme) }

    private func text(_ scheme: Scheme) -> String {
        guard let port else { return "\(scheme.rawValue)://\(host)" }
        let bracketed = host.contains(":") ? "[\(host)]" : host
        return "\(scheme.rawValue)://\(bracketed):\(port)"
    }
}

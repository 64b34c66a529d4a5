import CPostgreSQL
import Directory
import Foundation

/// Where a PostgreSQL database is, and how it is spoken to: a URL as libpq reads it.
///
/// What the URL leaves out libpq takes from its environment: `PGPASSFILE`, `PGSERVICE`, `PGUSER` and
/// so on. The server's certificate is verified, and the host's name in it, unless the server is named
/// as one on this machine; a socket file needs no certificate.
public struct PostgreSQLAddress: Sendable {
    /// Why a text is no such address.
    public enum Refusal: Error, Sendable, Hashable {
        /// libpq cannot read it, or it is of another scheme.
        case malformed
        /// A password has no place in it.
        case password
        /// It asks for less than `sslmode=verify-full` of a server elsewhere.
        case unverified
    }

    /// Without a password.
    public let url: String
    /// nil leaves it to libpq.
    let password: Secret?
    /// What libpq is told: its keywords in order, and their values.
    private var parameters: [(keyword: String, value: String)]

    /// - Parameters:
    ///   - url: `postgresql://[USER@]HOST[:PORT][,…]/DATABASE[?KEYWORD=VALUE…]`
    ///   - password: nil leaves it to libpq.
    ///   - ca: the file of the authorities to believe; nil leaves it to libpq.
    /// - SeeAlso: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
    public init(_ url: String, password: Secret? = nil, ca: String? = nil) throws(Refusal) {
        guard ["postgresql://", "postgres://"].contains(where: url.hasPrefix),
            let given = Self.parse(url)
        else { throw .malformed }
        let secrets = given.keys.filter { $0.hasSuffix("password") || $0.hasSuffix("secret") }
        guard secrets.isEmpty else { throw .password }
        var all = given
        if let ca { all["sslrootcert"] = ca }
        if !Self.isLoopback(given["hostaddr"] ?? given["host"]) {
            guard ["verify-full", nil].contains(given["sslmode"]) else { throw .unverified }
            all["sslmode"] = "verify-full"
        }
        let several = [given["host"], given["hostaddr"]].contains { $0?.contains(",") == true }
        for (keyword, value) in Self.defaults(hasSeveralHosts: several) where all[keyword] == nil {
            all[keyword] = value
        }
        // Every text in the store is UTF-8, whatever PGCLIENTENCODING says.
        all["client_encoding"] = "UTF8"
        self.url = url
        self.password = password
        parameters = all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// **Units:** seconds, and for `tcp_user_timeout` milliseconds: a server that is silently gone is
    /// noticed within a minute, and where there are others they are not kept waiting for it.
    private static func defaults(hasSeveralHosts: Bool) -> [(String, String)] {
        [
            ("fallback_application_name", "rollcall"),
            ("connect_timeout", hasSeveralHosts ? "5" : "10"),
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "60000"), ("gssencmode", "disable"),
        ] + (hasSeveralHosts ? [("target_session_attrs", "read-write")] : [])
    }

    private static func parse(_ url: String) -> [String: String]? {
        guard let options = PQconninfoParse(url, nil) else { return nil }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var next = options
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val {
                values[String(cString: keyword)] = String(cString: value)
            }
            next += 1
        }
        return values
    }

    /// nil stands for what libpq is told elsewhere, which may be anywhere.
    private static func isLoopback(_ hosts: String?) -> Bool {
        guard let hosts else { return false }
        return hosts.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { host in
            // A socket file, also one without a place in the file system.
            host.hasPrefix("/") || host.hasPrefix("@") || host.isLoopbackHost
        }
    }

    /// How long each host may take until it is connected to. **Shape:** as libpq reads `connect_timeout`,
    /// but never for ever.
    var limit: Duration {
        let seconds = self["connect_timeout"].flatMap(Int.init) ?? 0
        return .seconds(seconds > 0 ? min(max(seconds, 2), 3600) : 3600)
    }

    /// What libpq is told; nil leaves it to libpq.
    subscript(keyword: String) -> String? {
        get { parameters.first { $0.keyword == keyword }?.value }
        set {
            parameters.removeAll { $0.keyword == keyword }
            if let newValue { parameters.append((keyword, newValue)) }
        }
    }

    /// Calls the body with libpq's two lists.
    /// - Throws: `SecretFault`
    func withParameters<Result>(
        _ body: (
            _ keywords: UnsafePointer<UnsafePointer<CChar>?>,
            _ values: UnsafePointer<UnsafePointer<CChar>?>
        ) -> Result
    ) throws -> Result {
        var parameters = parameters
        if let password { parameters.append(("password", try password.reveal())) }
        let keywords = parameters.map { strdup($0.keyword) } + [nil]
        let values = parameters.map { strdup($0.value) } + [nil]
        defer { (keywords + values).forEach { free($0) } }
        return body(keywords.map { UnsafePointer($0) }, values.map { UnsafePointer($0) })
    }
}

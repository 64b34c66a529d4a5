/// How a ``SlapdServer`` is configured.
public struct SlapdOptions: Sendable {
    /// An overlay of the one database.
    public enum Overlay: Sendable {
        /// `memberOf` on people, as `member` of groups says.
        case memberOf
        /// References follow renames and deletions, each group with a change of its own.
        case referentialIntegrity
        /// RFC 4533, with a session log of that many operations, or without one.
        case syncProvider(sessionLog: Int?)
        /// Its module's name and its lines of configuration.
        case other(String, lines: [String])
    }

    /// What the server shows of itself, and whom it believes.
    public struct TLS: Sendable {
        public var ca: String
        public var certificate: TestCertificates.Pair
        /// `never`, `try` or `demand`.
        public var clientCertificates: String

        public init(
            ca: String, certificate: TestCertificates.Pair, clientCertificates: String = "never"
        ) {
            self.ca = ca
            self.certificate = certificate
            self.clientCertificates = clientCertificates
        }
    }

    public var suffix = "dc=example,dc=org"
    public var password = "only-for-tests"
    public var schemas = ["core", "cosine", "inetorgperson", "nis"]
    public var overlays: [Overlay] = []
    /// slapd.conf's `sizelimit`, for example `size.soft=10 size.hard=10`.
    public var sizeLimit: String?
    /// **Units:** seconds.
    public var timeLimit: Int?
    /// **Shape:** what follows `access`, in order.
    public var access = ["to attrs=userPassword by anonymous auth by * none", "to * by * read"]
    public var tls: TLS?
    /// Lines before the database, for example `authz-regexp …`.
    public var globalLines: [String] = []
    /// Lines of the database, for example `limits …`.
    public var databaseLines: [String] = []
    public var environment: [String: String] = [:]
    public var logsOperations = false
    /// **Units:** bytes of the database's map.
    public var maximumSize = 4 << 30

    public init() {}

    /// The DN with which ``SlapdServer/modify(ldif:)`` binds; nothing is denied to it.
    public var administrator: String { "cn=admin,\(suffix)" }

    func configuration(in folder: String) -> String {
        let lines =
            schemas.map { "include /etc/ldap/schema/\($0).schema" }
            + ["pidfile \(folder)/pid", "modulepath /usr/lib/ldap", "moduleload back_mdb"]
            + overlays.map { "moduleload \($0.module)" } + tlsLines
            + [sizeLimit.map { "sizelimit \($0)" }, timeLimit.map { "timelimit \($0)" }]
            .compactMap(\.self) + globalLines
            + [
                "database mdb", "suffix \"\(suffix)\"", "rootdn \"\(administrator)\"",
                "rootpw \(password)", "directory \(folder)/data", "maxsize \(maximumSize)",
                "dbnosync", "index objectClass,uid,entryUUID,entryCSN eq",
            ] + databaseLines + access.map { "access \($0)" } + overlays.flatMap(\.lines)
        return lines.joined(separator: "\n") + "\n"
    }

    private var tlsLines: [String] {
        guard let tls else { return [] }
        return [
            "TLSCACertificateFile \(tls.ca)",
            "TLSCertificateFile \(tls.certificate.certificate)",
            "TLSCertificateKeyFile \(tls.certificate.key)",
            "TLSVerifyClient \(tls.clientCertificates)",
        ]
    }
}

extension SlapdOptions.Overlay {
    fileprivate var module: String {
        switch self {
        case .memberOf: "memberof"
        case .referentialIntegrity: "refint"
        case .syncProvider: "syncprov"
        case .other(let name, _): name
        }
    }

    fileprivate var lines: [String] {
        switch self {
        case .memberOf: ["overlay memberof", "memberof-refint TRUE"]
        case .referentialIntegrity:
            ["overlay refint", "refint_attributes member manager"]
        case .syncProvider(let sessionLog):
            ["overlay syncprov"] + (sessionLog.map { ["syncprov-sessionlog \($0)"] } ?? [])
        case .other(let name, let lines): ["overlay \(name)"] + lines
        }
    }
}

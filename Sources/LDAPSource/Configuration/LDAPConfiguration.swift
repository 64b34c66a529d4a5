import Directory

/// How one LDAP directory is reached and read.
///
/// Secrets are not in it, only a way to fetch them. ``findings()`` says what is wrong with it; a
/// source whose configuration has an error never connects.
public struct LDAPConfiguration: Sendable {
    /// Who is asking.
    public enum Bind: Sendable {
        /// - SeeAlso: RFC 4513 §5.1.3; an empty DN or password is refused before it is sent.
        case simple(dn: String, password: Secret)
        /// The server knows the client by its TLS certificate, or by its user id over `ldapi`.
        case external
        /// Kerberos; the ticket or client keytab comes from the environment (`KRB5CCNAME`,
        /// `KRB5_CLIENT_KTNAME`).
        case gssapi
        case anonymous
    }

    /// How the way is protected. Certificates and host names are always verified.
    public struct TLS: Sendable, Hashable {
        /// What happens to `ldap://` URLs.
        public enum Mode: String, Sendable, Hashable, CaseIterable {
            /// `ldap://` URLs begin with StartTLS. Means nothing for `ldaps://` and `ldapi://`.
            case startTLS
            /// `ldap://` URLs speak in clear: this machine's own addresses only.
            case none
        }

        /// Checked by ``LDAPConfiguration/findings()``: `none` stays on this machine.
        public var mode: Mode
        /// A PEM file of the certification authorities to believe; nil: those of this machine
        /// (`TLS_CACERT` of ldap.conf).
        public var ca: String?
        /// A PEM file with the client's certificate, with ``key`` beside it.
        public var certificate: String?
        /// A PEM file with the key of ``certificate``; one without the other is a finding.
        public var key: String?

        public init(
            mode: Mode = .startTLS, ca: String? = nil, certificate: String? = nil,
            key: String? = nil
        ) {
            self.mode = mode
            self.ca = ca
            self.certificate = certificate
            self.key = key
        }
    }

    /// What is searched, for people or for groups.
    public struct Search: Sendable {
        /// A DN, as the configuration spells it.
        public var base: String
        /// How far below the base.
        public var scope: SearchScope
        /// Nil: the schema's.
        public var filter: LDAPFilter?

        public init(base: String, scope: SearchScope = .subtree, filter: LDAPFilter? = nil) {
            self.base = base
            self.scope = scope
            self.filter = filter
        }
    }

    /// How long the server is waited for.
    public struct Timeouts: Sendable, Hashable {
        /// Until the connection stands, TLS included; for each URL and each of its addresses.
        public var connect: Duration
        /// The longest silence while an answer is awaited.
        public var operation: Duration
        /// The whole fetch, whatever trickles in.
        public var overall: Duration

        public init(
            connect: Duration = .seconds(10), operation: Duration = .seconds(60),
            overall: Duration = .seconds(30 * 60)
        ) {
            self.connect = connect
            self.operation = operation
            self.overall = overall
        }
    }

    /// Part of every provenance.
    public var id: SourceID
    /// Tried in order until one can be reached and its certificate verified. A server that refuses
    /// the credentials ends the attempt: asking the next one would count as a second wrong try.
    public var urls: [LDAPURL]
    public var bind: Bind
    public var tls: TLS
    /// Which attribute means what.
    public var schema: LDAPSchema
    /// Where people are.
    public var people: Search
    /// Where groups are.
    public var groups: Search
    /// Whether everything is asked for, or what has changed.
    public var sync: Sync
    /// **Units:** entries asked for in one page.
    public var pageSize: Int
    /// None is ever switched off.
    public var timeouts: Timeouts

    public init(
        id: SourceID, urls: [LDAPURL], bind: Bind, tls: TLS = TLS(), schema: LDAPSchema,
        people: Search, groups: Search, sync: Sync = .auto, pageSize: Int = 1000,
        timeouts: Timeouts = Timeouts()
    ) {
        self.id = id
        self.urls = urls
        self.bind = bind
        self.tls = tls
        self.schema = schema
        self.people = people
        self.groups = groups
        self.sync = sync
        self.pageSize = pageSize
        self.timeouts = timeouts
    }
}

/// How deep a search goes. **Shape:** the raw value is the protocol's.
/// - SeeAlso: RFC 4511 §4.5.1.2
public enum SearchScope: Int32, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case base = 0
    case oneLevel = 1
    case subtree = 2

    /// As LDAP URLs spell it.
    public var description: String {
        switch self {
        case .base: "base"
        case .oneLevel: "one"
        case .subtree: "sub"
        }
    }
}

/// How one web service is reached.
///
/// Secrets are not in it, only ways to fetch them. ``findings()`` says what is wrong with it; a client
/// whose configuration has an error is never made. Proxies are those of the environment
/// (`HTTPS_PROXY`, `NO_PROXY`); this machine's own addresses are asked without one.
public struct HTTPConfiguration: Sendable {
    /// Whom to believe, and who asks. TLS is 1.2 or newer; certificates and host names are always
    /// verified.
    public struct TLS: Sendable, Hashable {
        /// A PEM file of the certification authorities to believe; nil: those of this machine.
        public var ca: String?
        /// A PEM file with the client's certificate, with ``key`` beside it. Both are read anew for
        /// each connection.
        public var certificate: String?
        public var key: String?

        public init(ca: String? = nil, certificate: String? = nil, key: String? = nil) {
            self.ca = ca
            self.certificate = certificate
            self.key = key
        }
    }

    /// How long one exchange may take.
    public struct Timeouts: Sendable, Hashable {
        /// Until the connection stands, name resolution and TLS included.
        public var connect: Duration
        /// From the standing connection to the first byte of the answer.
        public var firstByte: Duration
        /// The longest silence within the answer.
        public var stall: Duration
        /// The whole exchange, whatever trickles in.
        public var total: Duration

        public init(
            connect: Duration = .seconds(10), firstByte: Duration = .seconds(60),
            stall: Duration = .seconds(30), total: Duration = .seconds(5 * 60)
        ) {
            self.connect = connect
            self.firstByte = firstByte
            self.stall = stall
            self.total = total
        }
    }

    /// What an answer, and all exchanges together, may take of this machine.
    public struct Limits: Sendable, Hashable {
        /// **Units:** bytes of the answer's head, interim answers and trailers included.
        public var head: Int
        /// **Units:** bytes of the answer's body, its content coding undone.
        public var body: Int
        /// Exchanges at work at once, and so connections; others wait for their turn.
        public var exchanges: Int

        public init(head: Int = 128 << 10, body: Int = 64 << 20, exchanges: Int = 8) {
            self.head = head
            self.body = body
            self.exchanges = exchanges
        }
    }

    public var authentication: Authentication
    public var tls: TLS
    public var timeouts: Timeouts
    public var limits: Limits
    var retries = RetryPolicy()

    public init(
        authentication: Authentication, tls: TLS = TLS(), timeouts: Timeouts = Timeouts(),
        limits: Limits = Limits()
    ) {
        self.authentication = authentication
        self.tls = tls
        self.timeouts = timeouts
        self.limits = limits
    }
}

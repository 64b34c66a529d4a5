import Directory
import EntitlementStore
import Entitlements
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOCore
import NIOSSL

/// The read service: the view of a store over HTTP, until the process is told to end.
public struct ReadService: Sendable {
    /// A certificate with those that vouch for it, and its key: paths of PEM files.
    public struct TLS: Sendable {
        public let certificate: String
        public let key: String

        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// How it listens, and what it lets clients do.
    public struct Settings: Sendable {
        public let host: String
        /// 0 lets the system choose.
        public let port: Int
        /// nil serves without TLS.
        public let tls: TLS?
        /// Of each client, in the long run; twice as many at once.
        public let requestsPerSecond: Int
        /// Whose tokens are believed beside those of the store.
        public let issuers: [TokenIssuer]
        /// Signs snapshots; nil gives none.
        public let snapshotKey: SigningKey?
        /// Of the program that serves.
        public let version: String

        public init(
            host: String, port: Int, tls: TLS?, requestsPerSecond: Int, issuers: [TokenIssuer],
            snapshotKey: SigningKey?, version: String
        ) {
            self.host = host
            self.port = port
            self.tls = tls
            self.requestsPerSecond = requestsPerSecond
            self.issuers = issuers
            self.snapshotKey = snapshotKey
            self.version = version
        }
    }

    private let settings: Settings
    private let keeper: ViewKeeper
    private let clock: @Sendable () -> Timestamp
    private let log: ServiceLog

    /// - Parameter correlation: as it is configured: the organisation is put together by it.
    public init(
        _ location: StoreLocation, correlation: Correlation, settings: Settings,
        clock: @escaping @Sendable () -> Timestamp, log: ServiceLog
    ) {
        self.settings = settings
        self.clock = clock
        self.log = log
        keeper = ViewKeeper(location, correlation: correlation, clock: clock, log: log)
    }

    /// Serves until SIGTERM or SIGINT; requests that are being answered then are answered.
    /// - Throws: when it cannot listen, or the certificate cannot be used.
    public func run() async throws {
        let responder = WebResponder(
            keeper: keeper, limiter: RateLimiter(perSecond: settings.requestsPerSecond),
            verifier: TokenVerifier(settings.issuers, log: log), clock: clock, log: log,
            isSecure: settings.tls != nil, version: settings.version,
            snapshots: settings.snapshotKey.map { SnapshotShelf($0, log: log) })
        if let key = settings.snapshotKey {
            // For whoever compares it with the key that readers were given.
            log(.notice, "snapshots are signed", ["key": key.verifyingKey.id.rawValue])
        }
        let application = Application(
            responder: responder, server: try server(),
            configuration: .init(
                address: .hostname(settings.host, port: settings.port),
                // Below the open files that a container is usually allowed.
                availableConnectionsDelegate: MaximumAvailableConnections(900)),
            services: [keeper],
            onServerRunning: { [log] channel in
                log(.notice, "listening", ["port": "\(channel.localAddress?.port ?? 0)"])
            })
        try await application.runService()
    }

    private func server() throws -> HTTPServerBuilder {
        // A connection on which nothing happens is closed, one whose request trickles in (of its head no
        // part counts, and of its body there is a limit), and one whose answers nobody reads.
        let clear = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [
                    RequestDeadline(.seconds(30)), AnswerDeadline(.seconds(30)),
                ],
                idleTimeout: .seconds(30)))
        guard let tls = settings.tls else { return clear }
        let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate)
            .map { NIOSSLCertificateSource.certificate($0) }
        let key = NIOSSLPrivateKeySource.privateKey(
            try NIOSSLPrivateKey(file: tls.key, format: .pem))
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: key)
        configuration.minimumTLSVersion = .tlsv12
        return try .tls(clear, tlsConfiguration: configuration)
    }
}

import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import TestSupport

/// A web server of this machine that answers what a test tells it to, and remembers what it was asked.
///
/// It listens until the process ends: Hummingbird falls over when it is stopped while a connection
/// comes in.
public final class ScriptedWebServer: Sendable {
    /// How it listens.
    public enum Listening: Sendable {
        case clear
        /// TLS.
        /// - Parameter clientCA: vouches for the client certificates that are demanded; nil: none is.
        case tls(TestCertificates.Pair, clientCA: String? = nil, http2: Bool = false)
    }

    /// One request as it came.
    public struct Request: Sendable {
        public let method: String
        /// Path and query.
        public let target: String
        public let body: String
        public let time: ContinuousClock.Instant
        /// The client's port: the same for requests on one connection.
        public let connection: Int?
        private let fields: HTTPFields

        fileprivate init(
            _ request: Hummingbird.Request, body: String, connection: Int?
        ) {
            method = request.method.rawValue
            target = request.uri.description
            self.body = body
            time = .now
            self.connection = connection
            fields = request.headers
        }

        /// The value of a header; nil without it.
        public subscript(_ header: String) -> String? {
            HTTPField.Name(header).flatMap { fields[$0] }
        }
    }

    /// One answer.
    public struct Answer: Sendable {
        public var status: Int
        public var headers: [String: String]
        public var body: [UInt8]
        public var delay: Duration

        public init(
            _ status: Int = 200, headers: [String: String] = [:], body: [UInt8] = [],
            delay: Duration = .zero
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.delay = delay
        }

        public init(
            _ status: Int = 200, headers: [String: String] = [:], text: String,
            delay: Duration = .zero
        ) {
            self.init(status, headers: headers, body: Array(text.utf8), delay: delay)
        }
    }

    private static let thread = OwnThreads("web servers")
    public let port: Int
    private let scheme: String
    private let record: RequestRecord<Request>

    /// - Parameter answer: called with each request, and how many came before it.
    /// - Throws: when it cannot listen.
    public init(
        _ listening: Listening = .clear, answer: @escaping @Sendable (Request, Int) -> Answer
    ) async throws {
        let record = RequestRecord<Request>()
        let (ports, reached) = AsyncStream.makeStream(of: Int.self)
        let responder = CallbackResponder<Context> { request, context in
            let body = try await request.body.collect(upTo: 1 << 20)
            let received = Request(
                request, body: String(buffer: body), connection: context.connection)
            let answer = answer(received, record.append(received))
            try await Task.sleep(for: answer.delay)
            return Response(answer)
        }
        let application = Application(
            responder: responder, server: try Self.builder(listening),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                reached.yield(channel.localAddress?.port ?? 0)
                reached.finish()
            },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let service = Task(executorPreference: Self.thread) {
            defer { reached.finish() }
            try await application.run()
        }
        self.record = record
        scheme = if case .clear = listening { "http" } else { "https" }
        port = await ports.first { _ in true } ?? 0
        if port == 0 { try await service.value }
    }

    /// What was asked so far.
    public var requests: [Request] { record.all }

    public func url(_ path: String = "", host: String = "localhost") -> String {
        "\(scheme)://\(host):\(port)\(path)"
    }

    private static func builder(_ listening: Listening) throws -> HTTPServerBuilder {
        guard case .tls(let pair, let clientCA, let http2) = listening else { return .http1() }
        let chain = try NIOSSLCertificate.fromPEMFile(pair.certificate)
            .map { NIOSSLCertificateSource.certificate($0) }
        let key = NIOSSLPrivateKeySource.privateKey(
            try NIOSSLPrivateKey(file: pair.key, format: .pem))
        var tls = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
        if let clientCA {
            tls.certificateVerification = .noHostnameVerification
            tls.trustRoots = .file(clientCA)
        }
        return http2
            ? try .http2Upgrade(tlsConfiguration: tls) : try .tls(.http1(), tlsConfiguration: tls)
    }
}

private struct Context: RequestContext {
    var coreContext: CoreRequestContextStorage
    let connection: Int?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        connection = source.channel.remoteAddress?.port
    }
}

extension Response {
    fileprivate init(_ answer: ScriptedWebServer.Answer) {
        var fields = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        self.init(
            status: .init(code: answer.status), headers: fields,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}

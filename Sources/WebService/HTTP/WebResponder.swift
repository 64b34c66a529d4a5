import Directory
import EntitlementStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// Answers every request: lets in who may, keeps to the limits, and hands on to the part of the service
/// that the path names.
struct WebResponder: HTTPResponder {
    let keeper: ViewKeeper
    let limiter: RateLimiter
    let verifier: TokenVerifier
    let clock: @Sendable () -> Timestamp
    let log: ServiceLog
    /// Whether this service itself speaks TLS.
    let isSecure: Bool
    /// Of this program.
    let version: String
    private let json: JSONAPI
    private let scim: SCIMEndpoint
    private let requests = RequestMetrics()

    init(
        keeper: ViewKeeper, limiter: RateLimiter, verifier: TokenVerifier,
        clock: @escaping @Sendable () -> Timestamp, log: ServiceLog, isSecure: Bool,
        version: String, snapshots: SnapshotShelf?
    ) {
        self.keeper = keeper
        self.limiter = limiter
        self.verifier = verifier
        self.clock = clock
        self.log = log
        self.isSecure = isSecure
        self.version = version
        json = JSONAPI(keeper: keeper, clock: clock, snapshots: snapshots)
        scim = SCIMEndpoint(keeper: keeper)
    }

    /// **Units:** bytes.
    private static let longestTarget = 8 << 10
    private static let largestBody = 1 << 20

    func respond(to request: Request, context: WebContext) async throws -> Response {
        let id = RequestID.of(request.headers)
        let start = ContinuousClock.now
        let target = request.head.path ?? "/"
        // What is longer is refused below: no work is put into it.
        let (route, query) = Self.split(target.utf8.prefix(Self.longestTarget))
        let part = WebPart(route)
        var answer: WebAnswer
        do throws(WebProblem) {
            answer = try await self.answer(request, part, route, query, context)
        } catch {
            answer = error.answer(in: route.starts(with: ["scim"]) ? .scim : .problem)
        }
        answer.fields.append(HTTPField(name: .requestID, value: id))
        let duration = start.duration(to: .now)
        requests.count(part, status: answer.status.code, took: duration)
        log(
            answer.status.code >= 500 && answer.status != .serviceUnavailable ? .error : .debug,
            "a request was answered",
            [
                "request": id, "method": request.method.rawValue,
                "part": part.rawValue, "status": "\(answer.status.code)",
                "milliseconds": "\(Int(duration / .milliseconds(1)))",
            ])
        return Response(answer, isHead: request.method == .head)
    }

    private func answer(
        _ request: Request, _ part: WebPart, _ route: [String], _ query: Substring?,
        _ context: WebContext
    ) async throws(WebProblem) -> WebAnswer {
        guard (request.head.path ?? "").utf8.count <= Self.longestTarget else {
            throw WebProblem(.uriTooLong, "too-long", "the URL is longer than 8192 bytes")
        }
        let isReading = request.method == .get || request.method == .head
        if part.isOpen {
            guard isReading else { throw .notAllowed("GET, HEAD") }
            return openAnswer(part)
        }
        let reader = try await reader(request, context)
        let web = WebRequest(
            method: isReading ? .get : request.method, path: route,
            query: try Query(query), fields: request.headers,
            body: request.method == .post && takesBody(route) ? try await body(of: request) : [],
            isSecure: isSecure, authority: request.head.authority, reader: reader)
        switch part {
        case .json, .watch: return try await json.answer(web)
        case .scim: return try await scim.answer(web)
        default: throw .nowhere
        }
    }

    private func openAnswer(_ part: WebPart) -> WebAnswer {
        switch part {
        case .health: WebAnswer(.ok, Array("ok\n".utf8), type: .text)
        case .readiness: Readiness(keeper.current, at: clock()).answer
        case .metrics:
            MetricsPage(version: version, state: keeper.current, requests: requests).answer
        default: WebAnswer(.ok, PackageResources.openapi_json)
        }
    }

    /// Counts the request, and finds out who asks.
    private func reader(
        _ request: Request, _ context: WebContext
    ) async throws(WebProblem) -> Reader {
        let client: RateLimiter.Client
        let found: Swift.Result<Reader, WebProblem>
        do throws(WebProblem) {
            let now = clock()
            let reader: Reader
            if verifier.hasIssuers,
                let vouchedFor = try await verifier.reader(request.headers, at: now)
            {
                reader = vouchedFor
            } else {
                guard let readers = keeper.readers else { throw WebProblem.notReady }
                reader = try readers.reader(request.headers, at: now)
            }
            (client, found) = (.reader(reader.id), .success(reader))
        } catch {
            (client, found) = (.stranger(context.address ?? ""), .failure(error))
        }
        if let seconds = limiter.delay(of: client) {
            throw WebProblem(
                .tooManyRequests, "too-many-requests", "ask again later, and less often",
                fields: [.retryAfter: "\(seconds)"])
        }
        return try found.get()
    }

    /// Everywhere else a body is of no interest, and neither is what is wrong with it.
    private func takesBody(_ route: [String]) -> Bool {
        route == ["v1", "check"] || route.last == ".search"
    }

    private func body(of request: Request) async throws(WebProblem) -> [UInt8] {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type == "application/json" || type == "application/scim+json" else {
            throw WebProblem(
                .unsupportedMediaType, "unsupported-media-type",
                "the body must be application/json or application/scim+json")
        }
        do {
            let buffer = try await request.body.collect(upTo: Self.largestBody)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw WebProblem(.contentTooLarge, "too-large", "the body is larger than 1 MiB")
        } catch {
            throw .badBody("the body did not come to its end")
        }
    }

    /// The decoded parts of the path, and the query.
    private static func split(_ target: Substring.UTF8View) -> ([String], Substring?) {
        let path = target.prefix { $0 != UInt8(ascii: "?") }
        var route = Substring(path)
        let parts = route.withUTF8 { bytes in
            bytes.split(separator: UInt8(ascii: "/")).map { part in
                let text = String(decoding: part, as: UTF8.self)
                return part.contains(UInt8(ascii: "%"))
                    ? text.removingPercentEncoding ?? text : text
            }
        }
        guard path.endIndex < target.endIndex else { return (parts, nil) }
        return (parts, Substring(target[path.endIndex...].dropFirst()))
    }
}

/// What a path belongs to; the only thing of it that is logged.
enum WebPart: String, CaseIterable {
    case health, readiness, metrics, description, json, watch, scim, nothing

    init(_ path: [String]) {
        switch path.first {
        case "healthz" where path.count == 1: self = .health
        case "readyz" where path.count == 1: self = .readiness
        case "metrics" where path.count == 1: self = .metrics
        case "v1" where path.count == 2 && path[1] == "openapi.json": self = .description
        // Whoever watches waits for news: how long says nothing of the other answers.
        case "v1" where path.count == 2 && path[1] == "watch": self = .watch
        case "v1": self = .json
        case "scim" where path.count > 1 && path[1] == "v2": self = .scim
        default: self = .nothing
        }
    }

    /// Whether anybody may ask.
    var isOpen: Bool {
        switch self {
        case .health, .readiness, .metrics, .description: true
        case .json, .watch, .scim, .nothing: false
        }
    }
}

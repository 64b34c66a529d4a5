import HTTPTypes
import NIOCore

/// A request that was let in, without anything of the server's.
struct WebRequest: Sendable {
    /// HEAD is asked as GET.
    let method: HTTPRequest.Method
    /// Decoded, without empty parts: `["v1", "check"]`.
    let path: [String]
    let query: Query
    let fields: HTTPFields
    /// Of POST; empty otherwise.
    let body: [UInt8]
    /// Whether this service itself speaks TLS.
    let isSecure: Bool
    /// The host and port that the client named.
    let authority: String?
    /// Who asks.
    let reader: Reader

    /// - Throws: ``WebProblem`` for any other method; HEAD goes with GET.
    func require(_ methods: HTTPRequest.Method...) throws(WebProblem) {
        guard !methods.contains(method) else { return }
        let names = methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }
        throw .notAllowed(names.joined(separator: ", "))
    }

    /// The scheme and authority by which the client knows this service; a proxy that speaks TLS for it
    /// says so.
    var base: String {
        let isSecure = isSecure || fields[.forwardedProtocol]?.lowercased() == "https"
        return "\(isSecure ? "https" : "http")://\(authority ?? "localhost")"
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedProtocol = HTTPField.Name("X-Forwarded-Proto") ?? .eTag
}

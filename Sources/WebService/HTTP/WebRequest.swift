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
    /// The scheme and authority by which the client knows this service.
    let base: String
    /// Who asks.
    let reader: Reader

    /// - Throws: ``WebProblem`` for any other method; HEAD goes with GET.
    func require(_ methods: HTTPRequest.Method...) throws(WebProblem) {
        guard !methods.contains(method) else { return }
        let names = methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }
        throw .notAllowed(names.joined(separator: ", "))
    }
}

import Foundation

/// One way to ask a web service; ``URLSessionTransport`` unless the caller brings another.
///
/// It verifies the server's certificate, follows no redirect (the token is for this service alone), and
/// gives the body as it came.
public protocol HTTPTransport: Sendable {
    /// - Parameter timeout: from the beginning to the whole answer, or of silence.
    func get(
        _ url: URL, headers: [String: String], timeout: Duration
    ) async throws -> HTTPAnswer
}

/// What a web service said.
public struct HTTPAnswer: Sendable {
    public let status: Int
    /// **Shape:** names in lower case.
    public let headers: [String: String]
    public let body: [UInt8]

    /// - Parameter headers: names in any case.
    public init(status: Int, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = Dictionary(
            headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
        self.body = body
    }
}

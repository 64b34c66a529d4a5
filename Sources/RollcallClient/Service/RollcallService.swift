import Directory
import Foundation

/// Where snapshots come from: a service of Rollcall's, and what is presented to it.
public struct RollcallService: Sendable {
    private let base: String
    private let token: @Sendable () throws -> String
    private let transport: any HTTPTransport

    /// - Parameters:
    ///   - url: of the service, above `/v1`: `https://…`; `http://` of this machine only.
    ///   - token: one with the scope `read`; asked for anew each time, so that it may be rotated.
    ///   - transport: another HTTP client where this process has one, or needs authorities of its own.
    /// - Throws: ``ReaderError/Code/badAddress``
    public init(
        _ url: String, token: @escaping @Sendable () throws -> String,
        transport: any HTTPTransport = URLSessionTransport()
    ) throws(ReaderError) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.query == nil, parts.fragment == nil
        else { throw ReaderError(.badAddress) }
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        guard parts.scheme == "https" || parts.scheme == "http" && bare.isLoopbackHost else {
            throw ReaderError(.badAddress)
        }
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.token = token
        self.transport = transport
    }

    /// - Parameters:
    ///   - target: path and query.
    ///   - fields: beside the token.
    /// - Throws: ``ReaderError/Code/unreachable``, ``ReaderError/Code/noToken``, and
    ///   ``ReaderError/Code/refused`` for any other status than these.
    func get(
        _ target: String, fields: [String: String] = [:], timeout: Duration,
        expecting statuses: Set<Int>
    ) async throws(ReaderError) -> HTTPAnswer {
        guard let url = URL(string: base + target) else { throw ReaderError(.badAddress) }
        var fields = fields
        let token: String
        do { token = try self.token() } catch { throw ReaderError(.noToken) }
        fields["Authorization"] = "Bearer \(token)"
        let answer: HTTPAnswer
        do {
            answer = try await transport.get(url, headers: fields, timeout: timeout)
        } catch {
            // Whether it was the name, the way or the certificate.
            let fault = (error as? URLError).map { "URLError \($0.code.rawValue)" }
            throw ReaderError(.unreachable, fault ?? "")
        }
        guard statuses.contains(answer.status) else {
            throw ReaderError(
                .refused, "status \(answer.status)",
                retryAfter: answer.headers["retry-after"].flatMap { Int64($0) }
                    .map { Duration.seconds(min(max(0, $0), 3600)) })
        }
        return answer
    }
}

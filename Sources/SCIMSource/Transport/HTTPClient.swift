import Diagnostics
import Directory

/// A web service as one asks it: who asks is said, faults that may pass are waited out, redirects
/// within the server are followed.
struct HTTPClient: Sendable {
    private let service: RetryingTransport
    private let authenticator: Authenticator

    /// Nothing is sent yet.
    /// - Throws: ``HTTPError`` with `invalid-configuration`.
    init(_ configuration: HTTPConfiguration, pace: Pace) throws(HTTPError) {
        if let finding = configuration.findings().first {
            throw HTTPError(.invalidConfiguration, text: finding.message)
        }
        // libcurl would call it a fault of TLS.
        let files = [configuration.tls.ca, configuration.tls.certificate, configuration.tls.key]
        for case let file? in files where !CredentialFile.isUsable(file) {
            throw HTTPError(.unreadableFile, text: file)
        }
        service = try RetryingTransport(configuration, pace: pace)
        authenticator = Authenticator(configuration.authentication, asking: service)
    }

    /// Sends a request, with a credential that the client adds. Refused credentials are read, or asked
    /// for, once more, and sent when they have changed.
    /// - Parameter turn: what any further attempt must wait for; nil: nothing.
    /// - Returns: an answer of any status but redirects, 401, and those of faults that may pass.
    /// - Throws: ``HTTPError``; `cancelled` at once when the task is.
    func send(
        _ request: HTTPRequest, retryingFrom turn: Turn? = nil
    ) async throws(HTTPError) -> HTTPResponse {
        var request = request
        request.credential = try await authenticator.credential()
        var response = try await follow(request, turn)
        if response.status == 401, let rejected = request.credential {
            request.credential = try await authenticator.credential(replacing: rejected)
            if request.credential != rejected { response = try await follow(request, turn) }
        }
        guard response.status != 401 else {
            throw HTTPError(.invalidCredentials, server: request.url.origin, status: 401)
        }
        return response
    }

    /// Whether the server asked for fewer requests than it got: then it is asked one thing at a time.
    func isHeldBack(by server: HTTPURL.Origin) -> Bool { service.isHeldBack(by: server) }

    /// Sends a request, and follows where it is redirected to, without its credential.
    private func follow(
        _ request: HTTPRequest, _ turn: Turn?
    ) async throws(HTTPError) -> HTTPResponse {
        var request = request
        for hop in 0...Self.mostRedirects {
            let response = try await service.send(request, retryingFrom: turn)
            let asksForCredential = hop > 0 && response.status == 401
            guard response.isRedirect || asksForCredential else { return response }
            guard let next = response.location.flatMap(HTTPURL.init), !asksForCredential,
                next.origin == request.url.origin
            else {
                throw HTTPError(.redirected, server: request.url.origin, status: response.status)
            }
            request.url = next
            request.credential = nil
        }
        throw HTTPError(.redirected, server: request.url.origin)
    }

    private static let mostRedirects = 5
}

extension HTTPResponse {
    /// - SeeAlso: RFC 9110 §15.4
    fileprivate var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) }
}

import CCurl
import Directory
import Testing

@testable import SCIMSource

struct HTTPErrorTests {
    private let error = HTTPError(
        .rateLimited, server: HTTPURL("https://example.org/scim/Users/ada")?.origin, status: 429,
        text: "planted hunter2")

    @Test func `the sentence says what, where and why, and no path`() {
        #expect(
            error.description
                == "the request failed at https://example.org:443: the server limits how often "
                + "it is asked, for longer than can be waited, status 429")
    }

    @Test func `the debug rendering has all of it`() {
        #expect(error.debugDescription.hasPrefix("rate-limited: the request failed at"))
        #expect(error.debugDescription.hasSuffix("status 429: planted hunter2"))
    }

    @Test func `what went wrong with TLS is told`() {
        let error = HTTPError(.tls, text: "certificate has expired")
        #expect(error.description == "the request failed: TLS failed: certificate has expired")
    }

    @Test func `the label is of a bounded set`() {
        #expect(error.label == "rate-limited")
        #expect(
            Set(HTTPError.Code.allCases.map(\.rawValue)).count == HTTPError.Code.allCases.count)
    }

    @Test(arguments: HTTPError.Code.allCases)
    func `every code gives a sentence and what to do`(code: HTTPError.Code) {
        #expect(
            HTTPError(code, .token).description
                == "asking for an access token failed: \(code.words)")
        #expect(!code.words.isEmpty && !code.hint.isEmpty)
        #expect(!code.words.hasSuffix(".") && !code.hint.hasSuffix("."))
    }

    @Test(arguments: [
        (401, HTTPError.Code.invalidCredentials), (403, .accessDenied), (404, .notFound),
        (429, .rateLimited), (503, .unavailable), (307, .redirected), (400, .refused),
    ])
    func `statuses have one meaning each`(status: Int, code: HTTPError.Code) {
        #expect(HTTPError.Code(status: status) == code)
    }

    // P25
    @Test func `a refused client certificate is a fault of TLS, not of the connection`() {
        let text = "OpenSSL SSL_read: tlsv13 alert certificate required, errno 0"
        #expect(HTTPError.Code(CURLE_RECV_ERROR, text: text) == .tls)
        for result in [CURLE_RECV_ERROR, CURLE_SSL_CONNECT_ERROR] {
            #expect(HTTPError.Code(result, text: "Connection reset by peer") == .connectionLost)
        }
    }

    @Test func `no rendering shows a planted secret`() throws {
        let url = try #require(HTTPURL("https://example.org/token"))
        let secret = Secret { "hunter2" }
        var request = HTTPRequest(.post(form: "client_secret=hunter2"), url)
        request.credential = try .bearer("hunter2")
        let methods: [Authentication] = [
            .bearer(secret), .basic(userName: "reader", password: secret),
            .clientCredentials(OAuthClient(tokenURL: url, id: "reader", secret: secret)),
        ]
        let things: [Any] = [request, secret, Credential.basic(userName: "a", password: "hunter2")]
        for thing in things + methods + [request.credential as Any] {
            var dumped = ""
            dump(thing, to: &dumped)
            for text in [
                "\(thing)", String(reflecting: thing), dumped, error.description, error.label,
            ] {
                #expect(!text.contains("hunter2"))
                #expect(!text.contains("YTpodW50ZXIy"))
            }
        }
    }
}

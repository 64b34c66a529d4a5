import Directory
import Synchronization
import TestSupport
import Testing
import WebTestSupport

@testable import SCIMSource

/// Who asks, and what is done when the server does not believe it.
@Suite(.onOwnThread)
struct AuthenticationTests {
    struct Fault: Error {}

    /// Lets in whoever shows `accepted`.
    private func server(accepting accepted: String?) async throws -> ScriptedWebServer {
        try await ScriptedWebServer { request, _ in
            request["Authorization"] == accepted ? .init(text: "{}") : .init(401)
        }
    }

    @Test func `each method says who asks in its own way`() async throws {
        let methods: [(Authentication, String?)] = [
            (.none, nil), (.bearer(Secret { "t0ken" }), "Bearer t0ken"),
            (
                .basic(userName: "reader", password: Secret { "open: sesame" }),
                "Basic cmVhZGVyOm9wZW46IHNlc2FtZQ=="
            ),
        ]
        for (method, header) in methods {
            let server = try await server(accepting: header)
            #expect(try await SampleService.client(method).get(server.url()).status == 200)
        }
    }

    @Test func `a secret that was rotated is read again, once`() async throws {
        let server = try await server(accepting: "Bearer new")
        let reads = Mutex(0)
        let secret = Secret {
            reads.withLock {
                $0 += 1
                return $0 == 1 ? "old" : "new"
            }
        }
        let client = try SampleService.client(.bearer(secret))
        #expect(try await client.get(server.url()).status == 200)
        #expect(server.requests.map { $0["Authorization"] } == ["Bearer old", "Bearer new"])
    }

    @Test func `a refused secret that has not changed is not sent again`() async throws {
        let server = try await server(accepting: "Bearer new")
        let fault = await (try SampleService.client(.bearer(Secret { "old" }))).fault(server.url())
        #expect(fault?.code == .invalidCredentials)
        #expect(fault?.status == 401)
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [nil, "", "two\r\nX-Odd: lines", "with space", "nul\0"])
    func `a secret that cannot be sent is told, and nothing is asked`(text: String?) async throws {
        let server = try await server(accepting: nil)
        let secret = Secret { if let text { text } else { throw Fault() } }
        let fault = await (try SampleService.client(.bearer(secret))).fault(server.url())
        #expect(fault?.code == (text == nil ? .secretUnavailable : .unusableSecret))
        #expect(server.requests.isEmpty)
    }

    @Test func `where a secret or a file should be is said, and nothing else of it`() async throws {
        let secret = Secret { throw SecretFault.unavailable("the file /token cannot be read") }
        let fault = await (try SampleService.client(.bearer(secret))).fault("http://127.0.0.1:1")
        #expect(fault?.description.hasSuffix(": the file /token cannot be read") == true)
        #expect(throws: HTTPError(.unreadableFile, text: "/none/ca.pem")) {
            try SampleService.client { $0.tls.ca = "/none/ca.pem" }
        }
    }

    @Test func `a configuration with an error makes no client`() {
        #expect(throws: HTTPError.self) {
            try SampleService.client { $0.tls.certificate = "/only/one.pem" }
        }
        #expect(throws: HTTPError.self) {
            try SampleService.client(.basic(userName: "a:b", password: Secret { "x" }))
        }
        #expect(throws: HTTPError.self) { try SampleService.client { $0.timeouts.total = .zero } }
    }
}

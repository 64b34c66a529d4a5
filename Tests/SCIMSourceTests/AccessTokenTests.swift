import Directory
import Synchronization
import TestSupport
import Testing
import WebTestSupport

@testable import SCIMSource

/// OAuth 2.0 client credentials: RFC 6749 §4.4.
@Suite(.onOwnThread)
struct AccessTokenTests {
    private typealias Answer = ScriptedWebServer.Answer

    /// A token endpoint that gives `token-1`, after a delay, `token-2` …
    private static func tokens(
        lifetime: String = "3600", delay: Duration = .zero
    ) async throws -> ScriptedWebServer {
        try await ScriptedWebServer { _, number in
            var answer = Answer(
                text: #"{"access_token":"token-\#(number + 1)","token_type":"bearer","#
                    + #""expires_in":\#(lifetime)}"#)
            answer.delay = number == 0 ? delay : .zero
            return answer
        }
    }

    private static func service(accepting: @escaping @Sendable (String?) -> Bool = { _ in true })
        async throws -> ScriptedWebServer
    {
        try await ScriptedWebServer { request, _ in
            accepting(request["Authorization"]) ? Answer(text: "{}") : Answer(401)
        }
    }

    private static func client(_ tokens: String, pace: Pace = .hurried()) throws -> HTTPClient {
        let url = try #require(HTTPURL(tokens))
        return try SampleService.client(
            .clientCredentials(
                OAuthClient(
                    tokenURL: url, id: "roll:call", secret: Secret { "open sesame" },
                    scope: "users groups")),
            pace: pace)
    }

    @Test func `a token is asked for as RFC 6749 says, and sent as a bearer's`() async throws {
        let (tokens, service) = (try await Self.tokens(), try await Self.service())
        _ = try await Self.client(tokens.url("/token")).get(service.url())
        let request = try #require(tokens.requests.first)
        #expect(request.method == "POST")
        #expect(request.body == "grant_type=client_credentials&scope=users%20groups")
        #expect(request["Content-Type"] == "application/x-www-form-urlencoded")
        // roll%3Acall:open%20sesame
        #expect(request["Authorization"] == "Basic cm9sbCUzQWNhbGw6b3BlbiUyMHNlc2FtZQ==")
        #expect(service.requests.map { $0["Authorization"] } == ["Bearer token-1"])
    }

    @Test func `one token serves all requests, however many begin at once`() async throws {
        let tokens = try await Self.tokens(delay: .milliseconds(200))
        let service = try await Self.service()
        let client = try Self.client(tokens.url())
        try await withThrowingTaskGroup { group in
            for _ in 1...10 { group.addTask { _ = try await client.get(service.url()) } }
            try await group.waitForAll()
        }
        #expect(tokens.requests.count == 1)
        #expect(service.requests.count == 10)
    }

    @Test(arguments: ["3600", "\"3600\"", "3600.0"])
    func `a token that has expired is replaced before it is sent`(lifetime: String) async throws {
        let tokens = try await Self.tokens(lifetime: lifetime)
        let service = try await Self.service()
        let start = ContinuousClock.now
        let elapsed = Mutex(Duration.zero)
        var pace = Pace.hurried()
        pace.instant = { start + elapsed.withLock { $0 } }
        let client = try Self.client(tokens.url(), pace: pace)
        for minutes in [0, 59, 60] {
            elapsed.withLock { $0 = .seconds(minutes * 60) }
            _ = try await client.get(service.url())
        }
        #expect(
            service.requests.map { $0["Authorization"] }
                == ["Bearer token-1", "Bearer token-1", "Bearer token-2"])
    }

    @Test func `a token that the service refuses is renewed once`() async throws {
        let tokens = try await Self.tokens()
        let service = try await Self.service { $0 != "Bearer token-1" }
        let client = try Self.client(tokens.url())
        for _ in 1...3 { #expect(try await client.get(service.url()).status == 200) }
        #expect(tokens.requests.count == 2)
        #expect(service.requests.count == 4)
    }

    @Test func `a service that refuses every token is asked twice`() async throws {
        let tokens = try await Self.tokens()
        let service = try await Self.service { _ in false }
        let fault = await (try Self.client(tokens.url())).fault(service.url())
        #expect(fault?.code == .invalidCredentials)
        #expect(fault?.operation == .request)
        #expect(tokens.requests.count == 2)
        #expect(service.requests.count == 2)
    }

    @Test(arguments: [
        (Answer(401, text: #"{"error":"invalid_client"}"#), HTTPError.Code.invalidCredentials, 1),
        (Answer(400, text: #"{"error":"invalid_scope"}"#), .invalidCredentials, 1),
        (Answer(text: "<html>"), .malformedAnswer, 1),
        (Answer(text: #"{"access_token":"a","token_type":"mac"}"#), .malformedAnswer, 1),
        (Answer(text: #"{"access_token":"a\r\nX-Odd: b"}"#), .malformedAnswer, 1),
        (Answer(302, headers: ["Location": "/elsewhere"]), .redirected, 1),
        (Answer(503), .unavailable, 6),
    ])
    private func `an endpoint that gives no token is told, and the service is not asked`(
        answer: Answer, code: HTTPError.Code, attempts: Int
    ) async throws {
        let tokens = try await ScriptedWebServer { _, _ in answer }
        let service = try await Self.service()
        let fault = await (try Self.client(tokens.url())).fault(service.url())
        #expect(fault?.code == code)
        #expect(fault?.operation == .token)
        #expect(fault?.description.contains("localhost:\(tokens.port)") == true)
        #expect(tokens.requests.count == attempts)
        #expect(service.requests.isEmpty)
    }

    @Test func `whoever waits for a token is not cancelled with the one that asked`() async throws {
        let tokens = try await Self.tokens(delay: .seconds(60))
        let service = try await Self.service()
        let client = try Self.client(tokens.url())
        let first = beside { await client.fault(service.url()) }
        while tokens.requests.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        let second = beside { await client.fault(service.url()) }
        let third = beside { await client.fault(service.url()) }
        try await Task.sleep(for: .milliseconds(200))
        third.cancel()
        #expect(await third.value?.code == .cancelled)
        first.cancel()
        #expect(await first.value?.code == .cancelled)
        #expect(await second.value == nil)
        #expect(tokens.requests.count == 2)
        #expect(service.requests.count == 1)
    }
}

import Foundation
import RollcallClient
import TestSupport
import Testing
import WebTestSupport

/// Foundation's client against real servers: it gives what came, and the token to nobody else.
struct TransportTests {
    private func ask(
        _ url: String, timeout: Duration = .seconds(20)
    ) async throws -> HTTPAnswer {
        try await URLSessionTransport().get(
            try #require(URL(string: url)), headers: ["Authorization": "Bearer secret"],
            timeout: timeout)
    }

    @Test func `a large body comes as it was sent, and no redirect is followed`() async throws {
        var random = SplitMix64(seed: 1)
        let body = (0..<5_000_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let other = try await ScriptedWebServer { _, _ in .init(200, text: "elsewhere") }
        let there = "http://127.0.0.1:\(other.port)/"
        let server = try await ScriptedWebServer { request, _ in
            request.target == "/away"
                ? .init(302, headers: ["Location": there])
                : .init(
                    200, headers: ["ETag": "\"x\"", "Content-Type": "application/gzip"], body: body)
        }
        let answer = try await ask("http://127.0.0.1:\(server.port)/body")
        #expect(answer.status == 200 && answer.body == body)
        #expect(answer.headers["etag"] == "\"x\"")
        #expect(try await ask("http://127.0.0.1:\(server.port)/away").status == 302)
        #expect(other.requests.isEmpty)
        #expect(server.requests.allSatisfy { $0["Authorization"] == "Bearer secret" })
    }

    @Test func `a server whose certificate nobody vouches for is sent nothing`() async throws {
        let certificates = try TestCertificates.shared()
        let server = try await ScriptedWebServer(.tls(certificates.server)) { _, _ in .init() }
        await #expect(throws: (any Error).self) {
            try await ask("https://localhost:\(server.port)/")
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `what breaks off or never comes is an error, and so is being cancelled`()
        async throws
    {
        let cut = try RawWebServer { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), .reset]
        }
        await #expect(throws: (any Error).self) { try await ask("http://127.0.0.1:\(cut.port)/") }
        let silent = try RawWebServer { _ in [.hold] }
        let url = "http://127.0.0.1:\(silent.port)/"
        await #expect(throws: (any Error).self) { try await ask(url, timeout: .seconds(1)) }
        let waiting = Task { try await ask(url, timeout: .seconds(60)) }
        waiting.cancel()
        await #expect(throws: (any Error).self) { try await waiting.value }
    }
}

import Foundation
import TestSupport
import Testing
import WebTestSupport

@testable import SCIMSource

/// Servers that break off, stall or never end.
@Suite(.onOwnThread)
struct FaultyServerTests {
    private static let whole = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    private static let begun = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Resources\":["
    private static let endless = "HTTP/1.1 200 OK\r\n"

    /// Of all times but the one that is changed there is so much that its own must have ended the exchange,
    /// however busy the machine.
    private static func timeouts(
        _ change: (inout HTTPConfiguration.Timeouts) -> Void
    ) throws -> HTTPClient {
        let long = Duration.seconds(600)
        return try SampleService.client(pace: .hurried()) {
            $0.timeouts = .init(connect: long, firstByte: long, stall: long, total: long)
            change(&$0.timeouts)
        }
    }

    @Test(arguments: [true, false])
    func `an answer that is cut in the middle is fetched again`(isReset: Bool) async throws {
        let cut: [RawWebServer.Step] = [.send(Self.begun)] + (isReset ? [.reset] : [])
        let server = try RawWebServer { $0 < 2 ? cut : [.send(Self.whole)] }
        let response = try await SampleService.client(pace: .hurried()).get(server.url)
        #expect(response.text == "{}")
        #expect(server.requests.count == 3)
    }

    // P20
    @Test(arguments: [true, false])
    func `a server that always breaks off is left after six attempts`(isReset: Bool) async throws {
        let server = try RawWebServer { _ in isReset ? [.reset] : [.send(Self.begun)] }
        let fault = await (try SampleService.client(pace: .hurried())).fault(server.url)
        #expect(fault?.code == .connectionLost)
        #expect(server.requests.count == 6)
    }

    @Test func `a server that resets in the handshake is asked again`() async throws {
        let server = try RawWebServer { _ in [.reset] }
        let fault = await (try SampleService.client(pace: .hurried()))
            .fault("https://localhost:\(server.port)")
        #expect(fault?.code == .connectionLost)
        #expect(server.requests.count == 6)
    }

    @Test(arguments: [true, false])
    func `an answer over TLS that is cut in the middle is no whole answer`(isHTTP2: Bool)
        async throws
    {
        let certificates = try TestCertificates.shared()
        let server = try await ScriptedWebServer(.tls(certificates.server, http2: isHTTP2)) {
            _, _ in
            .init(body: Array(repeating: 0x20, count: 1 << 20))
        }
        let proxy = try TCPProxy(to: UInt16(server.port), fault: .cut(after: 100_000))
        let client = try SampleService.client(pace: .hurried()) { $0.tls.ca = certificates.ca }
        let fault = await client.fault("https://localhost:\(proxy.port)")
        #expect(fault?.code == .connectionLost)
        #expect(server.requests.count == 6)
    }

    @Test func `a connection that the server closed meanwhile is made anew`() async throws {
        let server = try RawWebServer { _ in [.send(Self.whole)] }
        let client = try SampleService.client()
        for _ in 1...3 { #expect(try await client.get(server.url).text == "{}") }
        #expect(server.requests.count == 3)
    }

    @Test func `a server that never answers is left after the time for the first byte`()
        async throws
    {
        let server = try RawWebServer { _ in [.hold] }
        let client = try Self.timeouts { $0.firstByte = .milliseconds(300) }
        let elapsed = await time {
            #expect(await client.fault(server.url)?.code == .timedOut)
        }
        #expect(elapsed > .milliseconds(300) && elapsed < .seconds(300))
        #expect(server.requests.count == 1)
    }

    @Test func `an answer that stalls is left after the time for a silence`() async throws {
        let server = try RawWebServer { _ in [.send(Self.begun), .hold] }
        let client = try Self.timeouts { $0.stall = .milliseconds(300) }
        let elapsed = await time {
            #expect(await client.fault(server.url)?.code == .timedOut)
        }
        #expect(elapsed < .seconds(300))
    }

    @Test(arguments: ["x", "X-Odd: 1\r\n"])
    func `a trickle does not outlast the total time`(drop: String) async throws {
        let head = drop == "x" ? Self.endless + "\r\n" : Self.endless
        let server = try RawWebServer { _ in
            [.send(head), .sendForEver(drop, every: .milliseconds(50))]
        }
        let client = try Self.timeouts { $0.total = .milliseconds(700) }
        let elapsed = await time {
            #expect(await client.fault(server.url)?.code == .timedOut)
        }
        #expect(elapsed > .milliseconds(600) && elapsed < .seconds(300))
    }

    @Test func `a handshake that never ends is left after the time for connecting`() async throws {
        let silent = try LoopbackSocket()
        let client = try Self.timeouts { $0.connect = .milliseconds(300) }
        let elapsed = await time {
            #expect(await client.fault("https://localhost:\(silent.port)")?.code == .timedOut)
        }
        #expect(elapsed < .seconds(300))
    }

    @Test func `a server that nobody runs cannot be reached`() async throws {
        let port = try LoopbackSocket.freePort()
        let fault = await (try SampleService.client(pace: .hurried())).fault(
            "http://127.0.0.1:\(port)")
        #expect(fault?.code == .unreachable)
    }

    @Test func `headers without end are cut at the limit`() async throws {
        let server = try RawWebServer { number in
            [
                .send(Self.endless),
                .sendForEver("X-Odd: \(String(repeating: "x", count: 1000))\r\n"),
            ]
        }
        #expect(await (try SampleService.client()).fault(server.url)?.code == .headTooLarge)
        #expect(server.requests.count == 1)
    }

    @Test func `interim answers without end are cut at the limit`() async throws {
        let server = try RawWebServer { _ in
            [.sendForEver("HTTP/1.1 102 Processing\r\nX-Odd: 1\r\n\r\n")]
        }
        #expect(await (try SampleService.client()).fault(server.url)?.code == .headTooLarge)
    }

    @Test(arguments: [
        "Content-Length: 99999999999\r\n\r\n", "\r\n", "Transfer-Encoding: chunked\r\n\r\n",
    ])
    func `a body without end is cut at the limit`(head: String) async throws {
        let piece = String(repeating: "x", count: 0x8000)
        let isChunked = head.hasPrefix("Transfer")
        let server = try RawWebServer { _ in
            [.send(Self.endless + head), .sendForEver(isChunked ? "8000\r\n\(piece)\r\n" : piece)]
        }
        let client = try SampleService.client { $0.limits.body = 1 << 20 }
        #expect(await client.fault(server.url)?.code == .bodyTooLarge)
        #expect(server.requests.count == 1)
    }

    @Test func `a body that grows beyond the limit when it is undone is cut`() async throws {
        let folder = try TemporaryFolder("bomb")
        try Tool.run("sh", ["-c", "head -c 50000000 /dev/zero | gzip > \(folder.path)/bomb.gz"])
        let body = Array(try Data(contentsOf: folder.url("bomb.gz")))
        let server = try await ScriptedWebServer { _, _ in
            .init(headers: ["Content-Encoding": "gzip"], body: body)
        }
        let client = try SampleService.client { $0.limits.body = 1 << 20 }
        #expect(await client.fault(server.url())?.code == .bodyTooLarge)
    }

    @Test(arguments: [
        "{}", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno",
    ])
    func `what is no HTTP is a malformed answer`(text: String) async throws {
        let server = try RawWebServer { _ in [.send(text)] }
        let fault = await (try SampleService.client(pace: .hurried())).fault(server.url)
        #expect(fault?.code == .malformedAnswer)
        #expect(server.requests.count == 1)
    }
}

import Foundation
import Synchronization
import TestSupport
import Testing
import WebTestSupport

@testable import SCIMSource

/// What a server sees of our patience. P20
@Suite(.onOwnThread)
struct RetryTests {
    /// Answers `first` once, then success.
    private func server(_ first: @escaping @Sendable () -> ScriptedWebServer.Answer) async throws
        -> ScriptedWebServer
    {
        try await ScriptedWebServer { _, number in number == 0 ? first() : .init(text: "{}") }
    }

    private func gap(_ server: ScriptedWebServer) throws -> Duration {
        let requests = server.requests
        try #require(requests.count == 2)
        return requests[0].time.duration(to: requests[1].time)
    }

    @Test(arguments: [429, 503, 403])
    func `nothing is sent before the seconds of Retry-After have passed`(status: Int) async throws {
        let server = try await server { .init(status, headers: ["Retry-After": "1"]) }
        #expect(try await SampleService.client().get(server.url()).text == "{}")
        #expect(try gap(server) >= .seconds(1))
    }

    @Test(arguments: ["Retry-After", "X-Rate-Limit-Reset"])
    func `nothing is sent before the moment that the server names`(header: String) async throws {
        let moment = (Date().timeIntervalSince1970 + 2).rounded(.up)
        let text = header == "Retry-After" ? httpDate(moment) : "\(Int(moment))"
        let server = try await server { .init(429, headers: [header: text]) }
        #expect(try await SampleService.client().get(server.url()).text == "{}")
        #expect(Date().timeIntervalSince1970 >= moment)
    }

    @Test func `a wait longer than our patience is not begun`() async throws {
        let server = try await ScriptedWebServer { _, _ in
            .init(429, headers: ["Retry-After": "3600"])
        }
        let elapsed = try await time {
            let fault = await (try SampleService.client()).fault(server.url())
            #expect(fault?.code == .rateLimited)
            #expect(fault?.status == 429)
        }
        #expect(elapsed < .seconds(300))
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [(502, HTTPError.Code.unavailable), (429, .rateLimited)])
    func `a server that stays busy is asked six times, with growing pauses`(
        status: Int, code: HTTPError.Code
    ) async throws {
        let server = try await ScriptedWebServer { _, _ in .init(status) }
        let pauses = Mutex<[Duration]>([])
        let client = try SampleService.client(
            pace: .hurried { pause in pauses.withLock { $0.append(pause) } })
        #expect(await client.fault(server.url())?.code == code)
        #expect(server.requests.count == 6)
        #expect(
            pauses.withLock { $0 } == [
                .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8),
            ])
    }

    @Test(arguments: [403, 404, 400, 500])
    func `a status that does not pass is an answer`(status: Int) async throws {
        let server = try await ScriptedWebServer { _, _ in .init(status, text: "why") }
        let response = try await SampleService.client().get(server.url())
        #expect(response.status == status)
        #expect(response.text == "why")
        #expect(server.requests.count == 1)
    }

    @Test func `what one request is told to wait holds for all of them`() async throws {
        let server = try await server { .init(429, headers: ["Retry-After": "1"]) }
        let client = try SampleService.client()
        let url = try #require(HTTPURL(server.url()))
        let first = beside { await client.fault(server.url()) }
        while !client.isHeldBack(by: url.origin) { try await Task.sleep(for: .milliseconds(5)) }
        _ = try await client.get(server.url())
        #expect(await first.value == nil)
        let requests = server.requests
        #expect(requests.count == 3)
        #expect(requests[0].time.duration(to: requests[1].time) >= .seconds(1))
    }

    @Test func `what was asked ahead is tried again in its turn alone`() async throws {
        let server = try await server { .init(503) }
        let client = try SampleService.client(pace: .hurried())
        let request = HTTPRequest(.get, try #require(HTTPURL(server.url())))
        let asked = Asked { try await client.send(request, retryingFrom: $0) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        try await Task.sleep(for: .milliseconds(300))
        #expect(server.requests.count == 1)
        #expect(try await asked.answer().text == "{}")
        #expect(server.requests.count == 2)
    }

    @Test func `what nobody wants any more is not tried again`() async throws {
        let server = try await server { .init(503) }
        let client = try SampleService.client(pace: .hurried())
        let request = HTTPRequest(.get, try #require(HTTPURL(server.url())))
        let isOver = Mutex(false)
        var asked: Asked<HTTPResponse>? = Asked { turn in
            defer { isOver.withLock { $0 = true } }
            return try await client.send(request, retryingFrom: turn)
        }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        withExtendedLifetime(asked) {}
        asked = nil
        while !isOver.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
        #expect(server.requests.count == 1)
    }

    private func httpDate(_ moment: Double) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: Date(timeIntervalSince1970: moment))
    }
}

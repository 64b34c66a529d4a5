import Synchronization
import TestSupport
import Testing
import WebTestSupport

@testable import SCIMSource

/// A task that is cancelled waits for nothing more.
@Suite(.onOwnThread)
struct CancellationTests {
    /// Cancels when a condition holds.
    /// - Returns: how it ended, and how long that took from then.
    private func cancel(_ client: HTTPClient, _ url: String, when isReached: () -> Bool)
        async throws
        -> (HTTPError?, Duration)
    {
        let task = beside { await client.fault(url) }
        while !isReached() { try await Task.sleep(for: .milliseconds(20)) }
        let start = ContinuousClock.now
        task.cancel()
        return (await task.value, ContinuousClock.now - start)
    }

    @Test func `a transfer is aborted at once, and its connection closed`() async throws {
        let server = try RawWebServer { _ in [.send("HTTP/1.1 200 OK\r\n\r\n"), .hold] }
        let (fault, elapsed) = try await cancel(SampleService.client(), server.url) {
            !server.requests.isEmpty
        }
        #expect(fault?.code == .cancelled)
        #expect(elapsed < .seconds(200))
        for _ in 1...1000 where server.departed.isEmpty {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(server.departed.count == 1)
    }

    @Test func `a wait for the next attempt ends at once`() async throws {
        let server = try await ScriptedWebServer { _, _ in
            .init(429, headers: ["Retry-After": "250"])
        }
        let isWaiting = Mutex(false)
        var pace = Pace.real
        pace.sleep = {
            isWaiting.withLock { $0 = true }
            try await Task.sleep(for: $0)
        }
        let (fault, elapsed) = try await cancel(SampleService.client(pace: pace), server.url()) {
            isWaiting.withLock { $0 }
        }
        #expect(fault?.code == .cancelled)
        #expect(elapsed < .seconds(200))
        #expect(server.requests.count == 1)
    }

    @Test func `a wait for a turn ends at once`() async throws {
        let server = try RawWebServer { _ in [.hold] }
        let client = try SampleService.client { $0.limits.exchanges = 1 }
        let first = beside { await client.fault(server.url) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        let start = ContinuousClock.now
        let (fault, elapsed) = try await cancel(client, server.url) {
            ContinuousClock.now > start + .milliseconds(200)
        }
        #expect(fault?.code == .cancelled)
        #expect(elapsed < .seconds(200))
        #expect(server.requests.count == 1)
        first.cancel()
        #expect(await first.value?.code == .cancelled)
    }

    @Test func `a task that was cancelled before sends nothing`() async throws {
        let server = try await ScriptedWebServer { _, _ in .init() }
        let client = try SampleService.client()
        let task = beside {
            while !Task.isCancelled { await Task.yield() }
            return await client.fault(server.url())
        }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test func `another exchange of the same client goes on`() async throws {
        let server = try await ScriptedWebServer { request, _ in
            .init(text: "{}", delay: request.target == "/slow" ? .seconds(60) : .seconds(1))
        }
        let client = try SampleService.client()
        async let other = client.get(server.url("/other")).text
        let (fault, _) = try await cancel(client, server.url("/slow")) {
            server.requests.count == 2
        }
        #expect(fault?.code == .cancelled)
        #expect(try await other == "{}")
    }
}

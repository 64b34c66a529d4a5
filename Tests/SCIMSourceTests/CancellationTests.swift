import TestSupport
import Testing

@testable import SCIMSource

/// A task that is cancelled waits for nothing more.
struct CancellationTests {
    /// Cancels after a while. - Returns: how it ended, and how long that took from then.
    private func cancel(_ client: HTTPClient, _ url: String) async throws -> (HTTPError?, Duration)
    {
        let task = Task { await client.fault(url) }
        try await Task.sleep(for: .milliseconds(200))
        let start = ContinuousClock.now
        task.cancel()
        return (await task.value, ContinuousClock.now - start)
    }

    @Test func `a transfer is aborted at once, and its connection closed`() async throws {
        let server = try RawWebServer { _ in [.send("HTTP/1.1 200 OK\r\n\r\n"), .hold] }
        let (fault, elapsed) = try await cancel(SampleService.client(), server.url)
        #expect(fault?.code == .cancelled)
        #expect(elapsed < .seconds(2))
        for _ in 1...100 where server.departed.isEmpty {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(server.departed.count == 1)
    }

    @Test func `a wait for the next attempt ends at once`() async throws {
        let server = try await ScriptedWebServer { _, _ in
            .init(429, headers: ["Retry-After": "60"])
        }
        let (fault, elapsed) = try await cancel(SampleService.client(), server.url())
        #expect(fault?.code == .cancelled)
        #expect(elapsed < .seconds(2))
        #expect(server.requests.count == 1)
    }

    @Test func `a wait for a turn ends at once`() async throws {
        let server = try RawWebServer { _ in [.hold] }
        let client = try SampleService.client { $0.limits.exchanges = 1 }
        let first = Task { await client.fault(server.url) }
        try await Task.sleep(for: .milliseconds(100))
        let (fault, elapsed) = try await cancel(client, server.url)
        #expect(fault?.code == .cancelled)
        #expect(elapsed < .seconds(2))
        #expect(server.requests.count == 1)
        first.cancel()
        #expect(await first.value?.code == .cancelled)
    }

    @Test func `a task that was cancelled before sends nothing`() async throws {
        let server = try await ScriptedWebServer { _, _ in .init() }
        let client = try SampleService.client()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await client.fault(server.url())
        }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test func `another exchange of the same client goes on`() async throws {
        let server = try await ScriptedWebServer { request, _ in
            .init(text: "{}", delay: request.target == "/slow" ? .seconds(30) : .milliseconds(600))
        }
        let client = try SampleService.client()
        async let other = client.get(server.url("/other")).text
        let (fault, _) = try await cancel(client, server.url("/slow"))
        #expect(fault?.code == .cancelled)
        #expect(try await other == "{}")
    }
}

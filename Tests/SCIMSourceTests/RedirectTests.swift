import Directory
import TestSupport
import Testing
import WebTestSupport

@testable import SCIMSource

/// Where a credential goes when a server sends us elsewhere: nowhere.
@Suite(.onOwnThread)
struct RedirectTests {
    private let bearer = Authentication.bearer(.init { "secret" })

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect within the server is followed without the credential`(status: Int) async throws
    {
        let server = try await ScriptedWebServer { request, _ in
            request.target == "/old"
                ? .init(status, headers: ["Location": "/new?x=1"]) : .init(text: "{}")
        }
        #expect(try await SampleService.client(bearer).get(server.url("/old")).text == "{}")
        #expect(server.requests.map(\.target) == ["/old", "/new?x=1"])
        #expect(server.requests.map { $0["Authorization"] } == ["Bearer secret", nil])
    }

    @Test func `a redirect to another server is not followed`() async throws {
        let other = try await ScriptedWebServer { _, _ in .init(text: "{}") }
        for host in ["localhost", "127.0.0.1"] {
            let server = try await ScriptedWebServer { _, _ in
                .init(302, headers: ["Location": other.url("/", host: host)])
            }
            #expect(
                await (try SampleService.client(bearer)).fault(server.url())?.code == .redirected)
            #expect(server.requests.count == 1)
        }
        #expect(other.requests.isEmpty)
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://localhost/", "http://example.org/", "gopher://localhost:70/",
        "https://localhost:PORT/", "http://ada:secret@localhost:PORT/",
    ])
    func `a redirect to another protocol or person is not followed`(location: String) async throws {
        let port = try LoopbackSocket.freePort()
        let server = try await ScriptedWebServer { _, _ in
            .init(307, headers: ["Location": location.replacing("PORT", with: "\(port)")])
        }
        #expect(await (try SampleService.client(bearer)).fault(server.url())?.code == .redirected)
        #expect(server.requests.count == 1)
    }

    @Test func `redirects without end are left after five`() async throws {
        let server = try await ScriptedWebServer { _, number in
            .init(302, headers: ["Location": "/\(number)"])
        }
        #expect(await (try SampleService.client()).fault(server.url())?.code == .redirected)
        #expect(server.requests.count == 6)
    }

    @Test func `a redirect to where a credential is asked for is told as a redirect`() async throws
    {
        let server = try await ScriptedWebServer { request, _ in
            request.target == "/new" ? .init(401) : .init(308, headers: ["Location": "/new"])
        }
        let fault = await (try SampleService.client(bearer)).fault(server.url("/old"))
        #expect(fault?.code == .redirected)
        #expect(server.requests.count == 2)
    }
}

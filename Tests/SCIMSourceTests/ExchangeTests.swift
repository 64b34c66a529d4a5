import Directory
import Foundation
import TestSupport
import Testing
import WebTestSupport

@testable import SCIMSource

/// What one exchange does when nothing is wrong.
@Suite(.onOwnThread)
struct ExchangeTests {
    @Test func `an answer comes whole, its headers found in any case`() async throws {
        let server = try await ScriptedWebServer { request, _ in
            .init(207, headers: ["X-Odd": "one: two"], text: "\(request.method) \(request.target)")
        }
        let response = try await SampleService.client().get(server.url("/scim/v2?count=1"))
        #expect(response.status == 207)
        #expect(response.text == "GET /scim/v2?count=1")
        #expect(response.headers["x-ODD"] == "one: two")
        #expect(response.headers["X-Missing"] == nil)
        #expect(response.version == .http1_1)
        #expect(server.requests.first?["Accept"] == "application/scim+json, application/json")
        #expect(server.requests.first?["Upgrade"] == nil)
    }

    @Test func `a connection is kept for the next request`() async throws {
        let server = try await ScriptedWebServer { _, _ in .init(text: "{}") }
        let client = try SampleService.client()
        for _ in 1...5 { _ = try await client.get(server.url()) }
        #expect(server.requests.count == 5)
        #expect(Set(server.requests.map(\.connection)).count == 1)
    }

    @Test func `HTTP/2 is spoken where TLS negotiates it, on one connection`() async throws {
        let certificates = try TestCertificates.shared()
        let server = try await ScriptedWebServer(.tls(certificates.server, http2: true)) { _, _ in
            .init(text: "{}", delay: .milliseconds(50))
        }
        let client = try SampleService.client { $0.tls.ca = certificates.ca }
        let versions = try await withThrowingTaskGroup { group in
            for _ in 1...20 { group.addTask { try await client.get(server.url()).version } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(versions == Array(repeating: .http2, count: 20))
        #expect(Set(server.requests.map(\.connection)).count == 1)
    }

    @Test func `no more exchanges are at work than the limit, and all have their turn`()
        async throws
    {
        let server = try await ScriptedWebServer { _, _ in
            .init(text: "{}", delay: .milliseconds(30))
        }
        let client = try SampleService.client { $0.limits.exchanges = 2 }
        try await withThrowingTaskGroup { group in
            for _ in 1...12 { group.addTask { _ = try await client.get(server.url()) } }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 12)
        #expect(Set(server.requests.map(\.connection)).count <= 2)
    }

    @Test func `a compressed body is undone`() async throws {
        // "compressed" by gzip -9.
        let gzip = "H4sIAAAAAAACA0vOzy0oSi0uTk0BAB5LVpcKAAAA"
        let body = Array(try #require(Data(base64Encoded: gzip)))
        let server = try await ScriptedWebServer { _, _ in
            .init(headers: ["Content-Encoding": "gzip"], body: body)
        }
        #expect(try await SampleService.client().get(server.url()).text == "compressed")
        #expect(server.requests.first?["Accept-Encoding"]?.contains("gzip") == true)
    }

    @Test func `a large body comes to the byte`() async throws {
        let body = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let server = try await ScriptedWebServer { _, _ in .init(body: body) }
        #expect(try await SampleService.client().get(server.url()).body == body)
    }

    // P25
    @Test(arguments: [true, false])
    func `a client certificate is who asks`(isShown: Bool) async throws {
        let certificates = try TestCertificates.shared()
        let server = try await ScriptedWebServer(
            .tls(certificates.server, clientCA: certificates.ca)
        ) { _, _ in .init(text: "{}") }
        let client = try SampleService.client {
            $0.tls.ca = certificates.ca
            $0.tls.certificate = isShown ? certificates.client.certificate : nil
            $0.tls.key = isShown ? certificates.client.key : nil
        }
        #expect(await client.fault(server.url())?.code == (isShown ? nil : .tls))
        #expect(server.requests.count == (isShown ? 1 : 0))
    }

    // P25
    @Test(arguments: ["other authority", "expired", "wrong host", "no authority"])
    func `a certificate that is not what it should be is a fault of TLS, and nothing is sent`(
        wrong: String
    ) async throws {
        let certificates = try TestCertificates.shared()
        let pair =
            switch wrong {
            case "expired": certificates.expired
            case "wrong host": certificates.wrongHost
            default: certificates.server
            }
        let server = try await ScriptedWebServer(.tls(pair)) { _, _ in .init() }
        let empty = try TemporaryFolder("authorities")
        try empty.write("", to: "none.pem")
        let client = try SampleService.client(.bearer(.init { "secret" }), pace: .hurried()) {
            $0.tls.ca = wrong == "other authority" ? certificates.otherCA : certificates.ca
            if wrong == "no authority" { $0.tls.ca = empty.url("none.pem").path }
        }
        #expect(await client.fault(server.url())?.code == .tls)
        #expect(server.requests.isEmpty)
    }

    @Test func `an encrypted key is a fault of TLS, and nobody is asked for the password`()
        async throws
    {
        let certificates = try TestCertificates.shared()
        let folder = try TemporaryFolder("key")
        let arguments = ["-in", certificates.client.key, "-out", "\(folder.path)/key.pem"]
        try Tool.run("openssl", ["pkey", "-aes256", "-passout", "pass:x"] + arguments)
        let server = try await ScriptedWebServer(.tls(certificates.server)) { _, _ in .init() }
        let client = try SampleService.client {
            $0.tls.ca = certificates.ca
            $0.tls.certificate = certificates.client.certificate
            $0.tls.key = "\(folder.path)/key.pem"
        }
        #expect(await client.fault(server.url())?.code == .tls)
    }

    // In a process of its own: the environment belongs to all threads.
    @Test func `a proxy of the environment gets a tunnel's name, and no credential`() async {
        await #expect(processExitsWith: .success) {
            let proxy = try RawWebServer { _ in [.send("HTTP/1.1 403 Forbidden\r\n\r\n")] }
            setenv("https_proxy", proxy.url, 1)
            let client = try SampleService.client(.bearer(.init { "secret" }), pace: .hurried())
            let fault = await client.fault("https://scim.example.org/v2/Users?filter=ada")
            #expect(fault?.code == .unreachable)
            let head = try #require(proxy.requests.first)
            #expect(head.hasPrefix("CONNECT scim.example.org:443 HTTP/1.1\r\n"))
            #expect(!head.contains("secret") && !head.contains("Authorization"))
            #expect(!head.contains("ada"))
        }
    }

    @Test func `what is for this machine goes through no proxy`() async {
        await #expect(processExitsWith: .success) {
            let proxy = try RawWebServer { _ in [] }
            let server = try RawWebServer { _ in [.send("HTTP/1.1 204 None\r\n\r\n")] }
            for name in ["http_proxy", "https_proxy", "all_proxy"] { setenv(name, proxy.url, 1) }
            let client = try SampleService.client(.bearer(.init { "secret" }), pace: .hurried())
            #expect(try await client.get(server.url).status == 204)
            #expect(proxy.requests.isEmpty)
        }
    }
}

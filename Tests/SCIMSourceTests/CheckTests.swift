import Diagnostics
import Directory
import TestSupport
import Testing
import WebTestSupport

@testable import SCIMSource

/// What `rollcall doctor` hears of a service.
@Suite(.onOwnThread)
struct CheckTests {
    // P9
    @Test func `a site that answers with its own page is not said to offer anything`() async throws
    {
        let server = try await ScriptedWebServer { _, _ in
            .init(
                headers: ["Content-Type": "text/html"], text: "<!doctype html><title>Hello</title>")
        }
        let configuration = SCIMConfiguration(
            id: SourceID("okta"), url: try #require(HTTPURL(server.url("/scim"))),
            http: HTTPConfiguration(authentication: .none))
        let findings = await SCIMSource(configuration: configuration, pace: .real).check()
        #expect(!findings.contains { $0.message.contains("offers") }, "\(findings)")
        #expect(findings.last?.severity == .error)
    }
}

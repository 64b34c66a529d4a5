import Directory
import Testing

@testable import SCIMSource

struct ResourceEndpointsTests {
    /// As services write where their users are.
    @Test(arguments: [
        ("/People", ["People"]), ("People", ["People"]), ("/all/People/", ["all", "People"]),
        ("/scim/v2/People", ["People"]), ("https://example.org/scim/v2/People", ["People"]),
        ("https://elsewhere.example.org/scim/v2/People", ["Users"]), ("/scim/v2", ["Users"]),
        ("/../People", ["Users"]), ("/People?all", ["Users"]), ("", ["Users"]),
    ])
    func `an endpoint is below the base, also where its path is repeated`(
        endpoint: String, path: [String]
    ) throws {
        let base = try #require(HTTPURL("https://example.org/scim/v2"))
        let schema = "urn:ietf:params:scim:schemas:core:2.0:User"
        let document = #"{"Resources":[{"schema":"\#(schema)","endpoint":"\#(endpoint)"}]}"#
        let body = ParsedBody(Array(document.utf8), with: JSONParsers())
        let endpoints = ResourceEndpoints(try #require(body.value), below: base)
        withExtendedLifetime(body) {}
        #expect(endpoints.users == path)
        #expect(endpoints.groups == ["Groups"])
    }
}

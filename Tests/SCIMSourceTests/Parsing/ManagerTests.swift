import Directory
import Testing

@testable import SCIMSource

@Suite struct ManagerTests {
    /// What ada's manager is, where mary has the id 2.
    private func manager(_ value: String) throws -> (ManagerReference, SourceReading) {
        var fixture = SCIMFixture()
        try fixture.users(
            """
            "id":"1","userName":"ada",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":\(value)}
            """, #""id":"2","userName":"mary""#)
        let reading = fixture.reading()
        return (try #require(reading.accounts.first).manager, reading)
    }

    @Test(arguments: [
        (#"{"value":"2"}"#, []), (#""2""#, ["scim.bare-manager"]),
        (#"2"#, ["scim.bare-manager", "scim.numeric-id"]),
        (#"{"value":2}"#, ["scim.numeric-id"]),
        (#"{"$ref":"../Users/2"}"#, ["scim.id-in-reference"]),
        (#"{"$ref":"https://example.org/v2/users/2/"}"#, ["scim.id-in-reference"]),
        (#""https://example.org/v2/Users/2/""#, ["scim.bare-manager"]),
        (#"{"value":"Mary"}"#, ["scim.manager-by-user-name"]),
    ])
    func `a manager is found, however it is named`(value: String, codes: [String]) throws {
        let (manager, reading) = try manager(value)
        #expect(manager == .account(1))
        #expect(reading.codes.sorted() == codes)
    }

    // P19
    @Test func `a manager whom the source does not show dangles`() throws {
        let (manager, reading) = try manager(#"{"value":"99"}"#)
        #expect(manager == .dangling("99"))
        #expect(reading.codes == ["scim.unresolved-manager"])
        #expect(reading.certificate.isComplete)
    }

    @Test(arguments: ["null", "{}", #"{"value":null}"#, #"{"value":""}"#, #"{"displayName":"M"}"#])
    func `a manager without any value is none`(value: String) throws {
        let (manager, reading) = try manager(value)
        #expect(manager == .none)
        #expect(reading.codes == [])
    }

    @Test func `a login that is two people's is nobody's`() throws {
        var fixture = SCIMFixture()
        try fixture.users(
            #""id":"1","userName":"ada","manager":{"value":"mary"}"#,
            #""id":"2","userName":"mary""#, #""id":"3","userName":"Mary""#)
        let reading = fixture.reading()
        #expect(reading.accounts.first?.manager == .dangling("mary"))
        #expect(reading.codes.contains("scim.ambiguous-manager"))
        #expect(reading.codes.filter { $0 == "scim.duplicate-user-name" }.count == 2)
    }

    @Test func `an id goes before a login`() throws {
        var fixture = SCIMFixture()
        try fixture.users(
            #""id":"1","userName":"ada","manager":{"value":"mary"}"#,
            #""id":"mary","userName":"zoe""#, #""id":"3","userName":"mary""#)
        let reading = fixture.reading()
        #expect(reading.accounts.map(\.anchor.rawValue) == ["1", "3", "mary"])
        #expect(reading.accounts.first?.manager == .account(2))
    }
}

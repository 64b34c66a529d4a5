import Directory
import Testing

@testable import SCIMSource

/// A user with all that the two schemas know.
private let ada = #"""
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
     "id":"2819c223-7f76-453a-919d-413861904646","externalId":"x-1","userName":"ada",
     "name":{"formatted":"Ms. Ada B. Byron","familyName":"Byron","givenName":"Ada",
       "middleName":"B.","honorificPrefix":"Ms.","honorificSuffix":"III"},
     "displayName":"Ada","nickName":"A","profileUrl":"https://example.org/ada","title":"Lead",
     "userType":"Employee","preferredLanguage":"en","locale":"en-GB","timezone":"Europe/London",
     "active":true,"password":"never read","photos":[{"value":"https://example.org/p"}],
     "emails":[{"value":"ada@example.org","type":"work","primary":true,"display":"work mail"},
       {"type":"home","value":"ada@home.example.org"}],
     "phoneNumbers":[{"value":"tel:+44-1","type":"work"}],
     "addresses":[{"streetAddress":"1 Street","locality":"London","region":"L",
       "postalCode":"N1","country":"GB","formatted":"1 Street, London","type":"work"}],
     "groups":[{"value":"g","display":"never read"}],
     "entitlements":[{"value":"e"}],"roles":[{"value":"r","primary":false}],
     "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"7",
       "costCenter":"c","organization":"o","division":"d","department":"Relations",
       "manager":{"value":"m","$ref":"../Users/m","displayName":"M"}},
     "meta":{"resourceType":"User","created":"2026-01-23T04:56:22Z",
       "lastModified":"2026-05-13T04:42:34Z","version":"W\/\"3\"",
       "location":"https://example.org/v2/Users/2819c223"}}
    """#

@Suite struct UserReaderTests {
    @Test func `every attribute of both schemas is read`() throws {
        var fixture = SCIMFixture()
        try fixture.list(ada)
        try fixture.users(#""id":"m","userName":"mary""#)
        let reading = fixture.reading()
        let account = try #require(reading.accounts.first)
        let untaken: Set<Attribute> = [
            .id, .active, .groupsValue, .groupsDisplay, .groupsDN, .groupsType, .managerValue,
            .managerDisplayName, .managers, .phoneNumbersDisplay, .phoneNumbersPrimary,
            .addressesPrimary, .entitlementsDisplay, .entitlementsType, .entitlementsPrimary,
            .rolesDisplay, .rolesType,
        ]
        let taken = Set(account.attributes.entries.map(\.attribute))
        #expect(taken == Set(Attribute.allCases).subtracting(untaken))
        #expect(account.anchor == Anchor("2819c223-7f76-453a-919d-413861904646"))
        #expect(account.label == "Users/2819c223-7f76-453a-919d-413861904646")
        #expect(account.attributes[.department] == "Relations")
        #expect(account.attributes[.metaLastModified] == "2026-05-13T04:42:34Z")
        #expect(account.manager == .account(1))
        #expect(account.isActive && account.isReadable)
        #expect(reading.diagnostics == [])
        #expect(reading.certificate.isComplete)
    }

    @Test func `what belongs to one element stays together, in any order of its members`() throws {
        var fixture = SCIMFixture()
        try fixture.list(ada)
        let values = try #require(fixture.reading().accounts.first).attributes
        let mails = values.entries.filter { $0.attribute.definition.name == "emails" }
        #expect(
            mails == [
                .init(.emailsValue, "ada@example.org"),
                .init(.emailsValue, "ada@home.example.org", element: 1),
                .init(.emailsDisplay, "work mail"), .init(.emailsType, "work"),
                .init(.emailsType, "home", element: 1), .init(.emailsPrimary, "true"),
            ])
        #expect(values.values(of: .rolesPrimary) == ["false"])
    }

    @Test func `the order of members does not matter`() throws {
        var fixture = SCIMFixture()
        let meta = SCIMFixture.meta
        try fixture.list(
            #"{"userName":"ada","title":"Lead","id":"1","active":false,\#(meta)}"#,
            #"{\#(meta),"active":false,"id":"1","title":"Lead","userName":"ada"}"#)
        let reading = fixture.reading()
        #expect(reading.accounts.map(\.isActive) == [false])
        #expect(reading.codes == ["scim.repeated-resource"])
    }

    @Test func `null and empty are no values`() throws {
        var fixture = SCIMFixture()
        try fixture.users(
            #"""
            "id":"1","userName":"ada","title":null,"name":null,"emails":null,"active":null,
            "nickName":"","roles":[],"phoneNumbers":[null],"entitlements":[{}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":null}
            """#)
        let account = try #require(fixture.reading().accounts.first)
        #expect(account.attributes.entries.map(\.attribute) == [.userName])
        #expect(account.isActive && account.isReadable && account.manager == .none)
        #expect(fixture.reading().diagnostics == [])
    }

    @Test func `a thousand mail addresses keep their order`() throws {
        var fixture = SCIMFixture()
        let mails = (0..<1_000).map { #"{"type":"t\#($0)","value":"\#($0)@example.org"}"# }
        try fixture.users(
            #""id":"1","userName":"ada","emails":[\#(mails.joined(separator: ","))]"#)
        let values = try #require(fixture.reading().accounts.first).attributes
        #expect(values.values(of: .emailsValue) == (0..<1_000).map { "\($0)@example.org" })
        #expect(values.values(of: .emailsType).last == "t999")
    }

    @Test func `more elements than can be told apart leave the account unread`() throws {
        var fixture = SCIMFixture()
        let roles = Array(repeating: #"{"value":"r"}"#, count: 65_537).joined(separator: ",")
        try fixture.users(#""id":"1","userName":"ada","roles":[\#(roles)]"#)
        let account = try #require(fixture.reading().accounts.first)
        #expect(!account.isReadable)
        #expect(fixture.reading().codes == ["scim.too-many-elements"])
    }
}

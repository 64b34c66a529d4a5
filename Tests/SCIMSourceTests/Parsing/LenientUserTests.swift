import Diagnostics
import Directory
import Testing

@testable import SCIMSource

private let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

/// What servers send instead of what the schema says.
@Suite struct LenientUserTests {
    /// The account of one user, and what was found.
    private func read(
        _ members: String, with others: String...
    ) throws -> (account: Account, codes: [String], reading: SourceReading) {
        var fixture = SCIMFixture()
        for other in others { try fixture.users(other) }
        try fixture.users(#""id":"1",\#(members)"#)
        let reading = fixture.reading()
        return (try #require(reading.accounts.first), reading.codes, reading)
    }

    // P19
    @Test(arguments: [
        (#"true"#, true, false), (#"false"#, false, false), (#""True""#, true, true),
        (#""FALSE""#, false, true), (#""false""#, false, true), (#"1"#, true, true),
        (#"0"#, false, true), (#""1""#, true, true), (#""0""#, false, true),
    ])
    func `active is understood as text and number`(
        value: String, isActive: Bool, isOdd: Bool
    ) throws {
        let (account, codes, _) = try read(#""userName":"ada","active":\#(value)"#)
        #expect(account.isActive == isActive)
        #expect(account.isReadable)
        #expect(codes == (isOdd ? ["scim.active-as-text"] : []))
    }

    @Test(arguments: [#""""#, #""no""#, "2", "-1", "0.0", "[]", "{}", "[false]"])
    func `an active that says neither leaves the account unread`(value: String) throws {
        let (account, codes, _) = try read(#""userName":"ada","active":\#(value)"#)
        #expect(!account.isReadable)
        #expect(codes == ["scim.unreadable-active"])
    }

    @Test func `names are found in any case`() throws {
        let (account, codes, reading) = try read(
            """
            "USERNAME":"ada","Name":{"FAMILYNAME":"Byron"},"Emails":[{"Value":"a@example.org"}],
            "\(enterprise.uppercased())":{"Department":"Relations"}
            """)
        #expect(account.attributes[.userName] == "ada")
        #expect(account.attributes[.nameFamilyName] == "Byron")
        #expect(account.attributes[.emailsValue] == "a@example.org")
        #expect(account.attributes[.department] == "Relations")
        #expect(account.isReadable)
        #expect(codes == Array(repeating: "scim.attribute-case", count: 7))
        #expect(reading.diagnostics.allSatisfy { $0.severity == .note })
    }

    // P19
    @Test func `names are found with their URN, and beside their object`() throws {
        let (account, codes, _) = try read(
            """
            "urn:ietf:params:scim:schemas:core:2.0:User:userName":"ada",
            "urn:ietf:params:scim:schemas:core:2.0:User:name.givenName":"Ada",
            "urn:ietf:params:scim:schemas:core:2.0:User:active":false,
            "name.familyName":"Byron",
            "\(enterprise):department":"Relations","\(enterprise):manager":{"value":"2"}
            """, with: #""id":"2","userName":"mary""#)
        #expect(account.attributes[.userName] == "ada")
        #expect(account.attributes[.nameGivenName] == "Ada")
        #expect(account.attributes[.nameFamilyName] == "Byron")
        #expect(account.attributes[.department] == "Relations")
        #expect(account.manager == .account(1))
        #expect(!account.isActive)
        #expect(codes == Array(repeating: "scim.qualified-attribute", count: 6))
    }

    @Test func `attributes of the extension are found outside it`() throws {
        let (account, codes, _) = try read(
            #""userName":"ada","department":"Relations","manager":{"value":"1"}"#)
        #expect(account.attributes[.department] == "Relations")
        #expect(account.manager == .account(0))
        #expect(codes == ["scim.misplaced-attribute", "scim.misplaced-attribute"])
    }

    @Test func `numbers and truth values are taken as texts`() throws {
        let (account, codes, _) = try read(
            """
            "userName":4711,"title":true,"nickName":1.5,
            "\(enterprise)":{"employeeNumber":18446744073709551615}
            """)
        #expect(account.attributes[.userName] == "4711")
        #expect(account.attributes[.title] == "true")
        #expect(account.attributes[.nickName] == "1.5")
        #expect(account.attributes[.employeeNumber] == "18446744073709551615")
        #expect(codes == Array(repeating: "scim.value-as-text", count: 4))
    }

    @Test(arguments: [#""a@example.org""#, #"["a@example.org"]"#, #"{"value":"a@example.org"}"#])
    func `a multi-valued attribute is read without its array or objects`(value: String) throws {
        let (account, codes, _) = try read(#""userName":"ada","emails":\#(value)"#)
        #expect(account.attributes[.emailsValue] == "a@example.org")
        #expect(account.isReadable)
        #expect(Set(codes).isSubset(of: ["scim.bare-element", "scim.single-element"]))
        #expect(!codes.isEmpty)
    }

    @Test(arguments: [
        #""title":["Lead"]"#, #""title":{"value":"Lead"}"#, #""name":"Ada""#, #""meta":7"#,
        #""emails":[["a@example.org"]]"#, #""emails":[{"value":{}}]"#,
        #""\#(enterprise)":"Relations""#, #""\#(enterprise)":{"manager":[{"value":"1"}]}"#,
        #""\#(enterprise)":{"manager":{"value":{}}}"#,
    ])
    func `a value of another type is left out, and the account does not count as read`(
        members: String
    ) throws {
        let (account, codes, _) = try read(#""userName":"ada",\#(members)"#)
        #expect(!account.isReadable)
        #expect(codes.contains("scim.unexpected-type"))
        #expect(account.attributes[.title] == nil)
    }

    @Test(arguments: [
        #""userName":"ada","userName":"bob""#, #""userName":"ada","username":"bob""#,
        #""userName":"ada","active":true,"active":false"#,
        #""userName":"ada","emails":[],"emails":[{"value":"a@example.org"}]"#,
        #""userName":"ada","name":{"givenName":"A","givenName":"B"}"#,
        #""userName":"ada","name":{"givenName":"A"},"name.givenName":"B""#,
        #""userName":"ada","emails":[{"value":"a@example.org","VALUE":"b@example.org"}]"#,
        #""userName":"ada","manager":{"value":"1"},"manager":{"value":"2"}"#,
        #""userName":"ada","manager":{"value":"1","value":"2"}"#,
    ])
    func `an attribute that comes twice is not believed`(members: String) throws {
        let (account, codes, _) = try read(members)
        #expect(account.attributes[.userName] == "ada")
        #expect(!account.isReadable)
        #expect(codes.contains("scim.repeated-attribute"))
    }

    @Test(arguments: [#""title":"x""#, #""userName":null"#, #""userName":"""#])
    func `an account without a userName stays, with a finding`(members: String) throws {
        let (account, codes, reading) = try read(members)
        #expect(account.attributes[.userName] == nil)
        #expect(codes == ["scim.no-user-name"])
        #expect(
            reading.diagnostics.first?.place == .entry(source: "cloud", entry: "Users/1"))
        #expect(reading.certificate.isComplete)
    }

    @Test func `a resource without meta is a note, counted once for all`() throws {
        var fixture = SCIMFixture()
        try fixture.list(
            #"{"id":"1","userName":"a"}"#, #"{"id":"2","userName":"b","meta":null}"#,
            #"{"id":"3","userName":"c"}"#)
        let findings = fixture.reading().diagnostics
        #expect(findings.map(\.code) == ["scim.no-meta"])
        #expect(findings.first?.message == "a resource has no meta, 3 times")
        #expect(findings.first?.place == .entry(source: "cloud", entry: "Users/1"))
    }

    @Test func `a number is an id, letter by letter`() throws {
        var fixture = SCIMFixture()
        try fixture.users(#""id":4711,"userName":"ada","manager":4711"#)
        let reading = fixture.reading()
        let account = try #require(reading.accounts.first)
        #expect(account.anchor == Anchor("4711"))
        #expect(account.label == "Users/4711")
        #expect(account.manager == .account(0))
        #expect(reading.certificate.isComplete)
        #expect(
            Set(reading.codes) == [
                "scim.numeric-id", "scim.bare-manager", "scim.misplaced-attribute",
            ])
    }

    @Test(arguments: [
        #""userName":"x""#, #""id":null"#, #""id":"""#, #""id":1.5"#, #""id":true"#, #""id":["a"]"#,
        #""id":"a","id":"b""#, #""id":"a","ID":"a""#,
    ])
    func `a resource without one id is left out, and the reading proves nothing`(
        members: String
    ) throws {
        var fixture = SCIMFixture()
        try fixture.users(members)
        try fixture.groups(members)
        let reading = fixture.reading()
        #expect(reading.accounts.isEmpty)
        #expect(reading.groups.isEmpty)
        #expect(reading.reasons == ["unusable-resource"])
        #expect(reading.certificate.queries.map(\.excluded) == [1, 1])
        #expect(reading.codes.filter { $0 == "scim.no-id" }.count == 2)
    }

    @Test(arguments: ["null", "7", #""x""#, "[]"])
    func `what is no resource counts as one without id`(element: String) throws {
        var fixture = SCIMFixture()
        try fixture.list(element)
        #expect(fixture.reading().reasons == ["unusable-resource"])
    }
}

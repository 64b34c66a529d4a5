import Diagnostics
import Directory
import Testing

@Suite struct ReadingBuilderTests {
    @Test func `a person's attributes arrive in the vocabulary`() throws {
        var fixture = EntryFixture()
        fixture.person(
            EntryFixture.ada, ("objectClass", ["inetOrgPerson"]), ("ENTRYUUID", ["a-1"]),
            ("uid", ["ada"]), ("cn", ["Ada Byron", "Ada Lovelace"]), ("sn", ["Byron"]),
            ("mail", ["ada@example.org", "byron@example.org"]), ("departmentNumber", ["42"]),
            ("ou", ["People"]), ("l", ["London"]), ("jpegPhoto", ["x"]))
        let reading = fixture.finish()
        let account = try #require(reading.accounts.first)
        #expect(account.anchor == Anchor("a-1"))
        #expect(account.label == EntryFixture.ada)
        #expect(account.isActive)
        #expect(account.manager == .none)
        #expect(account.attributes[.userName] == "ada")
        #expect(account.attributes[.nameFormatted] == "Ada Byron")
        #expect(account.attributes[.department] == "42")
        #expect(account.attributes[.addressesLocality] == "London")
        #expect(
            account.attributes.values(of: .emailsValue) == ["ada@example.org", "byron@example.org"])
        #expect(reading.attributeNames[.department] == "departmentNumber")
        #expect(reading.codes == ["directory.several-values"])
        #expect(reading.certificate.isComplete)
    }

    @Test func `the certificate counts what came`() {
        var fixture = EntryFixture()
        fixture.addPeople()
        fixture.builder.exclude(from: fixture.people, because: .neitherPersonNorGroup)
        fixture.builder.endPage(of: fixture.people)
        fixture.group(EntryFixture.readers, ("entryUUID", ["g-1"]))
        #expect(
            fixture.builder.progress
                == ReadingProgress(source: SourceID("corp"), people: 2, groups: 1))
        let certificate = fixture.finish().certificate
        #expect(certificate.start.secondsSinceEpoch == 1)
        #expect(certificate.end.secondsSinceEpoch == 2)
        #expect(
            certificate.queries == [
                ReadingQuery(
                    subject: "people", query: "people", entries: 3, pages: 1,
                    exclusions: [.init(.neitherPersonNorGroup, 1)]),
                ReadingQuery(subject: "groups", query: "groups", entries: 1, pages: 0),
            ])
    }

    @Test func `accounts and groups come sorted by anchor, whatever the order of entries`() {
        var fixture = EntryFixture()
        let anchors = ["b", "é", "aaaaaaaab", "aaaaaaaaa", "a", "ab", "B"]
        for anchor in anchors {
            fixture.person("uid=\(anchor)", ("entryUUID", [anchor]))
            fixture.group("cn=\(anchor)", ("entryUUID", [anchor + "g"]))
        }
        let reading = fixture.finish()
        #expect(reading.accounts.map(\.anchor.rawValue) == anchors.sorted())
        #expect(reading.groups.map(\.anchor) == reading.groups.map(\.anchor).sorted())
    }

    @Test func `a UUID is kept in lower case, another anchor as it is`() {
        var fixture = EntryFixture()
        fixture.person("uid=a", ("entryUUID", ["ABCDEF01-1b2c-1040-8A52-000000000001"]))
        fixture.person("uid=b", ("entryUUID", ["Number-7"]))
        #expect(
            Set(fixture.finish().accounts.map(\.anchor.rawValue))
                == ["abcdef01-1b2c-1040-8a52-000000000001", "Number-7"])
    }

    @Test func `a value in another language counts only where there is no plain one`() throws {
        var fixture = EntryFixture()
        fixture.person(
            "uid=a", ("entryUUID", ["a"]), ("cn;lang-de", ["Anna"]), ("cn", ["Anne"]),
            ("title;lang-de", ["Leiterin"]), ("title;lang-fr", ["Directrice"]),
            ("mail;binary", ["a@example.org"]))
        let attributes = try #require(fixture.finish().accounts.first).attributes
        #expect(attributes[.nameFormatted] == "Anne")
        #expect(attributes[.title] == "Leiterin")
        #expect(attributes[.emailsValue] == "a@example.org")
    }

    @Test(arguments: [
        (
            InactivityRule.present("pwdAccountLockedTime"), "pwdAccountLockedTime", "000001010000Z",
            false
        ),
        (.present("pwdAccountLockedTime"), "employeeType", "x", true),
        (.equals("employeeType", "Terminated"), "employeeType", "TERMINATED", false),
        (.equals("employeeType", "Terminated"), "employeeType", "Terminated soon", true),
        (.equals("nsAccountLock", "true"), "nsaccountlock", "TRUE", false),
        (.equals("nsAccountLock", "true"), "nsAccountLock", "FALSE", true),
    ])
    func `the rule decides who is active`(
        _ rule: InactivityRule, _ attribute: String, _ value: String, _ isActive: Bool
    ) throws {
        var schema = LDAPSchema.inetOrgPerson
        schema.inactivity = [rule]
        var fixture = EntryFixture(schema)
        fixture.person("uid=a", (attribute, [value]), ("entryUUID", ["a"]))
        #expect(try #require(fixture.finish().accounts.first).isActive == isActive)
    }

    @Test func `an attribute is read from where the configuration says`() throws {
        var schema = LDAPSchema.inetOrgPerson
        schema.attributes[.department] = "ou"
        schema.anchor = "employeeNumber"
        var fixture = EntryFixture(schema)
        fixture.person("uid=a", ("OU", ["Relations"]), ("employeeNumber", ["7"]))
        let account = try #require(fixture.finish().accounts.first)
        #expect(account.anchor == Anchor("7"))
        #expect(account.attributes[.employeeNumber] == "7")
        #expect(account.attributes[.department] == "Relations")
    }

    @Test func `reasons of the caller make the reading incomplete, each once`() {
        var fixture = EntryFixture()
        fixture.addPeople()
        let reason = IncompleteReason(code: "size-limit-exceeded", message: "4")
        fixture.builder.markIncomplete(reason)
        fixture.builder.markIncomplete(reason)
        fixture.builder.report(Diagnostic(.note, "ldap.note", "something"))
        let reading = fixture.finish()
        #expect(reading.reasons == ["size-limit-exceeded"])
        #expect(reading.codes == ["ldap.note"])
        #expect(reading.accounts.count == 2)
    }
}

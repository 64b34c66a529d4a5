import Diagnostics
import Directory
import LDAPSource
import TestSupport
import Testing

struct FetchTests {
    @Test func `a whole answer is a complete reading that says what was asked`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 3))
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.certificate.isComplete)
        #expect(reading.userNames == ["p1", "p2", "p3"])
        #expect(reading.group("everybody")?.accounts == [0, 1, 2])
        #expect(
            reading.certificate.queries == [
                ReadingQuery(
                    subject: "people",
                    query: "ou=People,dc=example,dc=org?sub?(objectClass=inetOrgPerson)",
                    entries: 3, pages: 1),
                ReadingQuery(
                    subject: "groups",
                    query: "ou=Groups,dc=example,dc=org?sub?"
                        + "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))",
                    entries: 2, pages: 1),
            ])
    }

    @Test func `pages of any size give the same reading`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 25))
        var readings: [SourceReading] = []
        for size in [1, 2, 25, 1000] {
            readings.append(
                try await SampleDirectory.configuration(server.url) { $0.pageSize = size }.fetch())
        }
        #expect(readings[0].accounts.count == 25)
        #expect(readings.allSatisfy { $0.certificate.isComplete })
        #expect(readings.dropFirst().allSatisfy { $0.accounts == readings[0].accounts })
        #expect(readings.dropFirst().allSatisfy { $0.groups == readings[0].groups })
        #expect(readings.map { $0.certificate.queries[0].pages } == [25, 13, 1, 1])
    }

    // P30, P14
    @Test func `a group whose one member is the empty DN is a group without members`() async throws
    {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 1))
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        let nobody = try #require(reading.group("nobody"))
        #expect(nobody.accounts.isEmpty && nobody.groups.isEmpty && nobody.unresolved.isEmpty)
    }

    // P13
    @Test func `names in any script and spelling arrive whole and join`() async throws {
        let members = [
            "UID=Łukasz,  OU=people,DC=Example,DC=org",
            #"uid=smith\2c j,ou=People,dc=example,dc=org"#,
        ]
        let server = try SlapdServer(
            ldif: SampleDirectory.base
                + SampleDirectory.person(1, uid: "łukasz", extra: "displayName: Łukasz Żółw 山田")
                + SampleDirectory.person(2, uid: #"smith\, j"#)
                .replacing(#"uid: smith\, j"#, with: "uid: smith, j")
                .replacing(#"mail: smith\, j"#, with: "mail: smith")
                + SampleDirectory.group(1, "日本語 (東京) *", members: members))
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.certificate.isComplete)
        #expect(reading.accounts.first?.attributes[.displayName] == "Łukasz Żółw 山田")
        #expect(reading.group("日本語 (東京) *")?.accounts == [0, 1])
    }

    @Test func `only the attributes that are needed are asked for`() async throws {
        var options = SlapdOptions()
        options.logsOperations = true
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 1))
        _ = try await SampleDirectory.configuration(server.url).fetch()
        #expect(server.log.contains("SRCH attr=cn entryUUID member uniqueMember"))
    }

    @Test func `the next server is taken when the first cannot be reached, and a finding says so`()
        async throws
    {
        let dead = "ldap://localhost:\(try LoopbackSocket.freePort())"
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 1))
        let reading = try await SampleDirectory.configuration(dead, server.url).fetch()
        #expect(reading.certificate.isComplete)
        #expect(reading.diagnostics.map(\.code).contains("ldap.server-passed-over"))
        #expect(reading.diagnostics.first?.message.contains(dead) == true)
    }

    @Test func `when no server can be reached the reading is incomplete and empty`() async throws {
        let dead = "ldap://localhost:\(try LoopbackSocket.freePort())"
        let reading = try await SampleDirectory.configuration(dead, dead).fetch()
        #expect(reading.reasonCodes == ["unreachable"])
        #expect(reading.accounts.isEmpty)
    }

    @Test func `a server that was killed and started again is read as before`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 3))
        let configuration = SampleDirectory.configuration(server.url)
        let before = try await configuration.fetch()
        server.kill()
        #expect(try await configuration.fetch().reasonCodes == ["unreachable"])
        try server.start()
        #expect(try await configuration.fetch().accounts == before.accounts)
        try server.modify(ldif: SampleDirectory.person(4).replacing(/entryUUID.*\n/, with: ""))
        #expect(try await configuration.fetch().accounts.count == 4)
    }
}

import Directory
import LDAPSource
import TestSupport
import Testing

/// Whatever keeps an answer from being whole shows in the certificate.
struct IncompleteReadingTests {
    // P2
    @Test(arguments: [1000, 3]) func `a size limit with some entries before it is no whole answer`(
        pageSize: Int
    ) async throws {
        var options = SlapdOptions()
        options.sizeLimit = "5"
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 20))
        let reading = try await SampleDirectory.configuration(server.url) {
            $0.pageSize = pageSize
        }.fetch()
        #expect(reading.reasonCodes == ["size-limit-exceeded"])
        #expect(reading.accounts.count == 5)
        #expect(reading.message.contains("result 4 (Size limit exceeded)"))
        #expect(reading.certificate.reasons.first?.hint != nil)
        // The other search was asked all the same.
        #expect(reading.groups.count == 2)
    }

    // P1
    @Test func `a time limit of the server with some entries before it is no whole answer`()
        async throws
    {
        var options = SlapdOptions()
        options.timeLimit = 1
        let long = "title: " + String(repeating: "x", count: 15_000)
        let people = (1...1500).map { SampleDirectory.person($0, extra: long) }.joined()
        let server = try SlapdServer(options, ldif: SampleDirectory.base + people)
        // The client is slow to take what the server has, which makes the search slow.
        let proxy = try TCPProxy(to: server.port, fault: .pause(after: 100_000, seconds: 2.5))
        let reading = try await SampleDirectory.configuration(proxy.url) { $0.pageSize = 100_000 }
            .fetch()
        #expect(reading.reasonCodes == ["time-limit-exceeded"])
        #expect((1..<1500).contains(reading.accounts.count))
    }

    // P1
    @Test func `the overall time-out ends an answer that trickles in`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 200))
        let proxy = try TCPProxy(to: server.port, fault: .pause(after: 5000, seconds: 3))
        let reading = try await SampleDirectory.configuration(proxy.url) {
            $0.timeouts.overall = .seconds(1)
        }.fetch()
        #expect(reading.reasonCodes == ["timed-out"])
        #expect((1..<200).contains(reading.accounts.count))
    }

    // P9
    @Test func `a base that does not exist is no empty directory`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 2))
        let reading = try await SampleDirectory.configuration(server.url) {
            $0.people.base = "ou=Poeple,dc=example,dc=org"
        }.fetch()
        #expect(reading.reasonCodes == ["no-such-object"])
        #expect(reading.accounts.isEmpty && reading.groups.count == 2)
        #expect(!reading.message.contains("Poeple"))
    }

    // P9
    @Test func `a rotated password is no empty directory, and is tried once`() async throws {
        var options = SlapdOptions()
        options.logsOperations = true
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 2))
        let reading = try await SampleDirectory.configuration(server.url, server.url) {
            $0.bind = .simple(dn: SampleDirectory.readerDN, password: Secret { "the old one" })
        }.fetch()
        #expect(reading.reasonCodes == ["invalid-credentials"])
        #expect(reading.accounts.isEmpty)
        #expect(server.log.ranges(of: "method=128").count == 1)
    }

    // P9
    @Test func `a wrong filter, scope or access rule answers success, and the counts tell`()
        async throws
    {
        var options = SlapdOptions()
        options.access = [
            "to attrs=userPassword by anonymous auth by * none",
            "to dn.regex=\"^uid=p[0-9][0-9],\" by * none", "to * by * read",
        ]
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 20))
        let hidden = try await SampleDirectory.configuration(server.url).fetch()
        #expect(hidden.certificate.isComplete)
        #expect(hidden.certificate.queries[0].entries == 9)
        // Who is hidden is an unknown member, not an absent one.
        #expect(hidden.group("everybody")?.unresolved.count == 11)
        let filtered = try await SampleDirectory.configuration(server.url) {
            $0.people.filter = .equals("uid", "nobody)(uid=*")
            $0.groups.scope = .base
        }.fetch()
        #expect(filtered.certificate.isComplete)
        #expect(filtered.certificate.queries.map(\.entries) == [0, 0])
    }

    // P29
    @Test func `a part of the directory on another server is unknown, not absent`() async throws {
        let referral = """
            dn: ou=Abroad,ou=People,dc=example,dc=org
            objectClass: referral
            objectClass: extensibleObject
            ou: Abroad
            ref: ldap://other.example.org/ou=Abroad,ou=People,dc=example,dc=org


            """
        let abroad = "uid=ada,ou=Abroad,ou=People,dc=example,dc=org"
        let server = try SlapdServer(
            ldif: SampleDirectory.base + SampleDirectory.person(1) + referral
                + SampleDirectory.group(1, "g", members: [SampleDirectory.dn("p1"), abroad]))
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.reasonCodes == ["referral"])
        #expect(reading.accounts.count == 1)
        #expect(reading.group("g")?.unresolved == [abroad])
        let whole = try await SampleDirectory.configuration(server.url) {
            $0.people.base = "ou=Abroad,ou=People,dc=example,dc=org"
        }.fetch()
        #expect(whole.reasonCodes == ["referral"])
    }

    @Test func `a server that is killed in mid-search leaves an incomplete reading`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 2000))
        let source = LDAPSource(
            configuration: SampleDirectory.configuration(server.url) { $0.pageSize = 100 }
        ) { Timestamp(secondsSinceEpoch: 0) }
        let reading = try await source.fetch { if $0.people == 300 { server.kill() } }
        #expect(reading.reasonCodes == ["connection-lost"])
        #expect((300..<2000).contains(reading.accounts.count))
    }

    @Test(arguments: [20_000, 20_001, 37_117])
    func `a connection that is cut in the middle of a page leaves an incomplete reading`(
        bytes: Int
    ) async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 500))
        let proxy = try TCPProxy(to: server.port, fault: .cut(after: bytes))
        let reading = try await SampleDirectory.configuration(proxy.url).fetch()
        #expect(reading.reasonCodes == ["connection-lost"])
        #expect((1..<500).contains(reading.accounts.count))
        #expect(reading.certificate.queries.map(\.pages) == [0])
    }

    @Test(arguments: ["ldap", "ldaps"], [LDAPConfiguration.TLS.Mode.none, .startTLS])
    func `a server that never answers is waited for as long as configured`(
        scheme: String, mode: LDAPConfiguration.TLS.Mode
    ) async throws {
        let silent = try LoopbackSocket()
        let configuration = SampleDirectory.configuration("\(scheme)://localhost:\(silent.port)") {
            $0.tls.mode = mode
            $0.timeouts = .init(connect: .milliseconds(600), operation: .milliseconds(600))
        }
        let origin = ContinuousClock.now
        let reading = try await LDAPSource(configuration: configuration) {
            Timestamp(secondsSinceEpoch: origin.duration(to: .now).components.seconds)
        }.fetch { _ in }
        #expect(reading.reasonCodes == ["timed-out"])
        let (start, end) = (reading.certificate.start, reading.certificate.end)
        #expect(end.secondsSinceEpoch - start.secondsSinceEpoch < 20)
        withExtendedLifetime(silent) {}
    }

    @Test func `a cancelled fetch ends soon, with CancellationError`() async throws {
        let silent = try LoopbackSocket()
        let configuration = SampleDirectory.configuration("ldap://localhost:\(silent.port)")
        let task = Task { try await configuration.fetch() }
        try await Task.sleep(for: .milliseconds(200))
        task.cancel()
        // Otherwise the operation's time-out would end it, as a reading.
        await #expect(throws: CancellationError.self) { try await task.value }
        withExtendedLifetime(silent) {}
    }
}

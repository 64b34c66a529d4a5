import Diagnostics
import Directory
import Foundation
import LDAPSource
import TestSupport
import Testing

/// A cookie that no longer stands for what is known costs a whole reading, and never an access.
struct CookieTests {
    private static func leave(_ server: SlapdServer) throws {
        try server.modify(ldif: SampleDirectory.remove(SampleDirectory.dn("p2")))
    }

    // P16
    @Test(arguments: [false, true])
    func `a provider that was started again lists who is left, and who is not is gone`(
        hasCrashed: Bool
    ) async throws {
        let server = try SlapdServer(.provider(), ldif: SampleDirectory.ldif(people: 30))
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        try Self.leave(server)
        if hasCrashed { server.kill() } else { server.stop() }
        try server.start()
        try await directory.follow(.changed)
        #expect(directory.known.accounts.count == 29)
        try await directory.expectIsTrue()
        try await directory.follow(.unchanged)
    }

    /// Of deletions slapd remembers only what it has stored: its state at an orderly end, or now and then,
    /// and no more of them after a crash.
    // P16
    @Test func `whom a provider forgets in a crash is there until everything is read`() async throws
    {
        let server = try SlapdServer(.provider(), ldif: SampleDirectory.ldif(people: 30))
        try server.modify(ldif: SampleDirectory.joiner("late"))
        server.stop()
        try server.start()
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        try Self.leave(server)
        server.kill()
        try server.start()
        try await directory.follow(.unchanged)
        #expect(directory.known.accounts.count == 31)
        directory = directory.with(state: "")
        try await directory.follow(.whole)
        #expect(directory.known.accounts.count == 30)
        try await directory.expectIsTrue()
    }

    // P16
    @Test func `a session log that was too short is as good as none`() async throws {
        let server = try SlapdServer(
            .provider(sessionLog: 3), ldif: SampleDirectory.ldif(people: 30))
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        for number in 2...20 {
            try server.modify(ldif: SampleDirectory.remove(SampleDirectory.dn("p\(number)")))
        }
        try await directory.follow(.changed)
        #expect(directory.known.accounts.count == 11)
        try await directory.expectIsTrue()
    }

    // P36
    @Test func `a cookie that the server takes for none is noticed, and nobody stays for it`()
        async throws
    {
        let server = try SlapdServer(.provider(), ldif: SampleDirectory.ldif(people: 5))
        let first = try await FollowedDirectory(SampleDirectory.followed(server.url))
        try Self.leave(server)
        let state = try #require(first.known.state?.rawValue)
        var directory = first.with(
            state: state.replacing(/"people":"[^"]*"/, with: #""people":"bm9uc2Vuc2U=""#))
        try await directory.follow(.whole)
        #expect(directory.known.doubts.first?.contains("the cookie for none") == true)
        try await directory.expectIsTrue()
        try await directory.follow(.unchanged)
    }

    // P36
    @Test func `a cookie newer than the server, as after a restored backup, is dropped`()
        async throws
    {
        let ldif = SampleDirectory.ldif(people: 5)
        let restored = try SlapdServer(.provider(), ldif: ldif)
        let server = try SlapdServer(.provider(), ldif: ldif)
        try server.modify(ldif: SampleDirectory.joiner("late"))
        let first = try await FollowedDirectory(SampleDirectory.followed(server.url))
        #expect(first.known.accounts.count == 6)
        var directory = first.moved(to: restored.url)
        try await directory.follow(.whole)
        #expect(directory.known.accounts.count == 5)
        try await directory.follow(.unchanged)
    }

    @Test func `a state of other questions, or that is none, is not used`() async throws {
        let server = try SlapdServer(.provider(), ldif: SampleDirectory.ldif(people: 3))
        let first = try await FollowedDirectory(SampleDirectory.followed(server.url))
        let state = try #require(first.known.state?.rawValue)
        for (other, isUsed) in [
            (state, true), ("", false), ("{}", false), ("cookie", false),
            (state.replacing("inetOrgPerson", with: "person"), false),
            (state.replacing(#""formatVersion":1"#, with: #""formatVersion":2"#), false),
        ] {
            var directory = first.with(state: other)
            try await directory.follow(isUsed ? .unchanged : .whole)
            #expect(directory.known.state != nil)
        }
        let changes: [(inout LDAPConfiguration) -> Void] = [
            { $0.people.base = "dc=example,dc=org" }, { $0.groups.scope = .oneLevel },
            { $0.people.filter = .present("uid") }, { $0.schema.attributes[.title] = nil },
            { $0.schema.attributes[.title] = "employeeType" },
            { $0.schema.inactivity = [.equals("employeeType", "x")] }, { $0.sync = .full },
            { $0.sync = .auto },
        ]
        for change in changes {
            let baseline = ReadingBaseline(
                state: SyncState(rawValue: state), wholeAsOf: Timestamp(secondsSinceEpoch: 0)
            ) { first.known }
            let answer = try await LDAPSource(
                configuration: SampleDirectory.followed(server.url, change: change)
            ) { Timestamp(secondsSinceEpoch: 0) }.fetch(since: baseline) { _ in }
            #expect(try answer.reading(on: baseline).certificate.wholeAsOf == nil)
        }
    }

    // P16
    @Test func `the changes of several providers are told apart`() async throws {
        var options = SlapdOptions.provider()
        options.globalLines = ["serverID 1"]
        let csn = { (provider: Int) in "20200101000000.000000Z#000000#00\(provider)#000000" }
        let ldif = SampleDirectory.ldif(people: 4).replacing(
            "o: Example\n", with: "o: Example\ncontextCSN: \(csn(1))\ncontextCSN: \(csn(2))\n")
        let server = try SlapdServer(options, ldif: ldif)
        // Its own changes come after all that was loaded.
        try server.modify(ldif: SampleDirectory.joiner("ada"))
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        let state = try #require(directory.known.state?.rawValue)
        let match = try #require(state.firstMatch(of: /"people":"([^"]*)"/))
        let cookie = try #require(Data(base64Encoded: String(match.1)))
        #expect(String(decoding: cookie, as: UTF8.self).contains(";"))
        try Self.leave(server)
        try await directory.follow(.changed)
        try await directory.expectIsTrue()
    }

    @Test func `a reader whom a limit keeps from a refresh reads in pages, and says so`()
        async throws
    {
        var options = SlapdOptions.provider()
        options.databaseLines = [
            "limits dn.exact=\"\(SampleDirectory.readerDN)\" size.soft=5 size.hard=5"
                + " size.prtotal=unlimited"
        ]
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 20))
        let reading = try await SampleDirectory.followed(server.url) { $0.pageSize = 4 }
            .fetch()
        #expect(reading.certificate.isComplete && reading.accounts.count == 20)
        #expect(reading.state == nil)
        #expect(reading.diagnostics.map(\.code).contains("ldap.no-cookie"))
        #expect(reading.certificate.queries.count == 2)
    }

    @Test func `who could not be read is asked again each time, as nobody remembers`() async throws
    {
        let long = "title: " + String(repeating: "x", count: 17_000)
        let server = try SlapdServer(
            .provider(),
            ldif: SampleDirectory.base + SampleDirectory.person(1, extra: long)
                + SampleDirectory.person(2))
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        for _ in 1...2 {
            try await directory.follow(.changed)
            #expect(directory.known.accounts.map(\.isReadable) == [false, true])
        }
        try server.modify(
            ldif: SampleDirectory.replace("title", of: SampleDirectory.dn("p1"), with: "short"))
        try await directory.follow(.changed)
        try await directory.expectIsTrue()
        try await directory.follow(.unchanged)
    }
}

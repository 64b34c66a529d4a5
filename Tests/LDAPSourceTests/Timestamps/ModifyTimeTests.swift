import Diagnostics
import Directory
import Foundation
import LDAPSource
import TestSupport
import Testing

/// What was changed since is found by its time, and comes to what a whole reading finds, but for who
/// was deleted.
struct ModifyTimeTests {
    /// The present time, as servers have it too.
    static var now: Timestamp { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }

    static func followed(
        _ url: String, change: (inout LDAPConfiguration) -> Void = { _ in }
    ) -> LDAPConfiguration {
        SampleDirectory.configuration(url) {
            $0.sync = .modifyTimestamp
            change(&$0)
        }
    }

    private static let overlays: [[SlapdOptions.Overlay]] = [
        [], [.memberOf], [.referentialIntegrity],
    ]

    private static func server(_ overlays: [SlapdOptions.Overlay] = [], people: Int = 8) throws
        -> SlapdServer
    {
        var options = SlapdOptions()
        options.overlays = overlays
        let server = try SlapdServer(
            options,
            ldif: SampleDirectory.base + SampleDirectory.unit("East")
                + (1...people).map { SampleDirectory.person($0) }.joined())
        try server.modify(
            ldif: SampleDirectory.group(
                1, "all", members: (1...people).map { SampleDirectory.dn("p\($0)") }
            )
            .replacing(/entryUUID:.*\n/, with: ""))
        return server
    }

    @Test(arguments: overlays.indices)
    func `whatever changes by its time, what is put together is what a whole reading finds`(
        setting: Int
    ) async throws {
        let server = try Self.server(Self.overlays[setting])
        var directory = try await FollowedDirectory(Self.followed(server.url), at: Self.now)
        let group = SampleDirectory.group("all")
        let changes: [(name: Comment, ldif: String)] = [
            ("a joiner", SampleDirectory.joiner("zoe")),
            (
                "a title",
                SampleDirectory.replace("title", of: SampleDirectory.dn("p2"), with: "Lead")
            ),
            ("a rename", SampleDirectory.rename(SampleDirectory.dn("p3"), to: "uid=q3")),
            (
                "a move",
                SampleDirectory.rename(
                    SampleDirectory.dn("p4"), to: "uid=p4",
                    below: "ou=East,ou=People,dc=example,dc=org")
            ),
            (
                "members",
                SampleDirectory.replace("member", of: group, with: SampleDirectory.dn("zoe"))
            ),
            (
                "another group",
                "dn: \(SampleDirectory.group("new"))\nobjectClass: groupOfNames\ncn: new\n"
                    + "member: \(SampleDirectory.dn("p2"))\n\n"
            ),
            ("a group's rename", SampleDirectory.rename(group, to: "cn=everybody")),
            (
                "one who is made again",
                SampleDirectory.remove(SampleDirectory.dn("p8")) + SampleDirectory.joiner("p8")
            ),
        ]
        for (name, ldif) in changes {
            try server.modify(ldif: ldif)
            try await Task.sleep(for: .milliseconds(100))
            directory.now = Self.now
            try await directory.follow(.changed, name)
            try await directory.expectIsTrue()
        }
        try await directory.follow(.unchanged)
        try await directory.follow(.unchanged)
    }

    @Test func `who was deleted is there until everything is read`() async throws {
        let server = try Self.server()
        var directory = try await FollowedDirectory(Self.followed(server.url), at: Self.now)
        try server.modify(ldif: SampleDirectory.remove(SampleDirectory.dn("p2")))
        try await directory.follow(.unchanged)
        #expect(directory.known.accounts.count == 8)
        directory = directory.with(state: "")
        try await directory.follow(.whole)
        #expect(directory.known.accounts.count == 7)
        try await directory.expectIsTrue()
    }

    private static let unemployed = LDAPFilter.and([
        .equals("objectClass", "inetOrgPerson"), .not(.present("employeeType")),
    ])

    @Test func `who leaves the filter is gone at once`() async throws {
        let server = try Self.server()
        var directory = try await FollowedDirectory(
            Self.followed(server.url) { $0.people.filter = Self.unemployed },
            at: Self.now)
        try server.modify(
            ldif: SampleDirectory.replace("employeeType", of: SampleDirectory.dn("p2"), with: "x"))
        try await directory.follow(.changed)
        #expect(directory.known.accounts.count == 7)
        try await directory.expectIsTrue()
        try server.modify(
            ldif: SampleDirectory.replace("employeeType", of: SampleDirectory.dn("p2")))
        try await directory.follow(.changed)
        try await directory.expectIsTrue()
    }

    @Test func `who is renamed with what contains them is noticed, by its name`() async throws {
        let server = try Self.server()
        let people = "ou=People,dc=example,dc=org"
        try server.modify(ldif: SampleDirectory.joiner("ada", below: "ou=East,\(people)"))
        var directory = try await FollowedDirectory(Self.followed(server.url), at: Self.now)
        try server.modify(
            ldif: SampleDirectory.replace("description", of: "ou=East,\(people)", with: "x"))
        try await directory.follow(.unchanged)
        try server.modify(ldif: SampleDirectory.rename("ou=East,\(people)", to: "ou=West"))
        try await directory.follow(.whole)
        #expect(directory.known.doubts.count == 1)
        try await directory.expectIsTrue()
        try await directory.follow(.unchanged)
    }

    // P36
    @Test func `a server that does not find who changed last is read as a whole`() async throws {
        let server = try Self.server()
        var directory = try await FollowedDirectory(Self.followed(server.url), at: Self.now)
        let state = try #require(directory.known.state?.rawValue)
        let witness = try #require(state.firstMatch(of: /"witness":"([^"]*)"/)?.1)
        directory = directory.with(
            state: state.replacing(witness, with: "00000000-0000-4000-8000-999999999999"))
        try await directory.follow(.whole)
        #expect(directory.known.doubts.first?.contains("not found by the time") == true)
    }

    @Test(arguments: [true, false])
    func `a reader who may not see or search the times has everything read`(maySee: Bool)
        async throws
    {
        var options = SlapdOptions()
        options.access = [
            "to attrs=userPassword by anonymous auth by * none",
            "to attrs=modifyTimestamp by * \(maySee ? "=r" : "none")", "to * by * read",
        ]
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 3))
        var directory = try await FollowedDirectory(Self.followed(server.url), at: Self.now)
        guard maySee else {
            #expect(directory.known.state == nil)
            #expect(directory.known.diagnostics.map(\.code).contains("ldap.no-modify-time"))
            return
        }
        try await directory.follow(.whole)
        #expect(directory.known.doubts.count == 1)
    }

    @Test func `clocks that differ cost some entries more, and miss nobody`() async throws {
        let server = try Self.server()
        for skew: Int64 in [-100_000, 100_000] {
            var directory = try await FollowedDirectory(
                Self.followed(server.url), at: Self.now.advanced(bySeconds: skew))
            try server.modify(
                ldif: SampleDirectory.replace(
                    "title", of: SampleDirectory.dn("p2"), with: "T\(skew)"))
            try await directory.follow(.changed)
            try await directory.expectIsTrue()
        }
    }

    /// **Units:** changes; `ROLLCALL_SYNC_CHANGES` gives another number, for a long run.
    private static let changes =
        ProcessInfo.processInfo.environment["ROLLCALL_SYNC_CHANGES"].flatMap { Int($0) } ?? 300

    @Test(arguments: overlays.indices)
    func `after many changes by time what is put together is what a whole reading finds`(
        setting: Int
    ) async throws {
        var options = SlapdOptions()
        options.overlays = Self.overlays[setting]
        let server = try SlapdServer(options, ldif: SampleDirectory.base)
        var writer = DirectoryWriter(seed: UInt64(setting), isFaithful: true)
        try server.modify(ldif: writer.founding())
        var directory = try await FollowedDirectory(Self.followed(server.url), at: Self.now)
        var done = 0
        while done < Self.changes / Self.overlays.count {
            let count = writer.random.below(12)
            for _ in 0..<count { try server.modify(ldif: writer.change()) }
            done += max(count, 1)
            try await Task.sleep(for: .milliseconds(100))
            directory.now = Self.now
            _ = try await directory.follow()
            #expect(directory.last.reasonCodes.isEmpty)
            try await directory.expectIsTrue()
        }
    }
}

import Directory
import Foundation
import LDAPSource
import TestSupport
import Testing

/// What changed is found by asking for it, and comes to what a whole reading finds.
struct RefreshTests {
    /// What keeps members true, where anything does, and how the provider knows who is gone: by a
    /// session log, by none, or by one that is too short.
    struct Setting: CustomTestStringConvertible {
        let name: String
        let overlays: [SlapdOptions.Overlay]
        let sessionLog: Int?
        var testDescription: String { "\(name), session log \(sessionLog.map(String.init) ?? "-")" }

        var options: SlapdOptions {
            var options = SlapdOptions.provider(sessionLog: sessionLog)
            options.overlays = overlays + options.overlays
            return options
        }

        /// Whether the server changes entries also after it has answered, as overlay refint does.
        var isLate: Bool { name == "refint" }
    }

    static let settings = [Int?.some(1000), nil, 2].flatMap { log in
        [
            Setting(name: "nothing", overlays: [], sessionLog: log),
            Setting(name: "memberof", overlays: [.memberOf], sessionLog: log),
            Setting(name: "refint", overlays: [.referentialIntegrity], sessionLog: log),
        ]
    }

    /// A server that was given its groups after its people, so that overlays know the members.
    private func server(_ setting: Setting) throws -> SlapdServer {
        let server = try SlapdServer(
            setting.options,
            ldif: SampleDirectory.base + SampleDirectory.unit("East")
                + SampleDirectory.unit("West")
                + (1...12).map {
                    SampleDirectory.person(
                        $0, extra: $0 > 9 ? "manager: \(SampleDirectory.dn("p1"))" : "")
                }.joined())
        try server.modify(
            ldif: Self.group("all", (1...12).map { SampleDirectory.dn("p\($0)") })
                + Self.group(
                    "odd", ["UID=P1,ou=People,dc=example,dc=org", SampleDirectory.dn("zoe")])
                + Self.group("both", [SampleDirectory.group("all"), SampleDirectory.group("odd")]))
        return server
    }

    private static func group(_ name: String, _ members: [String]) -> String {
        "dn: \(SampleDirectory.group(name))\nobjectClass: groupOfNames\ncn: \(name)\n"
            + members.map { "member: \($0)\n" }.joined() + "\n"
    }

    // P16, P38
    @Test(arguments: settings)
    func `whatever changes, what is put together is what a whole reading finds`(
        setting: Setting
    ) async throws {
        let server = try server(setting)
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        let changes: [(name: Comment, ldif: String)] = [
            ("a joiner whom a group named before", SampleDirectory.joiner("zoe")),
            (
                "a title",
                SampleDirectory.replace("title", of: SampleDirectory.dn("p2"), with: "Lead")
            ),
            ("a rename", SampleDirectory.rename(SampleDirectory.dn("p3"), to: "uid=q3")),
            (
                "a move",
                SampleDirectory.rename(
                    SampleDirectory.dn("p4"), to: "uid=p4",
                    below: "ou=East,ou=People,dc=example,dc=org"
                )
            ),
            ("a leaver", SampleDirectory.remove(SampleDirectory.dn("p5"))),
            ("a manager's rename", SampleDirectory.rename(SampleDirectory.dn("p1"), to: "uid=q1")),
            (
                "a move out of the base",
                SampleDirectory.rename(
                    SampleDirectory.dn("p6"), to: "uid=p6", below: "dc=example,dc=org")
            ),
            (
                "members",
                SampleDirectory.replace(
                    "member", of: SampleDirectory.group("odd"), with: SampleDirectory.dn("p7"),
                    SampleDirectory.group("both"))
            ),
            (
                "a group's rename",
                SampleDirectory.rename(
                    SampleDirectory.group("all"), to: "cn=everybody")
            ),
            ("a group's end", SampleDirectory.remove(SampleDirectory.group("odd"))),
            (
                "one who is made again",
                SampleDirectory.remove(SampleDirectory.dn("p8"))
                    + SampleDirectory.joiner("p8")
            ),
        ]
        for (name, ldif) in changes {
            try server.modify(ldif: ldif)
            try await directory.follow(.changed, name)
            #expect(directory.known.certificate.wholeAsOf != nil)
            try await directory.expectIsTrue(isLate: setting.isLate)
        }
        var step = try await directory.follow()
        if setting.isLate, step == .changed { step = try await directory.follow() }
        #expect(step == .unchanged)
    }

    // Whom a filter leaves out shows no change, and slapd writes none for the groups that follow. (P12)
    @Test(arguments: [false, true])
    func `who gets the name of somebody who is left out inherits no membership`(
        isRenamed: Bool
    ) async throws {
        var options = SlapdOptions.provider()
        options.overlays.insert(.referentialIntegrity, at: 0)
        let server = try SlapdServer(
            options,
            ldif: SampleDirectory.base + SampleDirectory.person(1)
                + SampleDirectory.person(2, extra: "employeeType: Contractor"))
        let name = SampleDirectory.dn("p2")
        try server.modify(ldif: Self.group("staff", [SampleDirectory.dn("p1"), name]))
        var directory = try await FollowedDirectory(
            SampleDirectory.followed(server.url) {
                $0.people.filter = .and([
                    .equals("objectClass", "inetOrgPerson"),
                    .not(.equals("employeeType", "Contractor")),
                ])
            })
        directory.inParts = true
        #expect(directory.known.groups[0].unresolved == [name])
        try server.modify(
            ldif: isRenamed
                ? SampleDirectory.rename(name, to: "uid=q2") : SampleDirectory.remove(name))
        // The group follows after the server has answered.
        var whole = directory.configuration
        whole.sync = .full
        let end = ContinuousClock.now + .seconds(60)
        while try await whole.fetch().groups[0].unresolved == [name], .now < end {
            try await Task.sleep(for: .milliseconds(50))
        }
        try server.modify(ldif: SampleDirectory.joiner("p2"))
        // Whose the other name is, only the whole can tell.
        try await directory.follow(isRenamed ? .whole : .changed)
        #expect(directory.known.accounts.count == 2)
        #expect(directory.known.groups[0].accounts.count == 1)
        try await directory.expectIsTrue()
    }

    @Test func `when nothing has changed nobody is loaded, and the certificate says since when`()
        async throws
    {
        let server = try SlapdServer(.provider(), ldif: SampleDirectory.ldif(people: 3))
        let first = try await SampleDirectory.followed(server.url).fetch()
        let whole = Timestamp(secondsSinceEpoch: 5)
        let baseline = ReadingBaseline(state: try #require(first.state), wholeAsOf: whole) {
            Issue.record("what was known was loaded")
            return first
        }
        let source = LDAPSource(configuration: SampleDirectory.followed(server.url)) {
            Timestamp(secondsSinceEpoch: 7)
        }
        guard
            case .unchanged(let certificate, let state) = try await source.fetch(
                since: baseline, progress: { _ in })
        else {
            Issue.record("it has changed")
            return
        }
        #expect(certificate.isComplete && certificate.wholeAsOf == whole)
        #expect(certificate.queries.map(\.entries) == [0, 0])
        #expect(state == first.state)
    }

    // The children of a renamed entry show no change of their own.
    @Test(arguments: [Int?.some(1000), nil])
    func `who is renamed with what contains them is noticed, whatever way it goes`(
        sessionLog: Int?
    ) async throws {
        let people = "ou=People,dc=example,dc=org"
        let server = try SlapdServer(
            .provider(sessionLog: sessionLog),
            ldif: SampleDirectory.ldif(people: 3) + SampleDirectory.unit("East")
                + SampleDirectory.unit("Attic", below: "dc=example,dc=org"))
        try server.modify(ldif: SampleDirectory.joiner("ada", below: "ou=East,\(people)"))
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        let changes = [
            SampleDirectory.rename("ou=East,\(people)", to: "ou=West"),
            SampleDirectory.rename(
                "ou=West,\(people)", to: "ou=West", below: "ou=Attic,dc=example,dc=org"),
            SampleDirectory.rename(
                "ou=West,ou=Attic,dc=example,dc=org", to: "ou=East", below: people),
        ]
        for change in changes {
            try server.modify(ldif: change)
            try await directory.follow(.whole)
            #expect(directory.known.doubts.count == 1)
            try await directory.expectIsTrue()
        }
        // A person may be above others too.
        try server.modify(ldif: SampleDirectory.joiner("lee", below: SampleDirectory.dn("p1")))
        try await directory.follow(.changed)
        try server.modify(ldif: SampleDirectory.rename(SampleDirectory.dn("p1"), to: "uid=q1"))
        try await directory.follow(.whole)
        try await directory.expectIsTrue()
    }

    @Test func `other entries may change below the bases, and nothing is read for it`() async throws
    {
        let server = try SlapdServer(
            .provider(), ldif: SampleDirectory.ldif(people: 3))
        let device =
            "dn: cn=printer,ou=People,dc=example,dc=org\nobjectClass: device\ncn: printer\n\n"
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        try server.modify(ldif: device)
        try await directory.follow(.unchanged)
        try server.modify(
            ldif: SampleDirectory.replace("description", of: SampleDirectory.readerDN, with: "x"))
        try await directory.follow(.unchanged)
        try await directory.expectIsTrue()
    }

    @Test func `people and groups by login are found anew when a login changes hands`() async throws
    {
        let account = { (number: Int, uid: String) in
            SampleDirectory.person(number, uid: uid).replacing(
                "objectClass: inetOrgPerson",
                with: """
                    objectClass: inetOrgPerson
                    objectClass: posixAccount
                    uidNumber: \(number)
                    gidNumber: 1
                    homeDirectory: /home/\(number)
                    """)
        }
        let group = """
            dn: cn=g,ou=Groups,dc=example,dc=org
            objectClass: posixGroup
            cn: g
            gidNumber: 7
            memberUid: ada
            memberUid: lee


            """
        let server = try SlapdServer(
            .provider(), ldif: SampleDirectory.base + account(1, "ada") + account(2, "bo") + group)
        var directory = try await FollowedDirectory(
            SampleDirectory.followed(server.url) { $0.schema = .rfc2307 })
        #expect(directory.known.groups[0].accounts == [0])
        let second = "uid=bo,ou=People,dc=example,dc=org"
        for change in [
            SampleDirectory.replace("uid", of: second, with: "bo", "ada"),
            "dn: \(second)\nchangetype: modrdn\nnewrdn: uid=ada\ndeleteoldrdn: 1\n\n"
                .replacing("uid=ada", with: "uid=lee"),
            SampleDirectory.rename(SampleDirectory.dn("ada"), to: "uid=zoe"),
            SampleDirectory.remove("uid=lee,ou=People,dc=example,dc=org"),
        ] {
            try server.modify(ldif: change)
            _ = try await directory.follow()
            try await directory.expectIsTrue()
        }
        #expect(directory.known.groups[0].unresolved == ["ada", "lee"])
    }
}

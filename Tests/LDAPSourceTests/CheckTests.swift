import Diagnostics
import Directory
import TestSupport
import Testing

@testable import LDAPSource

/// What `rollcall doctor` hears of a directory.
struct CheckTests {
    private static func check(_ configuration: LDAPConfiguration) async -> [String] {
        await LDAPSource(configuration: configuration) { Timestamp(secondsSinceEpoch: 0) }.check()
            .map { "\($0.severity) \($0.code)" }
    }

    @Test func `a directory in order gives notes alone`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 3))
        let findings = await LDAPSource(
            configuration: SampleDirectory.configuration(server.url) { $0.pageSize = 1 }
        ) { Timestamp(secondsSinceEpoch: 0) }.check()
        #expect(
            findings.map(\.description) == [
                "note: \(server.url) answers, the bind works [ldap.reached]",
                "note: the server answers in pages [ldap.paging]",
                "note: entries are read as inetOrgPerson [ldap.schema]",
                "note: everything is read each time [ldap.sync]",
                "note: the search for people finds 2 or more, each with entryUUID [ldap.searched]",
                "note: the search for groups finds 2 or more, each with entryUUID [ldap.searched]",
            ])
    }

    // P28: whoever it should show as inactive would keep everything.
    @Test func `an attribute that the server does not know is a warning`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 1))
        let findings = await LDAPSource(
            configuration: SampleDirectory.configuration(server.url) {
                $0.schema.inactivity = [.equals("emploeeType", "Terminated")]
                $0.schema.attributes[.costCenter] = "xCost;lang-en"
                $0.schema.attributes[.division] = "2.5.4.11"
                $0.schema.attributes[.title] = "TITLE;lang-en"
            }
        ) { Timestamp(secondsSinceEpoch: 0) }.check()
        #expect(
            findings.filter { $0.severity != .note }.map(\.description) == [
                "warning: the server knows no attribute emploeeType: nobody is inactive by it; "
                    + "did you mean \"employeeType\"? [ldap.attributes]",
                "warning: the server knows no attribute xCost; configure one that it has, or let it "
                    + "load the schema that has this one [ldap.attributes]",
            ])
    }

    @Test(arguments: [[], [("subschemaSubentry", ["cn=schema"])]])
    func `a server that does not show its schema is told of`(
        attributes: [(String, [String])]
    ) async throws {
        let server = try ScriptedDirectory { request, _ in
            guard case .search(let search) = request else { return [.result(0)] }
            return search.base.isEmpty
                ? [.entry("", attributes), .result(0)] : [.result(50)]
        }
        let found = await Self.check(SampleDirectory.configuration(server.url))
        #expect(found.contains("note ldap.attributes"), "\(found)")
        #expect(found.last == "error ldap.access-denied", "\(found)")
    }

    @Test(arguments: [
        ("( 2.5.4.3 NAME ( 'cn' 'commonName' ) DESC 'RFC4519' SUP name )", "2.5.4.3 cn commonName"),
        ("( 0.9.2342.19200300.100.1.1 NAME 'uid' EQUALITY x )", "0.9.2342.19200300.100.1.1 uid"),
        ("( 1.2.3 DESC 'NAME' )", "1.2.3"), ("", ""),
    ])
    func `a definition names its attribute`(definition: String, names: String) {
        #expect(KnownAttributes.names(of: definition).joined(separator: " ") == names)
    }

    @Test func `every server is tried, and the first that works is looked at`() async throws {
        let server = try SlapdServer(ldif: SampleDirectory.ldif(people: 1))
        let dead = "ldap://127.0.0.1:\(try LoopbackSocket.freePort())"
        #expect(
            await Self.check(SampleDirectory.configuration(dead, server.url)) == [
                "error ldap.unreachable", "note ldap.reached", "note ldap.paging",
                "note ldap.schema", "note ldap.sync", "note ldap.searched",
                "note ldap.searched",
            ])
    }

    @Test func `each step that fails says what to do, and the next is tried`() async throws {
        var options = SlapdOptions()
        options.sizeLimit = "1"
        options.access = [
            "to attrs=userPassword by anonymous auth by * none",
            "to dn.subtree=\"ou=Groups,dc=example,dc=org\" attrs=entryUUID by * none",
            "to * by * read",
        ]
        let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 2))
        #expect(
            await Self.check(
                SampleDirectory.configuration(server.url) {
                    $0.groups.filter = .equals("cn", "nobody")
                }) == [
                    "note ldap.reached", "note ldap.paging", "note ldap.schema",
                    "note ldap.sync", "error ldap.size-limit-exceeded", "error ldap.no-anchor",
                ])
        let empty = await Self.check(
            SampleDirectory.configuration(server.url) {
                $0.people.filter = .equals("cn", "x")
                $0.groups.base = "ou=None,dc=example,dc=org"
            })
        #expect(empty.suffix(2) == ["warning ldap.nothing-found", "error ldap.no-such-object"])
    }

    @Test func `a clock that is far off is a warning`() async throws {
        let server = try ScriptedDirectory { request, _ in
            guard case .search(let search) = request, search.base.isEmpty else {
                return [.result(0)]
            }
            return [
                .entry(
                    "", [("currentTime", ["19700101001000.0Z"]), ("supportedControl", ["1.2.3"])]),
                .result(0),
            ]
        }
        #expect(
            await Self.check(SampleDirectory.configuration(server.url)).dropFirst().prefix(4) == [
                "warning ldap.paging", "note ldap.schema", "note ldap.sync",
                "warning ldap.clock",
            ])
    }

    @Test(arguments: [
        ("supportedCapabilities", "1.2.840.113556.1.4.800", "activeDirectory"),
        ("vendorName", "389 Project", "389ds"),
    ])
    func `a server that another preset is made for is a warning`(
        attribute: String, value: String, preset: String
    ) async throws {
        let server = try ScriptedDirectory { request, _ in
            guard case .search(let search) = request, search.base.isEmpty else {
                return [.result(0)]
            }
            return [.entry("", [(attribute, [value])]), .result(0)]
        }
        let configuration = SampleDirectory.configuration(server.url)
        #expect(await Self.check(configuration).contains("warning ldap.schema"))
        let schema = try #require(LDAPSchema.preset(named: preset))
        let fitting = SampleDirectory.configuration(server.url) { $0.schema = schema }
        #expect(await Self.check(fitting).contains("note ldap.schema"))
    }

    @Test(arguments: LDAPConfiguration.Sync.allCases)
    func `the check says whether changes alone are read, or could be`(
        sync: LDAPConfiguration.Sync
    ) async throws {
        var options = SlapdOptions()
        let everything = "note: everything is read each time"
        let expected: [LDAPConfiguration.Sync: [String]] = [
            .auto: [everything, "\(everything); `sync: syncrepl` would ask for changes"],
            .full: Array(repeating: "\(everything), as configured", count: 2),
            .syncrepl: [
                "warning: the server does not offer syncrepl",
                "note: after the first time only changes are read (syncrepl)",
            ],
            .dirsync: Array(
                repeating: "error: changes name entries by objectGUID, and the anchor is another "
                    + "attribute", count: 2),
            .modifyTimestamp: Array(
                repeating: "note: after the first time only what was changed since is read; the "
                    + "deleted are found when everything is read", count: 2),
        ]
        var found: [String] = []
        for overlays in [[], [SlapdOptions.Overlay.syncProvider(sessionLog: 10)]] {
            options.overlays = overlays
            let server = try SlapdServer(options, ldif: SampleDirectory.ldif(people: 1))
            found += await LDAPSource(
                configuration: SampleDirectory.configuration(server.url) { $0.sync = sync }
            ) { Timestamp(secondsSinceEpoch: 0) }.check()
                .filter { $0.code == "ldap.sync" }.map { "\($0.severity): \($0.message)" }
        }
        #expect(found == expected[sync])
    }

    // P35
    @Test func `syncrepl where changes would not tell everything is an error with a hint`() {
        for change: @Sendable (inout LDAPConfiguration) -> Void in [
            { $0.schema.anchor = "uid" }, { $0.schema.attributes[.costCenter] = "MemberOf" },
            { $0.people.filter = .not(.present("memberof")) },
            { $0.schema = .directoryServer389 }, { $0.schema = .activeDirectory },
            { $0.schema.inactivity = [.reached("accountExpires")] },
            { $0.schema.primaryGroup = LDAPSchema.activeDirectory.primaryGroup },
        ] {
            var configuration = SampleDirectory.configuration("ldapi://%2Fnowhere") {
                $0.sync = .syncrepl
            }
            change(&configuration)
            #expect(configuration.findings().map(\.code) == ["ldap.sync"])
            #expect(configuration.findings().allSatisfy { $0.hint != nil })
            configuration.sync = .auto
            #expect(configuration.findings().isEmpty)
        }
    }

    // P35
    @Test func `other ways to ask for changes have their limits too`() {
        let wrong: [(LDAPConfiguration.Sync, @Sendable (inout LDAPConfiguration) -> Void)] = [
            (.dirsync, { $0.schema.anchor = "objectSid" }),
            (.dirsync, { $0.schema.attributes[.costCenter] = "memberOf" }),
            (.dirsync, { $0.people.filter = .present("lastLogon") }),
            (.modifyTimestamp, { $0.schema = .activeDirectory }),
            (.modifyTimestamp, { $0.schema.attributes[.costCenter] = "nsAccountLock" }),
            (.modifyTimestamp, { $0.groups.filter = .present("memberOf") }),
        ]
        for (sync, change) in wrong {
            var configuration = SampleDirectory.configuration("ldapi://%2Fnowhere") {
                $0.sync = sync
                if sync == .dirsync { $0.schema = .activeDirectory }
            }
            #expect(configuration.findings().isEmpty)
            change(&configuration)
            #expect(configuration.findings().map(\.code) == ["ldap.sync"])
            #expect(configuration.findings().allSatisfy { $0.hint != nil })
        }
        let locks = SampleDirectory.configuration("ldapi://%2Fnowhere") {
            $0.schema = .directoryServer389
            $0.sync = .modifyTimestamp
        }
        #expect(locks.findings().isEmpty)
    }

    @Test func `what is wrong without asking is said without asking`() async {
        let configuration = SampleDirectory.configuration("ldap://ldap.example.org") {
            $0.people.base = "People"
            $0.pageSize = 0
            $0.tls.certificate = "client.pem"
            $0.timeouts.operation = .zero
            $0.bind = .simple(dn: "", password: Secret { "x" })
        }
        #expect(
            await Self.check(configuration) == [
                "error ldap.base", "error ldap.cleartext", "error ldap.client-certificate",
                "error ldap.empty-dn", "error ldap.page-size", "error ldap.timeout",
            ])
        #expect(SampleDirectory.configuration().findings().map(\.code) == ["ldap.no-url"])
    }
}

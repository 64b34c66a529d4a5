import Directory
import LDAPSource
import TestSupport
import Testing

/// Changes by their time on a server that can tell no others.
@Suite(
    .enabled(
        if: DirectoryServer389.obstacle == nil, "SKIPPED: \(DirectoryServer389.obstacle ?? "")"))
struct ModifyTime389Tests {
    private static let unit = "ou=Times,\(GeneratedOrganization.suffix)"

    private static func dn(_ name: String) -> String { "uid=\(name),\(unit)" }

    private static func group(_ name: String, _ members: String...) -> String {
        "dn: cn=\(name),\(unit)\nchangetype: add\nobjectClass: groupOfNames\ncn: \(name)\n"
            + members.map { "member: \(dn($0))\n" }.joined() + "\n"
    }

    private static func joiner(_ name: String, below parent: String = unit) -> String {
        SampleDirectory.joiner(name, below: parent)
            .replacing("\nobjectClass", with: "\nchangetype: add\nobjectClass")
    }

    private static func adding(_ ldif: String) -> String {
        ldif.replacing("\nobjectClass", with: "\nchangetype: add\nobjectClass")
    }

    private func server(_ people: String...) async throws -> (DirectoryServer389, LDAPConfiguration)
    {
        let server = try await SharedServers.directoryServer389()
        let configuration = LDAPConfiguration(
            id: "corp", urls: [LDAPURL(server.tlsURL)].compactMap(\.self),
            bind: .simple(
                dn: DirectoryServer389.administrator,
                password: Secret { DirectoryServer389.password }),
            tls: .init(ca: try TestCertificates.shared().ca), schema: .directoryServer389,
            people: .init(base: Self.unit), groups: .init(base: Self.unit), sync: .modifyTimestamp)
        return (server, configuration)
    }

    @Test func `whatever changes, what is put together is what a whole reading finds`()
        async throws
    {
        let (server, configuration) = try await server()
        let (unit, east) = (Self.unit, "ou=East,\(Self.unit)")
        try server.modify(
            ldif: Self.adding(SampleDirectory.unit("Times", below: GeneratedOrganization.suffix))
                + Self.adding(SampleDirectory.unit("East", below: unit))
                + ["p1", "p2", "p3", "p4"].map { Self.joiner($0) }.joined()
                + Self.joiner("e1", below: east) + Self.group("all", "p1", "p2", "p3"))
        var directory = try await FollowedDirectory(configuration, at: ModifyTimeTests.now)
        let changes: [(name: Comment, ldif: String, step: FollowedDirectory.Step)] = [
            ("nothing", "", .unchanged),
            (
                "a title", SampleDirectory.replace("title", of: Self.dn("p2"), with: "Lead"),
                .changed
            ),
            ("a joiner", Self.joiner("zoe"), .changed),
            ("a rename", SampleDirectory.rename(Self.dn("p3"), to: "uid=q3"), .changed),
            ("a move", SampleDirectory.rename(Self.dn("p4"), to: "uid=p4", below: east), .changed),
            (
                "members",
                SampleDirectory.replace("member", of: "cn=all,\(unit)", with: Self.dn("zoe")),
                .changed
            ),
            (
                "a lock", SampleDirectory.replace("nsAccountLock", of: Self.dn("p2"), with: "true"),
                .changed
            ),
            ("no lock", SampleDirectory.replace("nsAccountLock", of: Self.dn("p2")), .changed),
            // By a class of service: no entry of a person changes.
            (
                "a lock of all",
                """
                dn: cn=template,\(unit)
                changetype: add
                objectClass: cosTemplate
                objectClass: extensibleObject
                nsAccountLock: true

                dn: cn=locks,\(unit)
                changetype: add
                objectClass: cosSuperDefinition
                objectClass: cosPointerDefinition
                cosTemplateDn: cn=template,\(unit)
                cosAttribute: nsAccountLock operational


                """, .changed
            ),
            ("no lock of all", SampleDirectory.remove("cn=locks,\(unit)"), .changed),
            ("another name above", SampleDirectory.rename(east, to: "ou=West"), .whole),
        ]
        for (name, ldif, step) in changes {
            if !ldif.isEmpty { try server.modify(ldif: ldif) }
            // A class of service is noticed by a thread of the server's own.
            try await Task.sleep(
                for: .milliseconds(name.description.contains("of all") ? 1500 : 50))
            directory.now = ModifyTimeTests.now
            try await directory.follow(step, name)
            try await directory.expectIsTrue()
        }
    }
}

import Directory
import Foundation
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
        return (server, try Self.configuration(server, people: Self.unit, groups: Self.unit))
    }

    private static func configuration(
        _ server: DirectoryServer389, people: String, groups: String
    ) throws -> LDAPConfiguration {
        LDAPConfiguration(
            id: "corp", urls: [LDAPURL(server.tlsURL)].compactMap(\.self),
            bind: .simple(
                dn: DirectoryServer389.administrator,
                password: Secret { DirectoryServer389.password }),
            tls: .init(ca: try TestCertificates.shared().ca), schema: .directoryServer389,
            people: .init(base: people), groups: .init(base: groups), sync: .modifyTimestamp)
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

    /// **Units:** changes; `ROLLCALL_SYNC_CHANGES` gives another number, for a long run.
    private static let changes =
        ProcessInfo.processInfo.environment["ROLLCALL_SYNC_CHANGES"].flatMap { Int($0) } ?? 300

    @Test func `after many changes what is put together is what a whole reading finds`()
        async throws
    {
        let folder = try TemporaryFolder("long-389")
        let server = try DirectoryServer389(
            ldifPath: folder.write(SampleDirectory.base, to: "base.ldif"))
        var writer = DirectoryWriter(seed: 389, isFaithful: true)
        try server.modify(ldif: Self.adding(writer.founding()))
        let configuration = try Self.configuration(
            server, people: "ou=People,\(GeneratedOrganization.suffix)",
            groups: "ou=Groups,\(GeneratedOrganization.suffix)")
        var directory = try await FollowedDirectory(configuration, at: ModifyTimeTests.now)
        var done = 0
        while done < Self.changes {
            let count = 1 + writer.random.below(12)
            let ldif = (0..<count).map { _ in writer.change() }.joined()
            try server.modify(ldif: Self.adding(ldif))
            done += count
            directory.now = ModifyTimeTests.now
            _ = try await directory.follow()
            #expect(directory.last.reasonCodes.isEmpty, "after \(done)")
            try await directory.expectIsTrue()
        }
    }
}

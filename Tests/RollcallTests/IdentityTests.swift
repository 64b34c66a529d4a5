import Foundation
import TestSupport
import Testing

/// The anchor is the identity: labels may change, and whoever takes over a label inherits nothing.
@Suite(.blocking) struct IdentityTests {
    // P11
    @Test func `a new login, mail, name and place of an entry cost nobody anything`() throws {
        let site = try Site.served()
        try site.settle()
        let server = try #require(site.server)
        try server.modify(
            ldif: """
                dn: ou=Writers,ou=People,dc=example,dc=org
                objectClass: organizationalUnit
                ou: Writers

                dn: uid=ada,ou=People,dc=example,dc=org
                changetype: modrdn
                newrdn: uid=adele
                deleteoldrdn: 1
                newsuperior: ou=Writers,ou=People,dc=example,dc=org

                dn: uid=adele,ou=Writers,ou=People,dc=example,dc=org
                changetype: modify
                replace: mail
                mail: adele@example.org
                -
                replace: cn
                cn: Adele Fischer

                dn: cn=berlin-docs,ou=Groups,dc=example,dc=org
                changetype: modify
                delete: member
                member: uid=ada,ou=People,dc=example,dc=org
                -
                add: member
                member: uid=adele,ou=Writers,ou=People,dc=example,dc=org

                """)
        try site.dropMappingTests()
        let renamed = SmallOrganization.entitlements.map { $0.replacing("ada ", with: "adele ") }
        // The exception names the former login at first, and its correction is an edit of its own.
        for login in ["ada", "adele"] {
            try site.editMapping(
                "exceptions.yaml", replacing: "person: ada", with: "person: \(login)")
            let run = try site.sync()
            #expect(run.run.outcome.string == "unchanged", "\(run)")
            #expect(run.unproved.int == (login == "ada" ? 1 : 0), "\(run)")
            #expect(try site.entitlements() == Set(renamed))
        }
        let why = try site.run("why", "adele", "insights-viewer").out
        #expect(why.contains("uid=adele,ou=Writers,ou=People,dc=example,dc=org"))
    }

    // P12
    @Test func `a new person under an old login and mail inherits nothing`() throws {
        let site = try Site.served()
        try site.settle()
        let server = try #require(site.server)
        // Deleted and made again to the letter: another entryUUID, so another person.
        let raj = try Tool.run(
            "ldapsearch",
            [
                "-LLL", "-x", "-o", "ldif-wrap=no", "-H", server.socketURL, "-b",
                server.options.suffix, "(uid=raj)",
            ])
        try server.modify(ldif: "dn: uid=raj,ou=People,dc=example,dc=org\nchangetype: delete\n")
        try server.modify(ldif: raj)
        site.command.now = "2026-11-23T09:00:00Z"
        let output = try site.run("sync", "--format", "json")
        let changes = try site.changes()
        #expect(changes.contains("revoke raj insights-admin organization"))
        #expect(changes.contains("grant raj insights-admin organization"))
        let shown = try site.run("changes", "show", "--format", "json").json
        #expect(shown.changes.array.allSatisfy { !$0.person.id.isNull })
        #expect(Set(shown.changes.array.map(\.person.id)).count == 2)
        // A login that comes back under another anchor waits for somebody's word.
        #expect(output.status == 3)
        let kinds = output.json.changeSet.guards.array.compactMap(\.kind.string)
        #expect(kinds.contains { $0.contains("reused") || $0.contains("label") }, "\(kinds)")
        let person = try site.run("person", "raj", "--format", "json").json
        #expect(person.entitlements.array.isEmpty, "\(person.entitlements)")
    }

    // P10
    @Test func `a group made again under the same name waits for a word before it grants`() throws {
        let site = try Site.served()
        try site.settle()
        let server = try #require(site.server)
        try server.modify(
            ldif: """
                dn: cn=platform-engineers,ou=Groups,dc=example,dc=org
                changetype: delete

                dn: cn=platform-engineers,ou=Groups,dc=example,dc=org
                changetype: add
                objectClass: groupOfNames
                cn: platform-engineers
                member: uid=sam,ou=People,dc=example,dc=org
                member: uid=raj,ou=People,dc=example,dc=org

                """)
        site.command.now = "2026-11-23T09:00:00Z"
        let output = try site.run("sync", "--format", "json")
        #expect(output.status == 3, "\(output.json)")
        // Nobody gains or loses anything silently.
        #expect(try site.entitlements() == SmallOrganization.entitlements)
        #expect(try site.changes().contains("grant sam insights-admin organization"))
        let kinds = output.json.changeSet.guards.array.compactMap(\.kind.string)
        #expect(kinds.contains { $0.contains("reused") || $0.contains("label") }, "\(kinds)")
    }

    // P10
    @Test func `who holds through a group made again keeps it on the old grounds, and it is said`()
        throws
    {
        let site = try Site.filed()
        try site.settle()
        let (old, new) = ("-8000-000200000008", "-8000-0002000000ff")
        try site.edit("directory.ldif", replacing: old, with: new)
        for day in 23...24 {
            site.command.now = "2026-11-\(day)T09:00:00Z"
            let run = try site.sync()
            #expect(run.run.outcome.string == "unchanged")
            let said = run.diagnostics.array.filter {
                $0.code.string == "correlation.reused-group-name"
            }
            #expect(said.count == 1, "\(run.diagnostics)")
            #expect(said.first?.message.string?.hasPrefix("1 entitlement stays") == true)
            #expect(said.first?.place.entry.string?.hasPrefix("cn=platform-engineers") == true)
            let why = try site.run("why", "raj", "insights-admin", "--format", "json").out
            #expect(why.contains(old) && !why.contains(new))
        }
        // The rule that asks for the id has decided.
        try site.editMapping(
            "platform.yaml", replacing: "groups.display eq \"platform-engineers\"",
            with: "groups.value eq \"corp:00000000-0000-4000\(new)\"")
        let decided = try site.sync()
        #expect(decided.run.outcome.string == "unchanged")
        #expect(
            !decided.diagnostics.array.contains {
                $0.code.string == "correlation.reused-group-name"
            })
        #expect(try site.run("why", "raj", "insights-admin", "--format", "json").out.contains(new))
        #expect(try site.entitlements() == SmallOrganization.entitlements)
    }

    // P10
    @Test func `an owners' group made again under its name lets nobody approve`() throws {
        let site = try Site.served()
        try site.settle()
        let server = try #require(site.server)
        try server.modify(
            ldif: """
                dn: cn=platform-owners,ou=Groups,dc=example,dc=org
                changetype: delete

                dn: cn=platform-owners,ou=Groups,dc=example,dc=org
                changetype: add
                objectClass: groupOfNames
                cn: platform-owners
                member: uid=sam,ou=People,dc=example,dc=org
                member: uid=lee,ou=People,dc=example,dc=org

                dn: uid=raj,ou=People,dc=example,dc=org
                changetype: delete

                """)
        site.command.now = "2026-11-23T09:00:00Z"
        _ = try site.run("sync", "--format", "json")
        #expect(try site.changes() == ["revoke raj insights-admin organization"])
        for reviewer in ["sam", "lee"] {
            let refused = try site.run("changes", "approve", "--as", reviewer)
            #expect(refused.status == 1)
            #expect(refused.error.contains("somebody else's"), "\(refused.error)")
        }
        let doctor = try site.run("doctor").out
        #expect(doctor.contains("nobody can approve as owner of insights-admin"), "\(doctor)")
        #expect(!doctor.contains("owner of insights-viewer"))
    }
}

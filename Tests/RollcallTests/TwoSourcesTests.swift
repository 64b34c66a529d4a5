import Foundation
import TestSupport
import Testing

/// One source's trouble is not another's.
@Suite(.blocking) struct TwoSourcesTests {
    /// Six people, who hold one role each.
    private static let partners = (1...6).map { number in
        """
        dn: uid=pat\(number),ou=People,dc=example,dc=org
        objectClass: inetOrgPerson
        uid: pat\(number)
        cn: Pat Doe
        sn: Doe
        employeeType: Partner
        departmentNumber: Builder Relations
        entryUUID: 00000000-0000-4000-8000-00050000000\(number)

        """
    }.joined(separator: "\n")

    private func settled() throws -> Site {
        let site = try Site.filed()
        try site.command.write(Self.partners, to: "partners.ldif")
        try site.configure([Site.file(), Site.file("partners.ldif", id: "partners")])
        try site.settle()
        return site
    }

    // P33
    @Test(arguments: ["directory.ldif", "partners.ldif"])
    func `a source that cannot be read costs nobody anything`(broken: String) throws {
        let site = try settled()
        let held = try site.entitlements()
        #expect(held.contains("pat1 insights-viewer department:Builder Relations"))
        try FileManager.default.removeItem(at: site.command.folder.appending(path: broken))
        let run = try site.sync(exits: 1)
        #expect(run.run.outcome.string == "incomplete")
        #expect(run.sources.array.count { $0.complete.bool == true } == 1)
        #expect(run.changeSet.isNull)
        #expect(try site.entitlements() == held)
    }

    // P33
    @Test func `a server that is down costs nobody anything, whom it or the file granted it`()
        throws
    {
        let site = try Site.served()
        let server = try #require(site.server)
        try site.command.write(Self.partners, to: "partners.ldif")
        try site.configure([
            Site.source(server.url), Site.file("partners.ldif", id: "partners"),
        ])
        try site.settle()
        let held = try site.entitlements()
        server.kill()
        // The file is whole, and says that one partner has left: that alone is proved.
        let all = Self.partners.components(separatedBy: "\n\n")
        try site.command.write(all.dropLast().joined(separator: "\n\n"), to: "partners.ldif")
        let run = try site.sync(exits: 1)
        #expect(run.sources.array.map(\.complete.bool) == [false, true])
        #expect(run.sources[0].reasons[0].code.string == "unreachable")
        #expect(try site.entitlements() == held)
        try server.start()
        try site.command.write(Self.partners, to: "partners.ldif")
        #expect(try site.sync().run.outcome.string == "unchanged")
    }

    // P33
    @Test func `while one source fails, what the other proves is still proposed`() throws {
        let site = try settled()
        try FileManager.default.removeItem(
            at: site.command.folder.appending(path: "partners.ldif"))
        try site.edit(
            "directory.ldif",
            replacing: "title: Technical Writer\nemployeeType: Contractor",
            with: "title: Technical Writer\nemployeeType: Employee")
        let run = try site.sync(exits: 1)
        #expect(run.run.outcome.string == "incomplete")
        let changes = try site.changes()
        #expect(changes.contains("grant zoe insights-viewer organization"))
        #expect(!changes.contains { $0.contains(" pat") })
    }

    // P33
    @Test func `while a source was never read, nobody is granted what its silence would allow`()
        throws
    {
        let site = try Site.filed()
        // Whether Ada is a contractor, only the partners' file would say.
        try site.edit(
            "directory.ldif", replacing: "employeeType: Employee\nemployeeNumber: 1005",
            with: "employeeNumber: 1005")
        try site.configure([Site.file(), Site.file("partners.ldif", id: "partners")])
        let run = try site.sync(exits: 1)
        #expect((run.withheld.int, run.unproved.int) == (3, 0))
        let granted = try site.changes()
        #expect(granted.contains("grant max insights-viewer organization"))
        #expect(
            granted.filter { $0.contains(" ada ") } == ["grant ada insights-admin organization"])
        let said = try site.run("sync").out
        #expect(
            said.contains(
                "3 entitlements wait though a rule grants them now: source partners could not be read"
            ))
        try site.command.write(Self.partners, to: "partners.ldif")
        #expect(try site.sync().withheld.int == 0)
        #expect(try site.changes().contains("grant ada insights-viewer organization"))
    }

    // P33
    @Test func `an empty source removes only what it alone granted, behind a guard`() throws {
        let site = try settled()
        let held = try site.entitlements()
        // A file without any entry would not even count as complete.
        try site.command.write(
            "dn: ou=People,dc=example,dc=org\nobjectClass: organizationalUnit\nou: People\n",
            to: "partners.ldif")
        let output = try site.run("sync", "--format", "json")
        #expect(output.status == 3, "\(output.json)")
        #expect(try site.entitlements() == held)
        let changes = try site.changes()
        #expect(changes.count == 6)
        #expect(changes.allSatisfy { $0.hasPrefix("revoke pat") }, "\(changes)")
    }
}

import Foundation
import TestSupport
import Testing

/// What a source does not show, though it exists: behind a referral, outside a base or a filter.
@Suite(.blocking) struct BoundaryTests {
    private static let people = "ou=People,dc=example,dc=org"

    // P29
    @Test func `a part of the directory behind a referral makes the run incomplete`() throws {
        let site = try Site.settled()
        let referral = """

            dn: ou=Abroad,\(Self.people)
            objectClass: referral
            objectClass: extensibleObject
            ou: Abroad
            ref: ldap://other.example.org/ou=Abroad,\(Self.people)

            """
        let split = try SlapdServer(ldif: try #require(site.server).contents() + referral)
        try site.configure([Site.source(split.url)])
        try site.expectIncomplete("referral")
    }

    // P29
    @Test func `a group that has left the view costs nobody anything without a decision`() throws {
        let site = try Site.settled()
        let server = try #require(site.server)
        try server.modify(
            ldif: """
                dn: cn=berlin-docs,ou=Groups,dc=example,dc=org
                changetype: modrdn
                newrdn: cn=berlin-docs
                deleteoldrdn: 1
                newsuperior: dc=example,dc=org

                dn: cn=emea-berlin,ou=Groups,dc=example,dc=org
                changetype: modify
                delete: member
                member: cn=berlin-docs,ou=Groups,dc=example,dc=org
                -
                add: member
                member: cn=berlin-docs,dc=example,dc=org

                """)
        try site.dropMappingTests()
        let run = try site.sync(exits: 3)
        #expect(run.run.outcome.string == "changes" && run.sources[0].groups.int == 7)
        #expect(try site.entitlements() == SmallOrganization.entitlements)
        let group = try site.run("directory", "group", "emea-berlin", "--format", "json").json
        #expect(group.groups[0].unresolved.strings == ["cn=berlin-docs,dc=example,dc=org"])
        #expect(try !site.changes().contains { $0.hasPrefix("revoke max ") })
    }

    // P28
    @Test func `somebody whom the filter leaves out because they left does not stay`() throws {
        let site = try Site.settled()
        let server = try #require(site.server)
        let filter = "(&(objectClass=inetOrgPerson)(!(employeeType=Terminated)))"
        try site.configure([Site.source(server.url, filter: filter)])
        try site.sync()
        try server.modify(
            ldif: """
                dn: uid=ivo,\(Self.people)
                changetype: modify
                replace: employeeType
                employeeType: Terminated
                """)
        try site.sync()
        let held = SmallOrganization.entitlements.filter { $0.hasPrefix("ivo ") }
        #expect(try site.changes() == Set(held.map { "revoke \($0)" }))
        try site.approve()
        try site.apply()
        #expect(try site.entitlements().isDisjoint(with: held))
    }

    // P14
    @Test(arguments: [
        (#"(cn=\2a\29\28uid=\2a)"#, ["star*(x)"]), (#"(uid=star\2a\28x\29)"#, ["star*(x)"]),
        (#"(cn=Doe, Jane + "JD" \5co/)"#, ["jane"]), (#"(cn=*\00*)"#, []),
    ])
    func `what looks like syntax stands for itself in a filter`(filter: String, found: [String])
        throws
    {
        let site = try Site.served("corners")
        try site.configure([Site.source(try #require(site.server).url, filter: filter)])
        let output = try site.run("directory", "export", "--live", "--format", "json")
        #expect(output.status == 0, "\(output.error)")
        #expect(output.json.people.array.compactMap(\.userName.string) == found)
    }

    // P14
    @Test(arguments: ["(cn=*)(uid=*)", "(cn=a", "(cn=\\2)", "cn=)("])
    func `a filter that is none is shown with its place, and nothing is read`(filter: String) throws
    {
        let site = try Site.filed()
        try site.configure([Site.source("ldap://localhost:1", filter: filter)])
        let output = try site.run("sync")
        #expect(output.status == 2)
        #expect(output.error.contains("rollcall.yaml:11:"), "\(output.error)")
    }

    // P21
    @Test func `of nothing nothing is lost, and a tiny set has its floor`() throws {
        let site = try Site.served()
        let server = try #require(site.server)
        try site.configure([Site.source(server.url, filter: "(uid=nobody)")])
        try site.dropMappingTests()
        for _ in 1...2 {
            let run = try site.sync()
            #expect(run.run.outcome.string == "unchanged" && run.sources[0].people.int == 0)
        }
        // That one of four leaves is a quarter of everybody, and no alarm.
        let few = ["(uid=lee)", "(uid=kim)", "(uid=nia)", "(uid=zoe)"]
        try site.configure(
            [Site.source(server.url, filter: "(|\(few.joined()))")], mappings: "mappings")
        try site.settle()
        #expect(try site.entitlements().contains { $0.hasPrefix("zoe ") })
        try site.configure(
            [Site.source(server.url, filter: "(|\(few.dropLast().joined()))")],
            mappings: "mappings")
        let run = try site.sync()
        #expect(run.changeSet.counts.revoke.int == 1, "\(run)")
        #expect(run.changeSet.guards.array.isEmpty, "\(run.changeSet)")
    }
}

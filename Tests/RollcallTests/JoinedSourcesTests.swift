import Foundation
import TestSupport
import Testing

/// LDAP and SCIM, joined: what each says, who is believed, and what is left when one is silent.
@Suite(.blocking) struct JoinedSourcesTests {
    @Test func `accounts are joined by number, else by mail, and the authority is believed`() throws
    {
        let joined = try JoinedSite()
        try joined.settle()
        let export = try joined.site.run("directory", "export", "--format", "json").json
        // Fifteen in the directory, nine in the service, six of them the same.
        #expect(export.people.array.count == 18)
        let ada = try #require(export.people.array.first { $0.userName.string == "ada" })
        #expect(ada.department.string == "Builder Relations")
        #expect(ada.title.string == "Technical Writer")
        let why = try joined.site.run("why", "pat@partner.example.org", "insights-viewer")
        #expect(why.status == 0 && why.out.contains("okta"), "\(why.out)")
        #expect(try joined.site.sync().run.outcome.string == "unchanged")
    }

    @Test func `another authority gives other roles`() throws {
        let joined = try JoinedSite()
        try joined.settle()
        try joined.configure(authority: "{department: corp, title: okta, manager: corp}")
        _ = try joined.site.run("sync")
        let changes = try joined.site.changes()
        #expect(changes.contains("grant ada insights-manager reports:ada"), "\(changes)")
    }

    @Test func `who is inactive in one source is inactive`() throws {
        let joined = try JoinedSite()
        try joined.settle()
        try joined.site.edit(
            "okta.json", replacing: "\"displayName\": \"Ivo Novak\",\n      \"active\": true",
            with: "\"displayName\": \"Ivo Novak\",\n      \"active\": false")
        try joined.site.sync()
        #expect(try joined.site.entitlements().allSatisfy { !$0.hasPrefix("ivo ") })
    }

    // P33
    @Test func `while the service is down, what it alone proved stays, and is unknown since then`()
        throws
    {
        let joined = try JoinedSite()
        try joined.settle()
        let site = joined.site
        joined.service.kill()
        try #require(site.server).modify(ldif: Self.changes)
        site.command.now = "2026-11-29T09:00:00Z"
        let run = try site.sync(exits: 1)
        #expect(run.run.outcome.string == "incomplete")
        #expect(run.sources.array.map(\.complete.bool) == [true, false])
        #expect(run.sources[0].unknownSince.isNull)
        #expect(run.sources[1].unknownSince.string == "2026-11-22T09:00:00Z")
        // The directory alone proves that Ivo has left.
        let held = try site.entitlements()
        #expect(held.isSuperset(of: JoinedSite.partners))
        #expect(held.allSatisfy { !$0.hasPrefix("ivo ") })
        #expect(try site.changes().contains("grant zoe insights-viewer organization"))
        let said = try site.run("sync").out
        #expect(said.contains("unknown since 2026-11-22 09:00:00 UTC"), "\(said)")
        for format in ["text", "markdown", "html"] {
            let report = try site.run("changes", "show", "--format", format).out
            #expect(report.contains("unknown since"), "\(format)")
        }
        let report = try site.run("changes", "show", "--format", "json").json
        let okta = report.sources.array.first { $0.id.string == "okta" }
        #expect(okta?.unknownSince.string == "2026-11-22T09:00:00Z", "\(report.sources)")
    }

    // P33
    @Test func `while the directory is down, the service takes nothing from anybody`() throws {
        let joined = try JoinedSite()
        try joined.settle()
        let held = try joined.site.entitlements()
        try #require(joined.site.server).kill()
        joined.site.command.now = "2026-11-29T09:00:00Z"
        let run = try joined.site.sync(exits: 1)
        #expect(run.sources[0].unknownSince.string == "2026-11-22T09:00:00Z")
        #expect(run.sources[1].complete.bool == true && run.sources[1].unknownSince.isNull)
        #expect(run.changeSet.isNull)
        #expect(try joined.site.entitlements() == held)
    }

    // P4, P33
    @Test func `an empty list is believed by nobody`() throws {
        let joined = try JoinedSite()
        try joined.settle()
        let held = try joined.site.entitlements()
        try joined.site.command.write(#"{"Users": [], "Groups": []}"#, to: "okta.json")
        let run = try joined.site.sync(exits: 1)
        #expect(run.sources[1].reasons.array.map(\.code.string) == ["no-people"])
        #expect(run.changeSet.isNull)
        #expect(try joined.site.entitlements() == held)
    }

    private static let changes = """
        dn: uid=ivo,ou=People,dc=example,dc=org
        changetype: modify
        replace: employeeType
        employeeType: Terminated

        dn: uid=zoe,ou=People,dc=example,dc=org
        changetype: modify
        replace: employeeType
        employeeType: Employee
        """
}

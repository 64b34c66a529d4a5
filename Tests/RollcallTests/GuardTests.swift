import Foundation
import TestSupport
import Testing

/// A large loss stops at a guard, whoever caused it, and has a way through all the same.
@Suite(.blocking) struct GuardTests {
    // P9
    @Test(arguments: ["wrong base", "wrong filter", "wrong scope", "hidden by access rules"])
    func `a directory that suddenly looks empty trips a guard and takes nothing`(fault: String)
        throws
    {
        var options = SlapdOptions()
        let site = try Site.served(options: options)
        let server = try #require(site.server)
        try site.settle()
        var other: SlapdServer?
        switch fault {
        case "wrong base":
            try site.configure([Site.source(server.url, people: "ou=Groups,dc=example,dc=org")])
        case "wrong filter":
            try site.configure([Site.source(server.url, filter: "(employeeType=Emploee)")])
        case "wrong scope":
            let people = "ou=People,dc=example,dc=org"
            try site.configure([Site.source(server.url, people: people, scope: "base")])
        default:
            // Search permission alone: the base is there, the entries below are not.
            options.access = [
                "to attrs=userPassword by anonymous auth by * none",
                "to dn.regex=\"^uid=\" by * none", "to * by * read",
            ]
            let hidden = try SlapdServer(options, ldif: try server.contents())
            try site.configure([Site.source(hidden.url)])
            other = hidden
        }
        let run = try site.sync(exits: 3)
        #expect(run.run.outcome.string == "changes")
        #expect(run.sources[0].complete.bool == true && run.sources[0].people.int == 0)
        #expect(!run.changeSet.guards.array.isEmpty)
        #expect(try site.entitlements() == SmallOrganization.entitlements)
        // Still there the second time: a guard does not wear off.
        #expect(try site.run("sync").status == 3)
        #expect(try site.entitlements() == SmallOrganization.entitlements)
        _ = other
    }

    // P22, P21
    @Test func `a rule's edit that takes a role from everybody stops, and passes with approvals`()
        throws
    {
        let site = try Site.filed()
        try site.settle()
        try site.editMapping(
            "builder-relations.yaml",
            replacing: "when: groups.display eq \"builder-relations\" and",
            with: "when: groups.display eq \"builder-relation\" and")
        // The mappings' own tests would refuse it: somebody has edited them too.
        try site.dropMappingTests()
        let run = try site.sync(exits: 3)
        #expect(run.changeSet.counts.revoke.int == 8)
        let kinds = run.changeSet.guards.array.compactMap(\.kind.string)
        #expect(!kinds.isEmpty)
        #expect(try site.entitlements() == SmallOrganization.entitlements)

        // The rule is named as it was when it granted, though it reads otherwise now.
        let report = try site.run("changes", "show").out
        #expect(report.contains("Everybody in Builder Relations reads all reports"))
        #expect(!report.contains("no longer in the mappings"))

        // Without naming each change the approval does not reach what the guard watches.
        _ = try site.run("changes", "approve", "--as", "lee")
        _ = try site.run("changes", "apply")
        #expect(try site.entitlements() == SmallOrganization.entitlements)
        // Two for each change, and nobody for themself: three people.
        try site.approve(by: ["lee", "kim", "grace"])
        #expect(try site.apply().state.string == "applied")
        let lost = SmallOrganization.entitlements.subtracting(try site.entitlements())
        #expect(lost.count == 8 && lost.allSatisfy { $0.hasSuffix("insights-viewer organization") })
        #expect(try site.sync().run.outcome.string == "unchanged")
    }

    // P22
    @Test func `the mappings' own tests refuse a rule that breaks their promise`() throws {
        let site = try Site.filed()
        try site.settle()
        try site.editMapping(
            "builder-relations.yaml",
            replacing: "when: groups.display eq \"builder-relations\" and",
            with: "when: groups.display eq \"builder-relation\" and")
        let run = try site.sync(exits: 2)
        #expect(run.run.outcome.string == "refused")
        #expect(run.changeSet.isNull)
        #expect(try site.entitlements() == SmallOrganization.entitlements)
    }

    // P22
    @Test func `a membership-only change that empties a role trips a guard`() throws {
        let site = try Site.served()
        try site.settle()
        try #require(site.server).modify(
            ldif: """
                dn: cn=builder-relations,ou=Groups,dc=example,dc=org
                changetype: modify
                delete: member
                member: cn=builder-relations-emea,ou=Groups,dc=example,dc=org
                member: cn=builder-relations-americas,ou=Groups,dc=example,dc=org
                """)
        try site.dropMappingTests()
        let run = try site.sync(exits: 3)
        #expect(run.sources[0].people.int == 15 && run.sources[0].groups.int == 8)
        #expect(!run.changeSet.guards.array.isEmpty)
        #expect(try site.entitlements() == SmallOrganization.entitlements)
    }

    /// Everybody has left; then the attribute that says so is read by another value.
    private func leaversReturn(guards: String? = nil) throws -> Site {
        let site = try Site.filed(guards: guards)
        try site.dropMappingTests()
        try site.edit(
            "directory.ldif", replacing: "employeeType: Employee", with: "employeeType: Terminated")
        try site.sync()
        try site.edit(
            "rollcall.yaml", replacing: "equals: Terminated", with: "equals: terminated-long-ago")
        return site
    }

    @Test func `leavers who are all active again stop at a guard, and pass with approvals`() throws
    {
        let site = try leaversReturn()
        let run = try site.sync(exits: 3)
        let found = run.changeSet.guards.array.filter { $0.kind.string == "reactivations" }
        #expect(found.map(\.subject.string) == ["everybody", "source:corp"])
        #expect(found.last?.summary.string?.hasPrefix("corp shows nobody as inactive") == true)
        // A guard does not wear off, and one owner is not enough.
        #expect(try site.sync(exits: 3).changeSet.digest == run.changeSet.digest)
        try site.approve(by: ["lee"])
        try site.apply()
        // Zoe, a contractor, had not left.
        #expect(try site.entitlements() == ["zoe insights-viewer group:berlin-docs"])
        try site.approve(by: ["kim"])
        try site.apply()
        #expect(try site.entitlements().contains("ada insights-viewer organization"))
    }

    // P9
    @Test func `an attribute that access rules hide brings nobody access by its absence`() throws {
        var options = SlapdOptions()
        let site = try Site.served(options: options)
        try site.dropMappingTests()
        try site.settle()
        options.access.insert("to attrs=employeeType by * none", at: 1)
        let hidden = try SlapdServer(
            options, ldif: try #require(site.server).contents())
        try site.edit(
            "rollcall.yaml", replacing: try #require(site.server).url, with: hidden.url)

        let run = try site.sync(exits: 3)
        let found = try #require(
            run.changeSet.guards.array.first { $0.kind.string == "hiddenAttribute" })
        #expect(found.subject.string == "attribute:corp:userType")
        #expect(found.measured.int == found.total.int && found.limit.int == 0)
        #expect(found.summary.string?.contains("userType (employeeType)") == true)
        // It does not wear off, and one owner is not enough.
        #expect(try site.sync(exits: 3).changeSet.digest == run.changeSet.digest)
        let granted = "zoe insights-viewer organization"
        #expect(try site.changes().contains("grant \(granted)"))
        try site.approve(by: ["lee"])
        try site.apply()
        #expect(try !site.entitlements().contains(granted))
        let report = try site.run("changes", "show", "--format", "markdown").out
        #expect(report.contains("userType (employeeType) have it no longer"))
        try site.approve(by: ["kim"])
        try site.apply()
        #expect(try site.entitlements().contains(granted))
    }

    @Test func `how many may be active again is the configuration's to say`() throws {
        let site = try leaversReturn(
            guards: "{reactivations: {count: 50}, revocations: {floor: 50}}")
        let run = try site.sync()
        #expect(run.changeSet.counts.grant.int ?? 0 > 5)
        #expect(run.changeSet.guards.array.isEmpty)
    }

    @Test func `more leavers at once than the policy takes wait for people`() throws {
        let site = try Site.filed()
        try site.settle()
        // Eight people with more than five entitlements.
        try site.edit(
            "directory.ldif", replacing: "employeeType: Employee", with: "employeeType: Terminated")
        _ = try site.run("sync")
        #expect(try site.entitlements() == SmallOrganization.entitlements)
    }
}

extension SlapdServer {
    /// Everything that it holds, to be loaded into another.
    func contents() throws -> String {
        try Tool.run(
            "ldapsearch",
            [
                "-LLL", "-x", "-o", "ldif-wrap=no", "-H", socketURL, "-D", options.administrator,
                "-w",
                options.password, "-b", options.suffix, "(objectClass=*)", "*", "entryUUID",
                "structuralObjectClass",
            ])
    }
}

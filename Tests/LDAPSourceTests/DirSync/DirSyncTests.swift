import Diagnostics
import Directory
import Foundation
import LDAPSource
import TestSupport
import Testing

/// What changed in a domain is found by asking for it, and comes to what a whole reading finds.
@Suite(
    .enabled(if: SambaDomain.obstacle == nil, "SKIPPED: \(SambaDomain.obstacle ?? "")"),
    .serialized)
struct DirSyncTests {
    // P17, P26
    @Test(arguments: DomainSite.Reader.allCases)
    func `whatever changes in a domain, what is put together is what a whole reading finds`(
        reader: DomainSite.Reader
    ) async throws {
        let site = try await DomainSite("Changes-\(reader)", people: 8)
        let (unit, away) = (site.unit, "OU=Away-\(reader),\(DomainSite.root)")
        try site.domain.modify(
            ldif: DomainSite.unit(away) + DomainSite.unit("OU=East,\(unit)")
                + site.group("all", members: (1...8).map { site.dn("p\($0)") })
                + site.group("odd", members: [site.dn("p1")])
                + site.group("both", members: [site.dn("all"), site.dn("odd")])
                + site.group("mates")
                + DomainSite.change("add", "manager", of: site.dn("p8"), site.dn("p1")))
        let number = try #require(try site.domain.number(ofGroup: "\(site.name).mates"))
        var directory = try await FollowedDirectory(site.configuration(reader))
        try await directory.follow(.unchanged)
        let changes: [(name: Comment, ldif: String)] = [
            ("a joiner", site.person("zoe")),
            ("a title", DomainSite.change("replace", "title", of: site.dn("p2"), "Lead")),
            ("a title's end", DomainSite.change("delete", "title", of: site.dn("p2"))),
            ("a rename", SampleDirectory.rename(site.dn("p3"), to: "CN=q3")),
            (
                "a move",
                SampleDirectory.rename(site.dn("p4"), to: "CN=p4", below: "OU=East,\(unit)")
            ),
            (
                "a member less",
                DomainSite.change("delete", "member", of: site.dn("all"), site.dn("p2"))
            ),
            (
                "a member more",
                DomainSite.change("add", "member", of: site.dn("odd"), site.dn("p2"))
            ),
            (
                "a group more",
                DomainSite.change("add", "member", of: site.dn("both"), site.dn("mates"))
            ),
            (
                "a group less",
                DomainSite.change("delete", "member", of: site.dn("both"), site.dn("odd"))
            ),
            (
                "one in and one out",
                DomainSite.change("delete", "member", of: site.dn("odd"), site.dn("p1"))
                    + DomainSite.change("add", "member", of: site.dn("odd"), site.dn("q3"))
            ),
            ("a leaver", SampleDirectory.remove(site.dn("p5"))),
            ("a manager's rename", SampleDirectory.rename(site.dn("p1"), to: "CN=q1")),
            (
                "a move out of the base",
                SampleDirectory.rename(site.dn("p6"), to: "CN=p6", below: away)
            ),
            ("a rename out there", SampleDirectory.rename("CN=p6,\(away)", to: "CN=r6")),
            (
                "a move into the base",
                SampleDirectory.rename("CN=r6,\(away)", to: "CN=p6", below: unit)
            ),
            (
                "a member from elsewhere",
                DomainSite.change(
                    "add", "member", of: site.dn("odd"),
                    "CN=Administrator,CN=Users,\(DomainSite.root)",
                    "CN=S-1-5-11,CN=ForeignSecurityPrincipals,\(DomainSite.root)")
            ),
            (
                "no member from elsewhere",
                DomainSite.change(
                    "delete", "member", of: site.dn("odd"),
                    "CN=Administrator,CN=Users,\(DomainSite.root)")
            ),
            (
                "a disabled account",
                DomainSite.change("replace", "userAccountControl", of: site.dn("p7"), "514")
            ),
            (
                "an enabled account",
                DomainSite.change("replace", "userAccountControl", of: site.dn("p7"), "512")
            ),
            (
                "an account that is over",
                DomainSite.change("replace", "accountExpires", of: site.dn("p7"), "1")
            ),
            (
                "an account without end",
                DomainSite.change("replace", "accountExpires", of: site.dn("p7"), "0")
            ),
            ("a mate", DomainSite.change("add", "member", of: site.dn("mates"), site.dn("p7"))),
            (
                "a mate first of all",
                DomainSite.change("replace", "primaryGroupID", of: site.dn("p7"), "\(number)")
            ),
            (
                "the mates' description, with a name",
                SampleDirectory.rename(site.dn("mates"), to: "CN=pals")
            ),
            ("a mate's rename", SampleDirectory.rename(site.dn("p7"), to: "CN=q7")),
            (
                "no longer first of all",
                DomainSite.change("replace", "primaryGroupID", of: site.dn("q7"), "513")
            ),
            ("a group's end", SampleDirectory.remove(site.dn("odd"))),
            ("one who is made again", SampleDirectory.remove(site.dn("p8")) + site.person("p8")),
        ]
        for (name, ldif) in changes {
            try site.domain.modify(ldif: ldif)
            try await directory.follow(.changed, name)
            #expect(directory.last.doubts == [], name)
            try await directory.expectIsTrue()
        }
        try await directory.follow(.unchanged)
        try site.domain.restart()
        try await directory.follow(.unchanged)
    }

    @Test func `who is renamed with what contains them is noticed`() async throws {
        let site = try await DomainSite("Moving", people: 2)
        let outer = "OU=Outer-Moving,\(DomainSite.root)"
        try site.domain.modify(
            ldif: DomainSite.unit(outer) + DomainSite.unit("OU=East,\(site.unit)")
                + site.person("ada", below: "OU=East,\(site.unit)"))
        var directory = try await FollowedDirectory(site.configuration())
        for (old, new, parent) in [
            ("OU=East,\(site.unit)", "OU=West", site.unit),
            ("OU=West,\(site.unit)", "OU=West", outer),
            ("OU=West,\(outer)", "OU=East", site.unit),
        ] {
            try site.domain.modify(ldif: SampleDirectory.rename(old, to: new, below: parent))
            try await directory.follow(.whole)
            #expect(directory.known.doubts.count == 1)
            try await directory.expectIsTrue()
        }
        // Nobody is below it.
        try site.domain.modify(
            ldif: DomainSite.unit("OU=Empty,\(site.unit)")
                + SampleDirectory.rename("OU=Empty,\(site.unit)", to: "OU=Void"))
        try await directory.follow(.unchanged)
        try site.domain.modify(ldif: SampleDirectory.rename("OU=Void,\(site.unit)", to: "OU=Nil"))
        try await directory.follow(.unchanged)
    }

    // P17
    @Test func `a cookie that the controller does not take means a whole reading`() async throws {
        let site = try await DomainSite("Cookies", people: 3)
        let first = try await FollowedDirectory(site.configuration())
        let state = try #require(first.known.state?.rawValue)
        try site.domain.modify(ldif: SampleDirectory.remove(site.dn("p2")))
        for (other, doubts) in [
            (state.replacing(/"cookie":"[^"]*"/, with: #""cookie":"bm9uc2Vuc2U=""#), 1),
            (state.replacing(/"highestUSN":[0-9]*/, with: #""highestUSN":999999999"#), 1),
            (state.replacing("sAMAccountName", with: "cn"), 0), ("", 0),
        ] {
            var directory = first.with(state: other)
            try await directory.follow(.whole)
            #expect(directory.known.doubts.count == doubts)
            #expect(directory.known.accounts.count == 2)
            try await directory.follow(.unchanged)
        }
    }

    // P27
    @Test func `an account comes to its end with nothing changed but the time`() async throws {
        let site = try await DomainSite("Ends")
        let end: Int64 = 1_800_000_000
        let moment = (end + 11_644_473_600) * 10_000_000
        try site.domain.modify(
            ldif: site.person("ada", extra: "accountExpires: \(moment)")
                + site.person("bo", extra: "accountExpires: 0")
                + site.person("cy", extra: "accountExpires: \(Int64.max)"))
        var directory = try await FollowedDirectory(
            site.configuration(), at: Timestamp(secondsSinceEpoch: end - 100))
        for (time, active) in [(end - 1, 3), (end, 2), (end + 1_000_000, 2), (end - 5, 3)] {
            directory.now = Timestamp(secondsSinceEpoch: time)
            _ = try await directory.follow()
            #expect(directory.last.doubts == [])
            #expect(directory.known.accounts.count(where: \.isActive) == active)
            try await directory.expectIsTrue()
        }
    }

    @Test func `who leaves the filter is gone, and who comes to it is there`() async throws {
        let site = try await DomainSite("Filters", people: 3)
        try site.domain.modify(
            ldif: site.group("all", members: (1...3).map { site.dn("p\($0)") })
                + DomainSite.change("add", "employeeType", of: site.dn("p1"), "Staff"))
        var configuration = try site.configuration()
        configuration.people.filter = .and([
            .equals("objectClass", "user"), .present("employeeType"),
        ])
        var directory = try await FollowedDirectory(configuration)
        #expect(directory.known.accounts.count == 1)
        for (ldif, count) in [
            (DomainSite.change("add", "employeeType", of: site.dn("p2"), "Staff"), 2),
            (DomainSite.change("delete", "employeeType", of: site.dn("p1")), 1),
            (DomainSite.change("delete", "member", of: site.dn("all"), site.dn("p1")), 1),
        ] {
            try site.domain.modify(ldif: ldif)
            try await directory.follow(.changed)
            #expect(directory.known.accounts.count == count)
            try await directory.expectIsTrue()
        }
    }

    @Test(arguments: DomainSite.Reader.allCases)
    func `the doctor says how the deleted are found`(reader: DomainSite.Reader) async throws {
        let site = try await DomainSite("Doctor-\(reader)", people: 1)
        try site.domain.modify(ldif: site.group("all"))
        let found = await LDAPSource(configuration: try site.configuration(reader)) {
            ModifyTimeTests.now
        }.check()
        #expect(
            found.filter { ["ldap.sync", "ldap.deleted"].contains($0.code) }.map(\.message) == [
                "after the first time only changes are read (dirsync)",
                reader == .administrator
                    ? "changes tell who was deleted"
                    : "the reader may not see the deleted: each time it is asked for everybody's anchor",
            ])
        #expect(found.allSatisfy { $0.severity == .note }, "\(found)")
    }

    // P3
    @Test func `of a group of 5,000 one member comes, and not the group`() async throws {
        let site = try await DomainSite("Crowd", people: 5000)
        try site.domain.modify(
            ldif: site.person("late")
                + site.group("crowd", members: (1...5000).map { site.dn("p\($0)") }))
        var directory = try await FollowedDirectory(site.configuration(.administrator))
        #expect(directory.known.groups.first?.accounts.count == 5000)
        for (verb, name, count) in [("add", "late", 5001), ("delete", "p77", 5000)] {
            try site.domain.modify(
                ldif: DomainSite.change(verb, "member", of: site.dn("crowd"), site.dn(name)))
            try await directory.follow(.changed)
            #expect(directory.known.groups.first?.accounts.count == count)
            #expect(
                directory.last.certificate.queries.filter { $0.subject == "groups" }
                    .allSatisfy { $0.entries == 0 })
        }
        try await directory.expectIsTrue()
    }
}

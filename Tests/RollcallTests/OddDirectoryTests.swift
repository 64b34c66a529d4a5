import Foundation
import TestSupport
import Testing

/// Every corner of a directory that somebody once fell over, through the whole command.
@Suite(.blocking) struct OddDirectoryTests {
    /// A rule for everybody: each odd person is in the change set and in every report.
    static let everybody = """
        formatVersion: 1
        roles:
          - {id: reader, title: Reads, tier: standard, owner: "person:plain"}
        rules:
          - {id: all-read, title: Everybody reads, when: active eq true, grant: [{role: reader, scope: organization}]}
          - id: departments
            title: A department's own
            when: active eq true
            grant: [{role: reader, scope: "department:{department}"}]
          - id: groups
            title: The cycle
            when: groups.display eq "cycle-b" or groups.display eq "diamond-top"
            grant: [{role: reader, scope: "group:cycle-b"}]
          - id: odd-group
            title: A group with quotes
            when: groups.display eq "=1+1 <b> '100%' \\";--"
            grant: [{role: reader, scope: "region:'odd\\"; DROP TABLE entitlements; --%"}]
        review: {lanes: [{name: all, match: {}, approvers: [roleOwner, "person:jane"], approvals: 1}]}

        """

    /// Where the entries come from.
    enum Origin: CaseIterable { case file, server }

    private func corners(_ origin: Origin) throws -> Site {
        let site: Site
        switch origin {
        case .file:
            site = try Site.filed("corners")
            try site.configure([Site.file()], mappings: "mappings")
        case .server:
            site = try Site.served("corners")
            let server = try #require(site.server)
            try site.configure([Site.source(server.url)], mappings: "mappings")
        }
        try site.command.write(Self.everybody, to: "mappings/all.yaml")
        return site
    }

    @Test(arguments: Origin.allCases)
    func `each odd entry is a finding, and none of them ends the run`(origin: Origin) throws {
        let run = try corners(origin).sync()
        #expect(run.run.outcome.string == "changes")
        let codes = run.diagnostics.array.compactMap(\.code.string)
        let expected = [
            "correlation.shared-user-name": 2, "correlation.without-user-name": 1,
            "correlation.shared-group-name": 2, "correlation.reporting-loop": 2,
            "correlation.dangling-manager": 2, "directory.several-values": 1,
            "correlation.group-cycle": 4, "correlation.unresolved-members": 1,
            "directory.empty-member": 1,
        ]
        for (code, count) in expected {
            #expect(codes.count { $0 == code } == count, "\(code) in \(codes)")
        }
        #expect(codes.contains("mapping.scope-without-value"))
    }

    // P15, P29
    @Test(arguments: Origin.allCases)
    func `a finding names its entry: each group of a cycle, whoever has unknown or empty members`(
        origin: Origin
    ) throws {
        let site = try corners(origin)
        let ran = try site.run("sync", "--format", "json")
        let live = try site.run("directory", "export", "--live", "--format", "json")
        for findings in [ran.json.diagnostics, live.json.diagnostics] {
            func entries(_ code: String, _ words: String) -> [String] {
                findings.array.filter {
                    $0.code.string == code && $0.message.string?.contains(words) == true
                        && $0.place.source.string == "corp" && $0.hint.string != nil
                }.compactMap(\.place.entry.string).map {
                    $0.replacing(",ou=Groups,dc=example,dc=org", with: "")
                }
            }
            let cycle = entries("correlation.group-cycle", "one of 3")
            #expect(cycle == ["cn=cycle-a", "cn=cycle-b", "cn=cycle-c"])
            #expect(entries("correlation.group-cycle", "contains itself") == ["cn=mirror"])
            let strangers = entries("correlation.unresolved-members", "3 of the group's members")
            #expect(strangers == ["cn=strangers"])
            #expect(entries("directory.empty-member", "stands for nobody") == ["cn=empty"])
        }
        // What is logged names none of them.
        for name in ["cycle-", "mirror", "strangers", "cn="] {
            #expect(!ran.error.contains(name) && !live.error.contains(name), "\(name)")
        }
    }

    // P15
    @Test(arguments: Origin.allCases)
    func `everybody in a cycle of groups is in each of its groups, and a diamond is one`(
        origin: Origin
    )
        throws
    {
        let site = try corners(origin)
        try site.sync()
        func members(_ group: String) throws -> [String: String] {
            let shown = try site.run("directory", "group", group, "--format", "json").json
            return Dictionary(
                uniqueKeysWithValues: shown.groups[0].members.array.map {
                    ($0.userName.string ?? "", $0.type.string ?? "")
                })
        }
        #expect(try members("cycle-a") == ["plain": "direct", "quotes": "indirect"])
        #expect(try members("cycle-b") == ["plain": "indirect", "quotes": "indirect"])
        #expect(try members("cycle-c") == ["plain": "indirect", "quotes": "direct"])
        #expect(try members("mirror") == ["plain": "direct"])
        #expect(try members("diamond-top")["plain"] == "indirect")
    }

    // P13
    @Test(arguments: Origin.allCases)
    func `a member or manager is the same person however the name is spelled`(origin: Origin) throws
    {
        let site = try corners(origin)
        try site.sync()
        let shown = try site.run("directory", "group", "spellings", "--format", "json").json
        #expect(
            shown.groups[0].members.array.compactMap(\.userName.string)
                == ["jane", "multi", "plain", "star*(x)", "zoe"])
        #expect(shown.groups[0].unresolved.array.isEmpty)
        let zoe = try site.run("directory", "person", "zoe", "--format", "json").json
        #expect(zoe.people[0].manager.string == "plain")
    }

    @Test func `people who share a login, or groups a name, are one document`() throws {
        let site = try Site.filed()
        try site.edit("directory.ldif", replacing: "uid: mia", with: "uid: BEN")
        try site.edit("directory.ldif", replacing: "cn: emea-berlin", with: "cn: Berlin-Docs")
        try site.dropMappingTests()
        try site.sync()
        let people = try site.run("directory", "person", "ben", "--format", "json").json
        #expect(people.people.array.compactMap(\.userName.string) == ["ben", "BEN"])
        let groups = try site.run("directory", "group", "berlin-docs", "--format", "json").json
        #expect(groups.groups.array.count == 2)
    }

    // P30
    @Test(arguments: Origin.allCases)
    func `a group without members is a group`(origin: Origin) throws {
        let site = try corners(origin)
        try site.sync()
        let shown = try site.run("directory", "group", "empty", "--format", "json")
        #expect(shown.status == 0)
        #expect(shown.json.groups[0].dn.string == "cn=empty,ou=Groups,dc=example,dc=org")
        #expect(shown.json.groups[0].members.array.isEmpty)
        #expect(try site.run("directory", "group", "no-such-group").status == 1)
    }

    // P28
    @Test(arguments: Origin.allCases)
    func `who is inactive holds nothing, in groups or by exception`(origin: Origin) throws {
        let site = try corners(origin)
        try site.sync()
        #expect(try !site.changes().contains { $0.contains(" gone ") })
        let small = try Site.filed()
        try small.editMapping("exceptions.yaml", replacing: "person: ada", with: "person: tom")
        try small.editMapping("tests.yaml", replacing: "person: ada", with: "person: sam")
        try small.command.write("formatVersion: 1\n", to: "mappings/tests.yaml")
        let run = try small.sync()
        #expect(try !small.changes().contains { $0.contains(" tom ") })
        #expect("\(run.diagnostics)".contains("mapping.inactive-person"))
    }

    // P31
    @Test(arguments: Origin.allCases)
    func `a formula in a name does not run in CSV, nor markup in HTML`(origin: Origin) throws {
        let site = try corners(origin)
        try site.sync()
        let csv = try site.run("changes", "show", "--format", "csv")
        #expect(csv.status == 0)
        // The one reader that matters reads cells, not lines.
        let cells = try Tool.run(
            "/usr/bin/python3",
            [
                "-c",
                "import csv,sys\nfor r in csv.reader(sys.stdin):\n  for c in r: print(repr(c))",
            ],
            input: csv.out
        ).split(separator: "\n")
        #expect(cells.count > 100)
        for cell in cells where cell.count > 3 {
            let first = cell.dropFirst().first
            #expect(first.map { !"=+-@".contains($0) } ?? true, "\(cell)")
        }
        #expect(csv.out.contains("cmd|"))

        let html = try site.run("changes", "show", "--format", "html").out
        #expect(!html.contains("<script>alert(1)") && !html.contains("<b>Bold</b>"))
        #expect(!html.contains("<img src=x"))
        #expect(html.contains("&lt;img src=x"))
    }

    // P39
    @Test(arguments: Origin.allCases)
    func `quotes, percent signs and semicolons in names reach store and reports unharmed`(
        origin: Origin
    )
        throws
    {
        let site = try corners(origin)
        try site.sync()
        let scope = "region:'odd\"; DROP TABLE entitlements; --%"
        #expect(try site.changes().contains("grant plain reader \(scope)"))
        for reviewer in ["plain", "jane"] {
            _ = try site.run("changes", "approve", "--as", reviewer)
        }
        try site.apply()
        let held = try site.entitlements()
        #expect(held.contains("plain reader \(scope)"))
        #expect(held.contains("quotes reader department:'; DROP TABLE people; --"))
        #expect(try site.run("why", "plain", "reader", "--scope", scope).status == 0)
        #expect(try site.run("person", "star*(x)").status == 0)
        let group = try site.run(
            "directory", "group", "=1+1 <b> '100%' \";--", "--format", "json")
        #expect(group.json.groups[0].members[0].userName.string == "plain")
        #expect(try site.run("ledger", "verify").status == 0)
        #expect(try site.sync().run.outcome.string == "unchanged")
    }
}

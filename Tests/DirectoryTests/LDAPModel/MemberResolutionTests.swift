import Diagnostics
import Directory
import Testing

@Suite struct MemberResolutionTests {
    // P13
    @Test(arguments: [
        EntryFixture.ada, "UID=ADA,OU=People,DC=example,DC=org",
        "uid=ada, ou=People, dc=example, dc=org", "userid=\\61da;ou=people;dc=example;dc=org",
        "uid=#0C03616461,ou=People,dc=example,dc=org",
    ])
    func `a member is found by any spelling of the name`(_ spelling: String) throws {
        for groupsFirst in [false, true] {
            var fixture = EntryFixture()
            if !groupsFirst { fixture.addPeople() }
            fixture.group(
                EntryFixture.readers, ("member", [spelling, EntryFixture.ada]),
                ("entryUUID", ["g-1"]), ("cn", ["readers"]))
            if groupsFirst { fixture.addPeople() }
            let reading = fixture.finish()
            let group = try #require(reading.groups.first)
            #expect(group.display == "readers")
            #expect(reading.names(of: group) == ["ada"])
            #expect(group.unresolved.isEmpty)
            #expect(reading.diagnostics.isEmpty)
        }
    }

    @Test func `a manager is found, also one that is read later`() throws {
        var fixture = EntryFixture()
        fixture.addPeople()
        fixture.person(
            "uid=c", ("entryUUID", ["0"]), ("uid", ["c"]),
            ("manager", ["UID=Ada,ou=people,dc=example,dc=org"]))
        fixture.person(
            "uid=d", ("entryUUID", ["1"]), ("uid", ["d"]), ("manager", ["uid=gone,dc=org"]))
        fixture.person("uid=e", ("entryUUID", ["2"]), ("uid", ["e"]), ("manager", ["nobody"]))
        let reading = fixture.finish()
        func manager(_ name: String) throws -> ManagerReference {
            try #require(reading.account(name)).manager
        }
        let position = { (name: String) in
            AccountIndex(reading.accounts.firstIndex { $0.attributes[.userName] == name } ?? -1)
        }
        #expect(try manager("ada") == .account(position("bob")))
        #expect(try manager("c") == .account(position("ada")))
        #expect(try manager("d") == .dangling("uid=gone,dc=org"))
        #expect(try manager("e") == .dangling("nobody"))
        #expect(reading.codes == ["directory.invalid-member"])
    }

    // P29
    @Test func `members that the reading does not hold are unknown, not absent`() throws {
        var fixture = EntryFixture()
        fixture.addPeople()
        let outside = [
            "ldap://other.example.org/cn=x", "uid=zoe,dc=other,dc=org",
            "ou=People,dc=example,dc=org",
        ]
        fixture.group(EntryFixture.readers, ("entryUUID", ["g-1"]), ("member", outside))
        let reading = fixture.finish()
        // The first one is no name at all.
        #expect(reading.groups.first?.unresolved == [""] + outside.sorted())
        #expect(reading.certificate.isComplete)
    }

    // P14, P30
    @Test func `an empty member is a placeholder, and its group is still a group`() throws {
        var fixture = EntryFixture()
        fixture.group(EntryFixture.readers, ("entryUUID", ["g-1"]), ("member", ["", " "]))
        fixture.group("cn=none", ("entryUUID", ["g-2"]))
        let reading = fixture.finish()
        #expect(reading.groups.count == 2)
        #expect(reading.groups.allSatisfy { $0.accounts.isEmpty && $0.unresolved.isEmpty })
        #expect(reading.groups.map(\.display) == [EntryFixture.readers, "cn=none"])
        #expect(Set(reading.diagnostics.map(\.code)) == ["directory.empty-member"])
    }

    // P15
    @Test func `groups are members of groups, also of themselves`() throws {
        var fixture = EntryFixture()
        fixture.group(
            "cn=a,dc=org", ("entryUUID", ["1"]), ("member", ["cn=B,dc=org", "cn=a,dc=org"]))
        fixture.group("cn=b,dc=org", ("entryUUID", ["2"]), ("member", ["cn=a,dc=org"]))
        #expect(fixture.finish().groups.map(\.groups) == [[0, 1], [0]])
    }

    @Test func `the unique identifier behind a name is dropped`() throws {
        var fixture = EntryFixture()
        fixture.addPeople()
        fixture.group(
            EntryFixture.readers, ("entryUUID", ["g-1"]),
            (
                "uniqueMember",
                [EntryFixture.ada + "#'0101'B", "UID=bob,ou=people,dc=example,dc=org#''B"]
            ))
        let reading = fixture.finish()
        #expect(reading.names(of: try #require(reading.groups.first)) == ["ada", "bob"])
    }

    @Test func `members by login are found without case, and a shared login names nobody`() throws {
        var fixture = EntryFixture(.rfc2307)
        fixture.group(
            EntryFixture.readers, ("entryUUID", ["g-1"]), ("memberUid", ["ADA", "bob", "zoe"]))
        fixture.addPeople()
        fixture.person("uid=bob,ou=Other", ("entryUUID", ["c-3"]), ("uid", ["BOB"]))
        let reading = fixture.finish()
        let group = try #require(reading.groups.first)
        #expect(reading.names(of: group) == ["ada"])
        #expect(group.unresolved == ["bob", "zoe"])
        #expect(
            reading.codes == [
                "directory.ambiguous-member", "directory.duplicate-user-name",
                "directory.duplicate-user-name",
            ])
        #expect(reading.certificate.isComplete)
    }

    @Test func `a member that is no name is a finding, and stays unresolved`() throws {
        var fixture = EntryFixture()
        fixture.group(EntryFixture.readers, ("entryUUID", ["g-1"]), ("member", ["nonsense"]))
        let reading = fixture.finish()
        #expect(reading.groups.first?.unresolved == ["", "nonsense"])
        #expect(reading.codes == ["directory.invalid-member"])
        #expect(
            reading.diagnostics.first?.place == .entry(source: "corp", entry: EntryFixture.readers))
    }

    @Test func `a name that two entries share in its normal form names neither`() throws {
        var fixture = EntryFixture()
        fixture.person("uid=a\\09b,dc=org", ("entryUUID", ["1"]), ("uid", ["x"]))
        fixture.person("uid=a b,dc=org", ("entryUUID", ["2"]), ("uid", ["y"]))
        fixture.group(
            EntryFixture.readers, ("entryUUID", ["g-1"]), ("member", ["UID=A B,dc=org"]))
        fixture.group("cn=exact", ("entryUUID", ["g-2"]), ("member", ["uid=a b,dc=org"]))
        let reading = fixture.finish()
        #expect(reading.groups.first?.unresolved == ["UID=A B,dc=org"])
        #expect(reading.names(of: try #require(reading.groups.last)) == ["y"])
        #expect(reading.codes == ["directory.ambiguous-member"])
    }

    // P3
    @Test func `a part of a group's members proves nothing`() {
        var fixture = EntryFixture()
        fixture.addPeople()
        fixture.group(
            EntryFixture.readers, ("entryUUID", ["g-1"]), ("member", []),
            ("member;range=0-0", [EntryFixture.ada]))
        let reading = fixture.finish()
        #expect(reading.groups.first?.accounts.count == 1)
        #expect(reading.reasons == ["unfinished-range"])
        #expect(reading.codes == ["directory.unfinished-range"])
    }

    // P3
    @Test func `the last range of a group's members is all of them`() {
        var fixture = EntryFixture()
        fixture.addPeople()
        fixture.group(
            EntryFixture.readers, ("entryUUID", ["g-1"]), ("member;range=0-*", [EntryFixture.ada]))
        #expect(fixture.finish().certificate.isComplete)
    }
}

import Directory
import Testing

/// What is known from before, beside what has come anew.
struct AdoptionTests {
    private static let cleo = "uid=cleo,ou=People,dc=example,dc=org"

    /// Ada, whose manager is Bob; readers are both and Cleo, who is not there; all are readers too.
    private func baseline(_ schema: LDAPSchema = .inetOrgPerson) -> SourceReading {
        var fixture = EntryFixture(schema)
        fixture.addPeople()
        fixture.group(
            EntryFixture.readers, ("entryUUID", ["g-1"]), ("cn", ["readers"]),
            ("member", [EntryFixture.ada, "UID=Bob,ou=People,dc=example,dc=org", Self.cleo]))
        fixture.group(
            "cn=all,ou=Groups,dc=example,dc=org", ("entryUUID", ["g-2"]), ("cn", ["all"]),
            ("member", [EntryFixture.readers]))
        return fixture.finish()
    }

    @Test func `what stays is what it was`() {
        let before = baseline()
        var fixture = EntryFixture()
        #expect(fixture.builder.aftermath(of: EntrySet(), in: before).toAsk.isEmpty)
        fixture.builder.adopt(before, without: EntrySet())
        let after = fixture.finish()
        #expect(after.accounts == before.accounts && after.groups == before.groups)
        #expect(ReadingDifference(before, after).isEmpty)
    }

    @Test func `somebody new is found by those who named them before`() throws {
        var fixture = EntryFixture()
        fixture.person(Self.cleo, ("entryUUID", ["a-0"]), ("uid", ["cleo"]))
        fixture.builder.adopt(baseline(), without: EntrySet())
        let reading = fixture.finish()
        #expect(try #require(reading.groups.first).accounts == [0, 1, 2])
        #expect(reading.groups.first?.unresolved == [])
        #expect(reading.account("ada")?.manager == .account(2))
    }

    @Test func `who came again stands for who was known, and is named as before`() throws {
        var fixture = EntryFixture()
        fixture.person(
            EntryFixture.bob, ("entryUUID", ["b-2"]), ("uid", ["bob"]), ("title", ["Lead"]))
        #expect(fixture.builder.aftermath(of: EntrySet(), in: baseline()).toAsk.isEmpty)
        fixture.builder.adopt(baseline(), without: EntrySet())
        let reading = fixture.finish()
        #expect(reading.accounts.count == 2)
        #expect(reading.account("bob")?.attributes[.title] == "Lead")
        #expect(reading.account("ada")?.manager == .account(1))
        #expect(try #require(reading.groups.first).accounts == [0, 1])
    }

    @Test func `of members who are different alone, the others stay`() throws {
        let before = baseline()
        var fixture = EntryFixture()
        fixture.person(Self.cleo, ("entryUUID", ["c-3"]), ("uid", ["cleo"]))
        fixture.builder.adopt(
            before, without: EntrySet(),
            changing: [
                Anchor("g-1"): MembershipChange(
                    added: [Anchor("x"): "cn=x,dc=example,dc=com"],
                    removed: [Anchor("a-1"): EntryFixture.ada, Anchor("c-3"): Self.cleo]),
                Anchor("g-2"): MembershipChange(
                    // By whatever name: the anchor tells who it is.
                    added: [Anchor("b-2"): "uid=rob,dc=example,dc=org"],
                    removed: [Anchor("g-1"): EntryFixture.readers]),
            ])
        let reading = fixture.finish()
        #expect(reading.groups.map { reading.names(of: $0) } == [["bob"], ["bob"]])
        #expect(reading.groups.map(\.groups) == [[], []])
        #expect(reading.groups.map(\.unresolved) == [["cn=x,dc=example,dc=com"], []])
    }

    // P26
    @Test func `whoever came with a group as the primary one is in it, though it did not come`()
        throws
    {
        let domain: [UInt8] = [1, 2, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0]
        func guid(_ number: UInt8) -> [UInt8] { Array(repeating: number, count: 16) }
        var first = EntryFixture(.activeDirectory)
        first.add(
            "cn=g,dc=example,dc=org",
            [("objectGUID", [guid(1)]), ("objectSid", [domain + [7, 0, 0, 0]])], to: first.groups)
        let before = first.finish()
        var fixture = EntryFixture(.activeDirectory)
        fixture.add(
            "cn=ada,dc=example,dc=org",
            [
                ("objectGUID", [guid(2)]), ("objectSid", [domain + [9, 0, 0, 0]]),
                ("primaryGroupID", [Array("7".utf8)]), ("userAccountControl", [Array("512".utf8)]),
            ], to: fixture.people)
        #expect(fixture.builder.absentPrimaryGroups == [domain + [7, 0, 0, 0]])
        fixture.builder.adopt(
            before, without: EntrySet(),
            identifiers: [before.groups[0].anchor: domain + [7, 0, 0, 0]])
        let reading = fixture.finish()
        #expect(reading.groups.map(\.accounts) == [[0]])
    }

    @Test func `a GUID is looked for by its bytes, other anchors by their letters`() {
        let anchor = Anchor("03020100-0504-0706-0809-0a0b0c0d0e0f")
        #expect(anchor.filter(on: "objectGUID") == .equality("objectGUID", Array(0...15)))
        #expect(anchor.filter(on: "entryUUID") == .equals("entryUUID", anchor.rawValue))
        Array(0...15).withUnsafeBufferPointer {
            #expect(Anchor(value: $0, of: "OBJECTGUID") == anchor)
        }
    }

    @Test func `whoever names an entry that was renamed or is gone must be asked`() {
        var fixture = EntryFixture()
        let renamed = EntryFixture.bob.replacing("bob", with: "rob")
        fixture.person(renamed, ("entryUUID", ["b-2"]), ("uid", ["rob"]))
        let asked = EntrySet(people: [Anchor("a-1")], groups: [Anchor("g-1")])
        #expect(fixture.builder.aftermath(of: EntrySet(), in: baseline()).toAsk == asked)
        fixture.person(EntryFixture.ada, ("entryUUID", ["a-1"]), ("manager", [renamed]))
        #expect(
            fixture.builder.aftermath(of: EntrySet(), in: baseline()).toAsk
                == EntrySet(groups: [Anchor("g-1")]))
        let gone = EntrySet(people: [Anchor("b-2"), Anchor("x")], groups: [Anchor("g-1")])
        let empty = EntryFixture()
        let aftermath = empty.builder.aftermath(of: gone, in: baseline())
        #expect(aftermath.toAsk == EntrySet(people: [Anchor("a-1")], groups: [Anchor("g-2")]))
        #expect(!aftermath.hasMovedSubtree)
    }

    // P12
    @Test(arguments: [("c-3", cleo), ("b-2", "UID=Cleo, ou=People,dc=example,dc=org")])
    func `whoever named nobody by a name that is somebody's now must be asked`(
        anchor: String, name: String
    ) {
        var before = EntryFixture()
        before.addPeople()
        before.person(
            "uid=dan,ou=People,dc=example,dc=org", ("entryUUID", ["d-4"]), ("uid", ["dan"]),
            ("manager", [Self.cleo]))
        before.group(
            EntryFixture.readers, ("entryUUID", ["g-1"]), ("cn", ["readers"]),
            ("member", [EntryFixture.ada, Self.cleo]))
        before.group(
            "cn=others,ou=Groups,dc=example,dc=org", ("entryUUID", ["g-2"]), ("cn", ["others"]),
            ("member", ["uid=zoe,ou=People,dc=example,dc=org"]))
        var after = EntryFixture()
        after.person(name, ("entryUUID", [anchor]), ("uid", ["cleo"]))
        let asked = after.builder.aftermath(of: EntrySet(), in: before.finish()).toAsk
        #expect(asked.groups == [Anchor("g-1")])
        #expect(asked.people.contains(Anchor("d-4")))
    }

    @Test(arguments: [
        "cn=phone,uid=ada,ou=People,dc=example,dc=org",
        "cn=phone, UID=Ada, OU=People, dc=example,dc=org", "a=b,c=d,\(EntryFixture.ada)",
    ])
    func `somebody below a name that is no more has moved, however it is spelled`(name: String) {
        var before = EntryFixture()
        before.addPeople()
        before.person(name, ("entryUUID", ["p"]))
        let after = EntryFixture()
        let known = before.finish()
        func hasMoved(_ gone: String) -> Bool {
            after.builder.aftermath(of: EntrySet(people: [Anchor(gone)]), in: known)
                .hasMovedSubtree
        }
        #expect(hasMoved("a-1"))
        #expect(!hasMoved("b-2"))
    }

    @Test func `a login that becomes another's too is looked for again`() throws {
        let group = ("cn=g,ou=Groups,dc=example,dc=org", ("memberUid", ["ada", "zoe"]))
        var before = EntryFixture(.rfc2307)
        before.addPeople()
        before.group(group.0, ("entryUUID", ["g-1"]), ("cn", ["g"]), group.1)
        let known = before.finish()
        #expect(known.groups[0].unresolved == ["zoe"])
        var fixture = EntryFixture(.rfc2307)
        fixture.person(
            EntryFixture.bob, ("entryUUID", ["b-2"]), ("uid", ["ADA"]), ("title", ["x"]))
        #expect(
            fixture.builder.aftermath(of: EntrySet(), in: known).toAsk
                == EntrySet(groups: [Anchor("g-1")]))
        fixture.group(group.0, ("entryUUID", ["g-1"]), ("cn", ["g"]), group.1)
        fixture.builder.adopt(known, without: EntrySet())
        let reading = fixture.finish()
        #expect(reading.groups[0].accounts.isEmpty)
        #expect(reading.groups[0].unresolved == ["ada", "zoe"])
    }
}

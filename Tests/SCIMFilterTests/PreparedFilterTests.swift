import Directory
import TestSupport
import Testing

@testable import SCIMFilter

/// A prepared filter and the plain one agree on every person of random organisations.
@Suite struct PreparedFilterTests {
    static let filters = [
        #"groups.display eq "team-1""#, #"groups.display ne "TEAM-1""#, #"groups pr"#,
        #"groups eq "corp:g02""#, #"groups.display sw "team""#, #"groups.type eq "direct""#,
        #"groups.type eq "indirect""#, #"groups.type ne "indirect""#, "groups.type pr",
        #"groups[display eq "team-2" and type eq "direct"]"#,
        #"groups[display eq "team-2" and type eq "indirect"]"#,
        #"groups[not (display eq "team-2") and type ne "direct"]"#,
        #"groups[display ne "team-2" or type eq "direct"]"#,
        #"groups.dn eq "CN = Team-3, DC=example,DC=org""#, #"groups.dn co "TEAM-3""#,
        #"managers eq "P03""#, #"managers ne "p03""#, "managers pr", #"managers sw "p0""#,
        #"manager.value eq "corp:p05""#, #"manager.displayName co "5""#, "manager eq null",
        #"not (managers eq "p01" or groups.display eq "team-4") and title pr"#,
        #"title eq "Lead" and groups.display eq "team-1" or active eq false"#,
        #"id eq "corp:p07""#,
    ]

    @Test(arguments: filters)
    func `preparing changes no answer`(text: String) throws {
        let filter = try Filter.parse(text)
        var answers: Set<Bool> = []
        for seed in 0..<15 {
            let snapshot = randomOrganisation(seed: UInt64(seed))
            let prepared = filter.prepared(for: snapshot)
            for index in snapshot.people.indices {
                let person = PersonIndex(index)
                let subject = PersonSubject(snapshot: snapshot, person: person)
                #expect(prepared.matches(person) == filter.matches(subject))
                #expect(prepared.matchedParts(for: person) == filter.matchedParts(for: subject))
                answers.insert(prepared.matches(person))
            }
        }
        #expect(answers == [true, false])
    }

    @Test func `an explanation names the group and the manager`() throws {
        // ada reports to lee, lee to kim; ada is in team-0, which is in team-1.
        let snapshot = organisation(
            names: ["ada", "kim", "lee"], managers: [2, nil, 1], members: [[0], []],
            nested: [[], [0]])
        func explained(_ text: String) throws -> [[String?]] {
            try Filter.parse(text).prepared(for: snapshot).matchedParts(for: 0).map {
                [$0.attribute.path, $0.value, $0.element.map(String.init)]
            }
        }
        #expect(
            try explained(#"groups.display eq "team-1""#) == [["groups.display", "team-1", "1"]])
        #expect(try explained(#"groups[type eq "direct"]"#) == [["groups.value", "corp:g00", "0"]])
        #expect(try explained(#"managers eq "KIM""#) == [["managers", "kim", "1"]])
        #expect(try explained("manager pr") == [["manager.value", "corp:p02", "2"]])
        #expect(try explained("groups pr") == [["groups.value", "corp:g00", "0"]])
        #expect(
            try explained(#"groups.display sw "team""#) == [
                ["groups.display", "team-0", "0"], ["groups.display", "team-1", "1"],
            ])
        #expect(try explained(#"groups.display ne "team-9""#) == [["groups.display", nil, nil]])
    }

    // P13
    @Test(arguments: [
        (#"cn=smith\, team+ou=b,dc=example,dc=org"#, true),
        (#"CN=Smith\2C Team+OU=B, DC=Example, DC=org"#, true),
        (#"ou=b+cn=\53mith\2c team , dc=example,dc=org"#, true),
        (#"cn=smith,dc=example,dc=org"#, false),
    ])
    func `groups are found by DN, however it is spelled`(dn: String, isEqual: Bool) throws {
        let snapshot = organisation(
            names: ["ada"], managers: [nil], members: [[0]], nested: [[]],
            labels: [#"cn=Smith\, Team+ou=B,dc=example,dc=org"#])
        let literal = Literal.string(dn)
        let eq = try Filter.parse("groups.dn eq \(literal)")
        let ne = try Filter.parse("groups.dn ne \(literal)")
        #expect(eq.prepared(for: snapshot).matches(0) == isEqual)
        #expect(ne.prepared(for: snapshot).matches(0) != isEqual)
        #expect(eq.matches(PersonSubject(snapshot: snapshot, person: 0)) == isEqual)
    }

    @Test func `a SCIM location is compared as text`() throws {
        let location = "https://example.org/scim/v2/Groups/7"
        let snapshot = organisation(
            names: ["ada"], managers: [nil], members: [[0]], nested: [[]], labels: [location])
        #expect(
            try Filter.parse(#"groups.dn eq "\#(location)""#).prepared(for: snapshot).matches(0))
        #expect(
            try !Filter.parse(#"groups.dn eq "cn=x,dc=example""#).prepared(for: snapshot).matches(0)
        )
    }

    @Test func `a line of any length is climbed once`() throws {
        let count = 100_000
        let snapshot = organisation(
            names: (0..<count).map(String.init),
            managers: (0..<count).map { $0 == 0 ? nil : PersonIndex($0 - 1) },
            members: [], nested: [])
        let filter = try Filter.parse(#"managers eq "99990""#).prepared(for: snapshot)
        #expect((0..<PersonIndex(count)).filter(filter.matches) == Array(99_991..<100_000))
    }
}

extension PreparedFilterTests {
    private func organisation(
        names: [String], managers: [PersonIndex?], members: [[PersonIndex]],
        nested: [[GroupIndex]], labels: [String]? = nil, titles: [String] = [],
        active: [Bool] = []
    ) -> DirectorySnapshot {
        let people = names.enumerated().map { index, name in
            let title = titles.isEmpty ? "" : titles[index]
            return Person(
                id: PersonID(names.count < 100 ? "corp:p\(two(index))" : "corp:\(name)"),
                accounts: [], label: "", isActive: active.isEmpty || active[index],
                attributes: AttributeValues([.init(.userName, name), .init(.title, title)]))
        }
        let groups = members.indices.map { index in
            Group(
                id: GroupID("corp:g\(two(index))"), source: SourceID("corp"),
                display: "team-\(index)",
                label: labels?[index] ?? "cn=team-\(index),dc=example,dc=org", unresolved: [])
        }
        return DirectorySnapshot(
            sources: [], people: people, groups: groups,
            memberships: MembershipGraph(
                people: members, groups: nested, personCount: people.count),
            reportingLines: ReportingLines(managers: managers), diagnostics: [])
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Twelve people and seven groups with cycles, diamonds and loops.
    private func randomOrganisation(seed: UInt64) -> DirectorySnapshot {
        var random = SplitMix64(seed: seed)
        func some<Index: BinaryInteger>(of count: Int, oneIn chance: Int) -> [Index] {
            (0..<count).filter { _ in Int.random(in: 0..<chance, using: &random) == 0 }
                .map { Index($0) }
        }
        let members: [[PersonIndex]] = (0..<7).map { _ in some(of: 12, oneIn: 7) }
        let nested: [[GroupIndex]] = (0..<7).map { _ in some(of: 7, oneIn: 6) }
        let managers: [PersonIndex?] = (0..<12).map { _ in
            Bool.random(using: &random) ? PersonIndex.random(in: 0..<12, using: &random) : nil
        }
        return organisation(
            names: (0..<12).map { "p\(two($0))" }, managers: managers, members: members,
            nested: nested, titles: (0..<12).map { $0 % 3 == 0 ? "Lead" : "" },
            active: (0..<12).map { $0 % 5 != 0 })
    }
}

import Directory
import Testing

@testable import SCIMSource

@Suite struct GroupReaderTests {
    /// Reads one group with these members beside ada (1), bob (2) and the group 9.
    private func read(_ members: String) throws -> (group: DirectoryGroup, reading: SourceReading) {
        var fixture = SCIMFixture()
        try fixture.users(#""id":"1","userName":"ada""#, #""id":"2","userName":"bob""#)
        try fixture.groups(
            #""id":"0","displayName":"readers","members":\#(members)"#,
            #""id":"9","displayName":"inner","members":[]"#)
        let reading = fixture.reading()
        return (try #require(reading.groups.first), reading)
    }

    @Test func `people and groups are members by id`() throws {
        let (group, reading) = try read(
            #"""
            [{"value":"2","type":"User","display":"Bob"},{"value":"1","$ref":"../Users/1"},
             {"value":"9","type":"group"},{"value":"1"},{"value":"77","type":"User"}]
            """#)
        #expect(group.display == "readers")
        #expect(group.label == "Groups/0")
        #expect(reading.names(of: group) == ["ada", "bob"])
        #expect(group.groups == [1])
        #expect(group.unresolved == ["77"])
        #expect(reading.codes == [])
        #expect(reading.membershipCount == 3)
    }

    // P30
    @Test(arguments: ["[]", "null"])
    func `a group without members is a group`(members: String) throws {
        let (group, reading) = try read(members)
        #expect(group.accounts.isEmpty && group.groups.isEmpty && group.unresolved.isEmpty)
        #expect(reading.groups.map(\.display) == ["readers", "inner"])
        #expect(reading.certificate.isComplete)
    }

    @Test(arguments: [
        (#"["1"]"#, ["scim.bare-element"]), (#"[1]"#, ["scim.bare-element", "scim.numeric-id"]),
        (#"[{"value":1}]"#, ["scim.numeric-id"]), (#"{"value":"1"}"#, ["scim.single-element"]),
        (#"[{"Value":"1"}]"#, ["scim.attribute-case"]),
        (#"[{"$ref":"https://example.org/v2/Users/1/"}]"#, ["scim.id-in-reference"]),
        (#"[{"value":"ADA"}]"#, ["scim.member-by-user-name"]),
        (#"[{"value":"ada","type":"User"}]"#, ["scim.member-by-user-name"]),
    ])
    func `a member is found, however it is named`(members: String, codes: [String]) throws {
        let (group, reading) = try read(members)
        #expect(reading.names(of: group) == ["ada"])
        #expect(reading.codes.sorted() == codes)
        #expect(reading.certificate.isComplete)
    }

    @Test(arguments: [
        #"[{"value":"1","type":"Group"}]"#, #"[{"value":"9","type":"User"}]"#,
        #"[{"value":"ada","type":"Group"}]"#, #"[{"value":"1","type":"Device"}]"#,
        #"[{"value":"nobody"}]"#,
    ])
    func `a member of another type than it says is not guessed`(members: String) throws {
        let (group, reading) = try read(members)
        #expect(group.accounts.isEmpty && group.groups.isEmpty)
        #expect(group.unresolved.count == 1)
        #expect(reading.codes == [])
    }

    @Test(arguments: ["[{}]", "[null]", "[[]]", #"[{"display":"Ada"}]"#, #"[""]"#])
    func `a member without an id is somebody, and nobody knows who`(members: String) throws {
        let (group, reading) = try read(members)
        #expect(group.unresolved == [""])
        #expect(reading.codes.contains("scim.invalid-member"))
    }

    @Test(arguments: [
        #""members":"1""#, #""members":7"#, #""members":[],"members":[{"value":"1"}]"#,
        #""members":[{"value":"1","value":"2"}]"#, #""displayName":["a"]"#,
        #""displayName":"a","displayName":"b""#,
    ])
    func `a group that cannot be read makes the reading prove nothing`(members: String) throws {
        var fixture = SCIMFixture()
        try fixture.groups(#""id":"1",\#(members)"#)
        #expect(fixture.reading().reasons == ["unreadable-group"])
    }

    @Test func `users and groups may share ids where the type is stated`() throws {
        var fixture = SCIMFixture()
        try fixture.users(#""id":"1","userName":"ada""#)
        try fixture.groups(
            #""id":"1","displayName":"a","members":[{"value":"1","type":"User"}]"#,
            #""id":"2","displayName":"b","members":[{"value":"1","type":"Group"}]"#,
            #""id":"3","displayName":"c","members":[{"value":"1"}]"#)
        let groups = fixture.reading().groups
        #expect(groups.map(\.accounts) == [[0], [], []])
        #expect(groups.map(\.groups) == [[], [0], []])
        #expect(groups.map(\.unresolved) == [[], [], ["1"]])
        #expect(fixture.reading().codes == ["scim.ambiguous-member"])
    }

    @Test func `groups may come before people, and contain each other`() throws {
        var fixture = SCIMFixture()
        try fixture.groups(
            #""id":"1","displayName":"a","members":[{"value":"2"},{"value":"p"}]"#,
            #""id":"2","displayName":"b","members":[{"value":"1"},{"value":"2"}]"#)
        try fixture.users(#""id":"p","userName":"ada""#)
        let groups = fixture.reading().groups
        #expect(groups.map(\.groups) == [[1], [0, 1]])
        #expect(groups.map(\.accounts) == [[0], []])
    }

    @Test func `a group without a name is shown by its location`() throws {
        var fixture = SCIMFixture()
        try fixture.groups(#""id":"1""#, #""id":"2","displayName":2026"#)
        #expect(fixture.reading().groups.map(\.display) == ["Groups/1", "2026"])
    }
}

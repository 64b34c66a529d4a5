import Diagnostics
import Directory
import Testing

@testable import SCIMSource

@Suite struct SCIMReadingBuilderTests {
    @Test func `accounts and groups are in the order of their ids, whatever the pages`() throws {
        var fixture = SCIMFixture()
        try fixture.groups(#""id":"y","displayName":"y""#, #""id":"b","displayName":"b""#)
        try fixture.users(#""id":"z","userName":"zoe""#, #""id":"a","userName":"ada""#)
        let reading = fixture.reading()
        #expect(reading.accounts.map(\.anchor.rawValue) == ["a", "z"])
        #expect(reading.accounts.map(\.label) == ["Users/a", "Users/z"])
        #expect(reading.groups.map(\.anchor.rawValue) == ["b", "y"])
        #expect(reading.attributeNames[.department] == "department")
        #expect(fixture.builder.progress.people == 2)
    }

    @Test func `ids are told apart by their case`() throws {
        var fixture = SCIMFixture()
        let id = "2819c223-7f76-453a-919d-413861904646"
        try fixture.users(
            #""id":"\#(id)","userName":"ada""#, #""id":"\#(id.uppercased())","userName":"bob""#)
        #expect(fixture.reading().accounts.count == 2)
    }

    // P18
    @Test func `a resource that changed between two pages is taken as it came last`() throws {
        var fixture = SCIMFixture()
        try fixture.users(#""id":"1","userName":"ada""#, #""id":"1","userName":"bob""#)
        let reading = fixture.reading()
        #expect(reading.accounts.map { $0.attributes[.userName] } == ["bob"])
        #expect(reading.certificate.isComplete)
    }

    // P18
    @Test func `two resources with one id on one page prove nothing`() throws {
        var fixture = SCIMFixture()
        let meta = SCIMFixture.meta
        try fixture.list(
            #"{"id":"1","userName":"ada",\#(meta)}"#, #"{"id":"1","userName":"bob",\#(meta)}"#)
        let reading = fixture.reading()
        #expect(reading.accounts.map { $0.attributes[.userName] } == ["ada"])
        #expect(reading.reasons == ["different-twice"])
        #expect(reading.diagnostics.map(\.severity) == [.error])
        #expect(reading.diagnostics.first?.place == .entry(source: "cloud", entry: "Users/1"))
    }

    @Test func `a group again is the same only with the same members`() throws {
        var fixture = SCIMFixture()
        let group = #""id":"g","displayName":"g","members":[{"value":"1"}]"#
        try fixture.groups(group)
        try fixture.users(#""id":"1","userName":"ada""#)
        try fixture.groups(group)
        #expect(fixture.reading().certificate.isComplete)
        #expect(fixture.reading().groups.map(\.accounts) == [[0]])
        try fixture.groups(#""id":"g","displayName":"g","members":[]"#)
        #expect(fixture.reading().certificate.isComplete)
        #expect(fixture.reading().groups.map(\.accounts) == [[]])
    }

    // P6
    @Test func `a group that is asked for by its id replaces what the list said`() throws {
        var fixture = SCIMFixture()
        try fixture.users(#""id":"1","userName":"ada""#)
        try fixture.groups(
            #""id":"g","displayName":"g""#, #""id":"h","displayName":"h","members":["1"]"#)
        #expect(fixture.builder.groupsWithoutMembers == [Anchor("g")])
        try fixture.resource(
            #"{"id":"g","displayName":"g","members":[{"value":"1"}],"meta":{}}"#, of: .groups)
        let reading = fixture.reading()
        #expect(fixture.builder.groupsWithoutMembers == [])
        #expect(reading.groups.map(\.accounts) == [[0], [0]])
        #expect(reading.certificate.isComplete)
        #expect(reading.certificate.queries.map(\.entries) == [1, 3])
    }

    @Test(arguments: [
        (#"{"Resources":[]}"#, SCIMPageError.Code.notAResource),
        (#"{"status":404}"#, .errorResponse), ("[]", .notAListResponse), ("<p>", .html),
    ])
    func `an answer that is no resource is refused`(
        body: String, code: SCIMPageError.Code
    ) throws {
        var fixture = SCIMFixture()
        let error = #expect(throws: SCIMPageError.self) {
            try fixture.resource(body, of: .people)
        }
        #expect(error?.code == code)
    }

    // P25
    @Test func `no finding says in its sentence whom it is about`() throws {
        var fixture = SCIMFixture()
        try fixture.list(#"{"id":"secret","userName":null,"active":"secret","title":["secret"]}"#)
        try fixture.groups(#""id":"secret","members":[{"display":"secret"},"secret"]"#)
        let reading = fixture.reading()
        #expect(reading.diagnostics.count > 4)
        for diagnostic in reading.diagnostics {
            #expect(!diagnostic.description.contains("secret"))
            #expect(diagnostic.debugDescription.contains("secret"))
        }
    }

    @Test func `a thousand findings of a kind are listed a hundred times, and counted`() throws {
        var fixture = SCIMFixture()
        for number in 0..<1_000 {
            try fixture.users(#""id":"\#(number)","userName":"\#(number)","active":"?""#)
        }
        let findings = fixture.reading().diagnostics
        #expect(findings.count == 101)
        #expect(findings.contains { $0.message == "and 900 more of this kind in source cloud" })
    }

    @Test func `the same pages give the same reading`() throws {
        func read() throws -> SourceReading {
            var fixture = SCIMFixture()
            try fixture.page(PageFuzzTests.users)
            try fixture.page(PageFuzzTests.groups, of: .groups)
            return fixture.reading()
        }
        let (one, other) = (try read(), try read())
        #expect(one.accounts == other.accounts)
        #expect(one.groups == other.groups)
        #expect(one.diagnostics == other.diagnostics)
        #expect(one.certificate == other.certificate)
    }

    // P19
    @Test(arguments: [(49, false), (50, false), (99, false), (100, true), (101, false)])
    func `a largest group of a hundred is perhaps cut`(members: Int, isDoubtful: Bool) throws {
        var fixture = SCIMFixture()
        let ids = (0..<members).map { "\"\($0)\"" }.joined(separator: ",")
        try fixture.groups(
            #""id":"g","displayName":"g","members":[\#(ids)]"#, #""id":"h","displayName":"h""#)
        #expect(fixture.builder.groupsPerhapsCapped == (isDoubtful ? [Anchor("g")] : []))
    }

    // P19
    @Test func `people are added to a group only where they go together with its members`() throws {
        var fixture = SCIMFixture()
        try fixture.users(#""id":"1","userName":"ada""#, #""id":"2","userName":"bob""#)
        try fixture.groups(#""id":"g","displayName":"g","members":["1"]"#)
        var goTogether = [fixture.builder.addMembers([Anchor("2")], to: Anchor("g"))]
        goTogether.append(fixture.builder.addMembers([Anchor("1"), Anchor("2")], to: Anchor("g")))
        #expect(goTogether == [false, true])
        #expect(fixture.reading().groups.map(\.accounts) == [[0, 1]])
        try fixture.groups(#""id":"h","displayName":"h","members":["2","g"]"#)
        goTogether = [fixture.builder.addMembers([Anchor("1"), Anchor("2")], to: Anchor("h"))]
        goTogether.append(fixture.builder.addMembers([Anchor("2")], to: Anchor("h")))
        #expect(goTogether == [false, true])
    }
}

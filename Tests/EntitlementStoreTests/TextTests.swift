import Directory
import Entitlements
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct TextTests {
    // P39
    @Test(arguments: [
        "o'brien", "50%", "_", "a\"b", "\\", "'; DROP TABLE people; --", "nul\u{0}inside", "\u{1}",
        "tab\tline\n", "naïve", "nai\u{308}ve", "日本", "👩‍🔧", "?", ":name", "{table}",
    ])
    func `names with any letters come back as they were`(_ name: String) throws {
        let world = try World()
        world.rules = name
        var office = Office.usual
        office[member: "a1"].userName = name
        office[member: "a1"].department = name
        office[member: "a1"].label = "cn=\(name)"
        office[team: "g1"].display = name
        office[team: "g1"].unresolved = [name]
        office[member: "c1"].manager = name
        try world.run(office, minute: 1)
        try world.applyAll(minute: 2)
        let stored = try #require(try world.store.lastCompleteReading(of: SourceID("corp")))
        let read = office.reading(at: .at(1))
        #expect(stored.accounts == read.accounts && stored.groups == read.groups)
        let ada = PersonID("corp:a1")
        #expect(try world.store.people(userName: name) == [ada])
        let why = try #require(try world.store.explanation(person: ada, role: World.viewer))
        #expect(why.person.userName == name)
        #expect(why.holdings.first?.derivations.first?.derivation.evidence.last?.value == name)
        #expect(try world.store.mappingRevision() == world.mapping)
        #expect(try world.prepare([office], minute: 3).comparison.state.delta.isEmpty)
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `ids that Swift and the database order differently are still matched`() throws {
        let world = try World()
        var office = Office(source: "corp")
        for anchor in ["z", "e\u{301}", "é2", "f", "e", "\u{10000}", "\u{FFEE}", "ab", "a"] {
            office.members.append(Office.Member(anchor: anchor, userName: anchor, mail: nil))
        }
        try world.run(office, minute: 1)
        let delta = try world.delta(office)
        #expect(delta.isEmpty)
        office.members.removeAll { $0.anchor == "f" }
        #expect(try world.delta(office).departed == [PersonID("corp:f")])
        #expect(try world.delta(office).changed.isEmpty)
    }

    @Test func `attributes keep their elements`() throws {
        let values = AttributeValues([
            AttributeValues.Entry(.emailsValue, "a@example.org", element: 2),
            AttributeValues.Entry(.emailsValue, "b@example.org", element: 5),
            AttributeValues.Entry(.emailsType, "work", element: 5),
            AttributeValues.Entry(.phoneNumbersValue, "1", element: 0),
            AttributeValues.Entry(.phoneNumbersValue, "2", element: 1),
            AttributeValues.Entry(.department, "Sales"),
            AttributeValues.Entry(.title, "One", element: 1),
        ])
        var text = AttributeText()
        let bytes = text.bytes(of: values)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"title":[null,"One"],"emails.value":[null,null,"a@example.org",null,null,"#
                + #""b@example.org"],"emails.type":[null,null,null,null,null,"work"],"#
                + #""phoneNumbers.value":["1","2"],"department":"Sales"}"#)
        #expect(bytes.withUnsafeBufferPointer(AttributeText.parse) == values)
        #expect(
            Array("{}".utf8).withUnsafeBufferPointer(AttributeText.parse) == AttributeValues())
        for broken in [
            "", "{", "{\"title\"}", "{\"x\":\"y\"}", "{\"title\":[\"a\"}", "[]", "{\"title\":\"a",
        ] {
            #expect(Array(broken.utf8).withUnsafeBufferPointer(AttributeText.parse) == nil)
        }
    }

    @Test func `the content hash is the same everywhere and tells texts apart`() {
        // It is stored: another value would make every row look changed.
        #expect(ContentHash.of("department") == ContentHash.of("department"))
        #expect(ContentHash.of("") == Self.ofNothing)
        var seen = Set<Int64>()
        for text in ["", "a", "b", "ab", "ba", "a\u{0}", "12345678", "123456789", "12345678\u{0}"] {
            #expect(seen.insert(ContentHash.of(text)).inserted)
        }
        var split = ContentHash()
        split.add("a")
        split.add("b")
        var whole = ContentHash()
        whole.add("ab")
        #expect(split.value != whole.value)
    }

    private static let ofNothing: Int64 = -15_995_790_357_393_779
}

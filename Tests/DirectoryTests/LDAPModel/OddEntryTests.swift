import Diagnostics
import Directory
import Testing

@Suite struct OddEntryTests {
    @Test func `an entry without an anchor is left out, and the reading proves nothing`() {
        var fixture = EntryFixture()
        fixture.addPeople()
        fixture.person("uid=c,dc=org", ("uid", ["c"]))
        fixture.group("cn=g,dc=org", ("member", [EntryFixture.ada]))
        fixture.group("cn=h,dc=org", ("entryUUID", ["h"]), ("member", ["uid=c,dc=org"]))
        let reading = fixture.finish()
        #expect(reading.accounts.count == 2)
        #expect(reading.groups.map(\.unresolved) == [["uid=c,dc=org"]])
        #expect(reading.groups.map(\.accounts) == [[]])
        #expect(reading.reasons == ["unusable-entry"])
        #expect(reading.codes == ["directory.no-anchor", "directory.no-anchor"])
        #expect(reading.diagnostics.allSatisfy { $0.severity == .error })
        let anchorless = [ReadingQuery.Exclusion(.noAnchor, 1)]
        #expect(reading.certificate.queries.map(\.exclusions) == [anchorless, anchorless])
    }

    @Test(arguments: [["a", "b"], [""]])
    func `an anchor with several values, or an empty one, is none`(_ values: [String]) {
        var fixture = EntryFixture()
        fixture.person("uid=c,dc=org", ("entryUUID", values))
        let reading = fixture.finish()
        #expect(reading.accounts.isEmpty)
        #expect(reading.reasons == ["unusable-entry"])
    }

    @Test func `two entries with one anchor prove nothing`() {
        var fixture = EntryFixture()
        fixture.person("uid=a,dc=org", ("entryUUID", ["1"]), ("uid", ["a"]))
        fixture.person("uid=b,dc=org", ("entryUUID", ["1"]), ("uid", ["b"]))
        fixture.group("cn=a,dc=org", ("entryUUID", ["2"]))
        fixture.group("cn=a,dc=org", ("entryUUID", ["2"]), ("member", ["uid=b,dc=org"]))
        let reading = fixture.finish()
        #expect(reading.accounts.count == 1)
        #expect(reading.groups.count == 1)
        #expect(reading.reasons == ["duplicate-anchor"])
        #expect(reading.codes == Array(repeating: "directory.duplicate-anchor", count: 4))
        #expect(reading.diagnostics.first?.severity == .error)
    }

    // P18
    @Test func `the same entry twice is one entry`() {
        var fixture = EntryFixture()
        fixture.addPeople()
        fixture.addPeople()
        for _ in 0..<2 {
            fixture.group(
                EntryFixture.readers, ("entryUUID", ["g"]),
                ("member", [EntryFixture.ada, "uid=zoe,dc=org"]))
        }
        let reading = fixture.finish()
        #expect(reading.accounts.map(\.anchor.rawValue) == ["a-1", "b-2"])
        #expect(reading.accounts.first?.manager == .account(1))
        #expect(reading.groups.map(\.accounts) == [[0]])
        #expect(reading.certificate.isComplete)
        #expect(reading.codes == Array(repeating: "directory.repeated-entry", count: 3))
    }

    @Test func `a value that is no UTF-8 is left out, and the entry stays`() throws {
        var fixture = EntryFixture()
        fixture.add(
            "uid=a,dc=org",
            [
                ("entryUUID", [[0x61]]), ("title", [[0xFF, 0xFE]]), ("uid", [[0x61]]),
                ("departmentNumber", [Array(repeating: 0xC3, count: 40)]),
            ], to: fixture.people)
        let reading = fixture.finish()
        let account = try #require(reading.accounts.first)
        #expect(account.attributes[.userName] == "a")
        #expect(account.attributes[.title] == nil)
        #expect(reading.codes == ["directory.invalid-utf8", "directory.invalid-utf8"])
        #expect(reading.certificate.isComplete)
    }

    @Test func `an anchor that is no UTF-8 is none`() {
        var fixture = EntryFixture()
        fixture.add("uid=a", [("entryUUID", [[0xFF]])], to: fixture.people)
        #expect(fixture.finish().reasons == ["unusable-entry"])
    }

    @Test func `a value of a million letters is left out`() throws {
        var fixture = EntryFixture()
        let million = String(repeating: "x", count: 1_000_000)
        let longest = String(repeating: "y", count: ReadingBuilder.longestValue)
        fixture.person(
            "uid=a", ("entryUUID", ["a"]), ("title", [million]), ("displayName", [longest]),
            ("jpegPhoto", [million]))
        fixture.group("cn=g", ("entryUUID", ["g"]), ("member", ["cn=" + million]))
        let reading = fixture.finish()
        let account = try #require(reading.accounts.first)
        #expect(account.attributes[.title] == nil)
        #expect(account.attributes[.displayName] == longest)
        #expect(reading.codes == ["directory.value-too-long", "directory.value-too-long"])
        #expect(reading.groups.first?.unresolved.map(\.count) == [0, 256])
    }

    @Test func `two accounts with one login are a finding each`() {
        var fixture = EntryFixture()
        fixture.person("uid=a", ("entryUUID", ["1"]), ("uid", ["ada"]))
        fixture.person("uid=b", ("entryUUID", ["2"]), ("uid", ["Ada"]))
        fixture.person("uid=c", ("entryUUID", ["3"]), ("uid", ["bob"]))
        let reading = fixture.finish()
        #expect(
            reading.diagnostics.map(\.place) == [
                .entry(source: "corp", entry: "uid=a"), .entry(source: "corp", entry: "uid=b"),
            ])
        #expect(reading.codes == Array(repeating: "directory.duplicate-user-name", count: 2))
    }

    @Test func `an entry that is person and group is both, and its members know both`() {
        var fixture = EntryFixture()
        fixture.person("cn=both,dc=org", ("entryUUID", ["1"]), ("uid", ["both"]))
        fixture.group("cn=both,dc=org", ("entryUUID", ["1"]))
        fixture.group("cn=outer,dc=org", ("entryUUID", ["2"]), ("member", ["CN=both,dc=org"]))
        let reading = fixture.finish()
        #expect(reading.codes == ["directory.person-and-group"])
        #expect(reading.groups.map(\.accounts) == [[], [0]])
        #expect(reading.groups.map(\.groups) == [[], [0]])
        #expect(reading.certificate.isComplete)
    }

    @Test func `a thousand findings of a kind are listed a hundred times, and counted`() {
        var fixture = EntryFixture()
        for number in 0..<1_000 { fixture.person("uid=\(number)") }
        let reading = fixture.finish()
        #expect(reading.diagnostics.count == 101)
        #expect(reading.diagnostics.last?.message == "and 900 more of this kind in source corp")
        #expect(reading.certificate.queries.first?.excluded == 1_000)
    }

    // P25
    @Test func `no finding says in its sentence whom it is about`() {
        var fixture = EntryFixture()
        fixture.person("uid=secret", ("uid", ["secret"]))
        fixture.group("cn=secret", ("entryUUID", ["1"]), ("member", ["secret"]))
        let reading = fixture.finish()
        #expect(reading.diagnostics.count == 2)
        for diagnostic in reading.diagnostics {
            #expect(!diagnostic.description.contains("secret"))
            #expect(diagnostic.debugDescription.contains("secret"))
        }
    }
}

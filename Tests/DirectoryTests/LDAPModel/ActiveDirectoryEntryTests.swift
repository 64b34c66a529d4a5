import Diagnostics
import Directory
import Testing

/// What is Active Directory's own in an entry.
@Suite struct ActiveDirectoryEntryTests {
    private static let people = "OU=People,DC=example,DC=org"
    private static let now = Timestamp(secondsSinceEpoch: 1_800_000_000)
    /// In tenths of a microsecond since 1601.
    private static let nowInTicks: Int64 = (1_800_000_000 + 11_644_473_600) * 10_000_000

    /// 00010203-0405-0607-0809-0a0b0c0d0e.. as the server sends it.
    private static func guid(_ number: UInt8) -> [UInt8] {
        [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, number]
    }

    /// S-1-5-21-DOMAIN-1-1-NUMBER.
    private static func sid(_ number: UInt8, domain: UInt8 = 7) -> [UInt8] {
        [1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, domain, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
            + [number, 4, 0, 0]
    }

    private static func person(
        _ number: UInt8, domain: UInt8 = 7, control: String? = "512", expires: String? = nil,
        primary: String? = "513"
    ) -> [(String, [[UInt8]])] {
        func text(_ name: String, _ value: String?) -> [(String, [[UInt8]])] {
            value.map { [(name, [Array($0.utf8)])] } ?? []
        }
        return [("objectGUID", [guid(number)]), ("objectSid", [sid(number, domain: domain)])]
            + text("sAMAccountName", "p\(number)") + text("userAccountControl", control)
            + text("accountExpires", expires) + text("primaryGroupID", primary)
    }

    private static func dn(_ number: UInt8) -> String { "CN=p\(number),\(people)" }

    private static func reading(_ attributes: [(String, [[UInt8]])]) -> SourceReading {
        var fixture = EntryFixture(.activeDirectory, at: now)
        fixture.add(dn(1), attributes, to: fixture.people)
        return fixture.finish()
    }

    @Test func `a GUID is spelled as Microsoft's tools spell it`() {
        let reading = Self.reading(Self.person(15))
        #expect(reading.accounts.map(\.anchor.rawValue) == ["00010203-0405-0607-0809-0a0b0c0d0e0f"])
        #expect(reading.diagnostics.isEmpty)
    }

    // P28
    @Test(arguments: [("512", true), ("514", false), ("66048", true), ("66050", false)])
    func `a disabled account is there, and inactive`(control: String, isActive: Bool) {
        #expect(
            Self.reading(Self.person(1, control: control)).accounts.map(\.isActive) == [isActive])
    }

    // P27
    @Test(arguments: [
        ("0", true), ("9223372036854775807", true), (nil, true), (String(nowInTicks), false),
        (String(nowInTicks - 10_000_000), false), (String(nowInTicks + 10_000_000), true),
        ("1", false),
    ])
    func `an account ends when its time comes, and without one never`(
        expires: String?, isActive: Bool
    ) {
        let reading = Self.reading(Self.person(1, expires: expires))
        #expect(reading.accounts.map(\.isActive) == [isActive])
        #expect(reading.accounts.map(\.isReadable) == [true])
    }

    @Test(arguments: [
        person(1, control: nil), person(1, control: "x"), person(1, expires: "soon"),
        person(1, primary: nil), person(1, primary: "-1"),
        person(1).filter { $0.0 != "objectSid" },
    ])
    func `of whom a part is hidden nothing is concluded, and nobody else is in doubt`(
        attributes: [(String, [[UInt8]])]
    ) {
        let reading = Self.reading(attributes)
        #expect(reading.accounts.map(\.isReadable) == [false])
        #expect(reading.codes == ["directory.hidden-value"])
        #expect(reading.certificate.isComplete)
    }

    // P26
    @Test func `a primary group is a group, that of the person's own domain`() throws {
        var fixture = EntryFixture(.activeDirectory, at: Self.now)
        // 1024 + 9, in the last part of the identifier.
        let primary = String(4 << 8 + 9)
        fixture.add(Self.dn(1), Self.person(1, primary: primary), to: fixture.people)
        fixture.add(Self.dn(2), Self.person(2, primary: primary), to: fixture.people)
        fixture.add(Self.dn(3), Self.person(3, domain: 8, primary: primary), to: fixture.people)
        let group: [(String, [[UInt8]])] = [
            ("objectGUID", [Self.guid(99)]), ("objectSid", [Self.sid(9)]),
            ("cn", [Array("staff".utf8)]), ("member", [Array(Self.dn(2).utf8)]),
        ]
        fixture.add("CN=staff,DC=example,DC=org", group, to: fixture.groups)
        let reading = fixture.finish()
        #expect(reading.names(of: try #require(reading.groups.first)) == ["p1", "p2"])
        #expect(reading.certificate.isComplete && reading.diagnostics.isEmpty)
        #expect(reading.attributeNames[.groupsDisplay] == "member, primaryGroupID")
    }

    @Test func `a group that hides what primary groups are found by proves nothing`() {
        var fixture = EntryFixture(.activeDirectory, at: Self.now)
        fixture.add(
            "CN=staff,DC=example,DC=org", [("objectGUID", [Self.guid(99)])], to: fixture.groups)
        #expect(fixture.finish().reasons == ["hidden-identifier"])
    }

    @Test func `an odd value of a group hides nothing that primary groups are found by`() {
        var fixture = EntryFixture(.activeDirectory, at: Self.now)
        fixture.add(
            "CN=staff,DC=example,DC=org",
            [("objectGUID", [Self.guid(99)]), ("objectSid", [Self.sid(9)]), ("cn", [[0xFF]])],
            to: fixture.groups)
        let reading = fixture.finish()
        #expect(reading.certificate.isComplete)
        #expect(reading.groups.map(\.isReadable) == [false])
        #expect(reading.codes == ["directory.invalid-utf8"])
    }

    // P29
    @Test func `foreign principals and members of other domains are unknown`() throws {
        let foreign = [
            "CN=S-1-5-21-9-9-9-1001,CN=ForeignSecurityPrincipals,DC=example,DC=org",
            "CN=Zoe,OU=People,DC=other,DC=example,DC=org",
        ]
        var fixture = EntryFixture(.activeDirectory, at: Self.now)
        let group: [(String, [[UInt8]])] = [
            ("objectGUID", [Self.guid(99)]), ("objectSid", [Self.sid(9)]),
            ("cn", [Array("staff".utf8)]), ("member", foreign.map { Array($0.utf8) }),
        ]
        fixture.add("CN=staff,DC=example,DC=org", group, to: fixture.groups)
        let reading = fixture.finish()
        #expect(reading.groups.first?.unresolved == foreign)
        #expect(reading.certificate.isComplete)
    }
}

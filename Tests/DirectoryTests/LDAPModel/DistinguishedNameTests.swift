import Directory
import Testing

@Suite struct DistinguishedNameTests {
    private static let ada = "cn=Ada Byron,ou=People,dc=example,dc=org"

    // P13
    @Test(arguments: [
        "CN=Ada Byron,OU=People,DC=example,DC=org",
        "cn=ada byron,ou=people,dc=EXAMPLE,dc=ORG",
        "cn = Ada Byron , ou = People , dc = example , dc = org",
        "  cn=Ada Byron,  ou=People,dc=example,dc=org  ",
        "cn=Ada   Byron,ou=People,dc=example,dc=org",
        "cn=\\20Ada Byron\\20,ou=People,dc=example,dc=org",
        "cn=\\ Ada Byron\\ ,ou=People,dc=example,dc=org",
        "cn=\"Ada Byron\",ou=People,dc=example,dc=org",
        "cn=Ada Byron;ou=People;dc=example;dc=org",
        "commonName=Ada Byron,organizationalUnitName=People,domainComponent=example,dc=org",
        "2.5.4.3=Ada Byron,2.5.4.11=People,0.9.2342.19200300.100.1.25=example,dc=org",
        "OID.2.5.4.3=Ada Byron,ou=People,dc=example,dc=org",
        "cn=\\41da\\20Byron,ou=People,dc=example,dc=org",
        "cn=#0C09416461204279726F6E,ou=People,dc=example,dc=org",
        "cn=#1309416461204279726F6E,ou=People,dc=example,dc=org",
    ])
    func `spellings of one name are one name`(_ spelling: String) throws {
        let name = try DistinguishedName(Self.ada)
        let other = try DistinguishedName(spelling)
        #expect(other == name)
        #expect(other.hashValue == name.hashValue)
        #expect(try key(spelling) == key(Self.ada))
        #expect(other.key == name.key)
    }

    // P13
    @Test(arguments: [
        "cn=Ada,cn=Byron,ou=People,dc=example,dc=org",
        "cn=AdaByron,ou=People,dc=example,dc=org",
        "cn=Ada Byron\\,ou=People,dc=example,dc=org",
        "cn=Ada Byron+ou=People,dc=example,dc=org",
        "uid=Ada Byron,ou=People,dc=example,dc=org",
        "cn=Ada Byron,ou=People,dc=example",
        "cn=Ada Byron,ou=People,dc=example.org",
        "cn=#0241,ou=People,dc=example,dc=org",
        "cn=Ada Byron\\00,ou=People,dc=example,dc=org",
        "",
    ])
    func `different names stay different`(_ spelling: String) throws {
        #expect(try DistinguishedName(spelling) != DistinguishedName(Self.ada))
        #expect(try key(spelling) != key(Self.ada))
    }

    // P13
    @Test(arguments: [
        ("cn=a+uid=b,dc=org", "UID=B + CN=A,dc=org"),
        ("cn=Doe\\, Ada,dc=org", "cn=doe\\2C ada,dc=org"),
        ("cn=Doe\\, Ada,dc=org", "cn=\"Doe, Ada\",dc=org"),
        ("cn=a\\+b,dc=org", "cn=a\\2bb,dc=org"),
        ("cn=a\\\\b,dc=org", "cn=a\\5Cb,dc=org"),
        ("cn=\\#1,dc=org", "cn=\\231,dc=org"),
        ("cn=Zo\\C3\\AB,dc=org", "cn=ZOË,dc=org"),
        ("cn=Zoe\u{308},dc=org", "cn=Zo\u{EB},dc=org"),
        ("cn=Strauß,dc=org", "cn=STRAUSS,dc=org"),
        ("cn=ΟΔΟΣ,dc=org", "cn=οδος,dc=org"),
        ("st=Wales,c=GB", "stateOrProvinceName=wales,countryName=gb"),
        ("cn=,dc=org", "cn= ,dc=org"),
    ])
    func `escapes, folding and the order of parts do not matter`(
        _ left: String, _ right: String
    ) throws {
        #expect(try DistinguishedName(left) == DistinguishedName(right))
        #expect(try key(left) == key(right))
    }

    @Test func `a value cannot imitate the separators of the normal form`() throws {
        #expect(
            try DistinguishedName("cn=a\\02ou\\03b,dc=org") != DistinguishedName("cn=a,ou=b,dc=org")
        )
        #expect(try key("cn=a\\02ou\\03b,dc=org") != key("cn=a,ou=b,dc=org"))
    }

    @Test func `attributes that compare by case keep it`() throws {
        #expect(
            try DistinguishedName("automountKey=Home,dc=org")
                != DistinguishedName("automountkey=home,dc=org"))
        #expect(try key("automountKey=Home,dc=org") != key("automountKey=home,dc=org"))
    }

    // P13
    @Test func `an entry is below another by levels, not by letters`() throws {
        let base = try DistinguishedName("ou=People,dc=example,dc=org")
        #expect(try DistinguishedName("uid=a,OU=people, DC=Example,dc=org").isDescendant(of: base))
        #expect(
            try DistinguishedName("uid=a,ou=x,ou=people,dc=example,dc=org").isDescendant(of: base))
        #expect(!base.isDescendant(of: base))
        #expect(try base.isDescendant(of: DistinguishedName("")))
        #expect(try !DistinguishedName("").isDescendant(of: base))
        #expect(
            try !DistinguishedName("uid=a,ou=NoPeople,dc=example,dc=org").isDescendant(of: base))
        #expect(
            try !DistinguishedName("uid=a\\,ou=People,dc=example,dc=org").isDescendant(of: base))
    }

    // P14
    @Test func `the empty name is the root`() throws {
        #expect(try DistinguishedName("").relativeNames.isEmpty)
        #expect(try DistinguishedName("  ").relativeNames.isEmpty)
        #expect(try key("  ").isEmpty)
        #expect(try DistinguishedName("").description == "")
    }

    @Test(arguments: [
        ("cn=\\20a\\20,dc=org", "cn=\\ a\\ ,dc=org"),
        ("cn=\\23a#b,dc=org", "cn=\\#a#b,dc=org"),
        ("CN=\"a,b;c+d<e>f\\\"g\\\\\",dc=org", "CN=a\\,b\\;c\\+d\\<e\\>f\\\"g\\\\,dc=org"),
        ("cn=a\\00\\0A,dc=org", "cn=a\\00\\0A,dc=org"),
        ("cn=\\FF\\41,dc=org", "cn=\\FFA,dc=org"),
        ("cn=#020101, dc = org", "cn=#020101,dc=org"),
        ("cn=a + uid=b;dc=org", "cn=a+uid=b,dc=org"),
    ])
    func `a name prints as RFC 4514 wants it`(_ spelling: String, _ printed: String) throws {
        #expect(try DistinguishedName(spelling).description == printed)
    }

    @Test(arguments: [
        ("cn", 3, LDAPSyntaxError.Code.expectedEquals),
        ("cn=a,", 6, .expectedAttributeType),
        (",cn=a", 1, .expectedAttributeType),
        ("cn=a,,dc=org", 6, .expectedAttributeType),
        ("cn=ä+b,dc=org", 7, .expectedEquals),
        ("cn=a\\", 5, .invalidEscape),
        ("cn=a\\x", 5, .invalidEscape),
        ("cn=a\\4", 6, .invalidEscape),
        ("cn=\"a", 4, .unterminatedQuote),
        ("cn=\"a\"b,dc=org", 7, .unescapedCharacter),
        ("cn=a\"b", 5, .unescapedCharacter),
        ("cn=#", 5, .invalidHexValue),
        ("cn=#4", 5, .invalidHexValue),
        ("cn=#41x", 7, .unescapedCharacter),
        ("=a", 1, .expectedAttributeType),
    ])
    func `what is no name is refused with its column`(
        _ text: String, _ column: Int, _ code: LDAPSyntaxError.Code
    ) throws {
        let error = try #require(throws: LDAPSyntaxError.self) { try DistinguishedName(text) }
        #expect(error.column == column)
        #expect(error.code == code)
        #expect(throws: LDAPSyntaxError.self) { try key(text) }
    }

    @Test func `an error says what and where, and the text only when debugging`() throws {
        let error = try #require(throws: LDAPSyntaxError.self) {
            try DistinguishedName("cn=secret\"")
        }
        #expect(error.description == "DN, column 10: this character must be escaped")
        #expect(
            error.debugDescription
                == "DN, column 10: this character must be escaped, in \"cn=secret\\\"\"")
        #expect(error.label == "unescaped-character")
    }

    @Test func `printing and parsing gives the same name, whatever it holds`() throws {
        var random = SeededRandom(seed: 14)
        for _ in 0..<2_000 {
            let name = random.name()
            let printed = name.description
            let parsed = try DistinguishedName(printed)
            #expect(parsed == name, "\(printed)")
            #expect(parsed.description == printed)
            #expect(try key(printed) == name.key, "\(printed)")
        }
    }

    @Test func `no bytes at all crash the parser, and key and name agree`() {
        var random = SeededRandom(seed: 4514)
        let letters = Array("cnouid=,;+#\\\"  .25AfF09<>\u{E9}\0".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<random.below(14)).map { _ in letters[random.below(letters.count)] }
            bytes.withUnsafeBufferPointer {
                let name = try? DistinguishedName(bytes: $0)
                let key = try? DistinguishedName.Key(bytes: $0)
                #expect(name?.key == key, "\(bytes)")
            }
        }
    }
}

private func key(_ text: String) throws -> DistinguishedName.Key {
    try Array(text.utf8).withUnsafeBufferPointer { try DistinguishedName.Key(bytes: $0) }
}

/// Numbers that are the same in every run.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(truncatingIfNeeded: state >> 33) % limit
    }

    mutating func name() -> DistinguishedName {
        DistinguishedName(
            (0..<below(5)).map { _ in
                DistinguishedName.RelativeName((0...below(2)).map { _ in assertion() })
            })
    }

    private mutating func assertion() -> DistinguishedName.Assertion {
        let types = ["cn", "OU", "domainComponent", "2.5.4.10", "automountKey", "x-own"]
        let octets = (0..<below(9)).map { _ in UInt8(below(3) == 0 ? below(256) : 32 + below(95)) }
        return DistinguishedName.Assertion(
            type: types[below(types.count)],
            value: below(9) == 0 ? .encoded([2, UInt8(octets.count)] + octets) : .string(octets))
    }
}

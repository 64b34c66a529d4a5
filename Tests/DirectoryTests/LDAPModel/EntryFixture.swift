import Diagnostics
import Directory

/// Reads invented entries the way a source does.
struct EntryFixture {
    static let ada = "uid=ada,ou=People,dc=example,dc=org"
    static let bob = "uid=bob,ou=People,dc=example,dc=org"
    static let readers = "cn=readers,ou=Groups,dc=example,dc=org"

    var builder: ReadingBuilder
    let people: ReadingBuilder.Query
    let groups: ReadingBuilder.Query

    init(_ schema: LDAPSchema = .inetOrgPerson) {
        builder = ReadingBuilder(source: SourceID("corp"), schema: schema)
        people = builder.addQuery(.people, "people")
        groups = builder.addQuery(.groups, "groups")
    }

    mutating func person(_ dn: String, _ attributes: (String, [String])...) {
        builder.add(Self.entry(dn, attributes), to: people)
    }

    mutating func group(_ dn: String, _ attributes: (String, [String])...) {
        builder.add(Self.entry(dn, attributes), to: groups)
    }

    /// The usual two people.
    mutating func addPeople() {
        person(Self.ada, ("entryUUID", ["a-1"]), ("uid", ["ada"]), ("manager", [Self.bob]))
        person(Self.bob, ("entryUUID", ["b-2"]), ("uid", ["bob"]))
    }

    func finish() -> SourceReading {
        builder.finish(
            from: Timestamp(secondsSinceEpoch: 1), to: Timestamp(secondsSinceEpoch: 2))
    }

    private static func entry(_ dn: String, _ attributes: [(String, [String])]) -> Entry {
        Entry(dn: dn, attributes: attributes.map { ($0.0, $0.1.map { Array($0.utf8) }) })
    }
}

extension SourceReading {
    var codes: [String] { diagnostics.map(\.code) }
    var reasons: [String] { certificate.reasons.map(\.code) }

    func account(_ userName: String) -> Account? {
        accounts.first { $0.attributes[.userName] == userName }
    }

    func names(of group: DirectoryGroup) -> [String] {
        group.accounts.map { accounts[Int($0)].attributes[.userName] ?? "" }
    }
}

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

    init(
        _ schema: LDAPSchema = .inetOrgPerson, at now: Timestamp = Timestamp(secondsSinceEpoch: 1)
    ) {
        builder = ReadingBuilder(source: SourceID("corp"), schema: schema, at: now)
        people = builder.addQuery(.people, "people")
        groups = builder.addQuery(.groups, "groups")
    }

    mutating func person(_ dn: String, _ attributes: (String, [String])...) {
        add(dn, Self.octets(attributes), to: people)
    }

    /// A group that is called by its DN, unless the attributes name it.
    mutating func group(_ dn: String, _ attributes: (String, [String])...) {
        let name = attributes.contains { $0.0 == "cn" } ? [] : [("cn", [dn])]
        add(dn, Self.octets(name + attributes), to: groups)
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

    /// Gives the builder one entry, value by value.
    mutating func add(
        _ dn: String, _ attributes: [(String, [[UInt8]])], to query: ReadingBuilder.Query
    ) {
        Array(dn.utf8).withUnsafeBufferPointer { builder.begin(query, dn: $0) }
        for (name, values) in attributes {
            let slot = Array(name.utf8).withUnsafeBufferPointer { builder.slot(named: $0) }
            guard let slot else { continue }
            for value in values {
                value.withUnsafeBufferPointer { builder.append($0, to: slot) }
            }
        }
        builder.end()
    }

    private static func octets(_ attributes: [(String, [String])]) -> [(String, [[UInt8]])] {
        attributes.map { ($0.0, $0.1.map { Array($0.utf8) }) }
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

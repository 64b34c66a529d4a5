import Directory
import Entitlements

/// A snapshot as a file: what checks need of one moment, for readers that must go on without us.
///
/// It is gzip over lines of canonical JSON (NDJSON): a ``SnapshotHeader``, the roles, groups, people and
/// entitlements, and at last how many they were, with the Ed25519 signature over the SHA-256 of every line
/// before. One state of the store makes one text, to the byte; one release of zlib makes one file of it.
public struct SnapshotFile: Sendable {
    /// What is sent and kept.
    public let bytes: [UInt8]
    /// Of ``bytes``.
    public let digest: Digest

    /// - Complexity: linear in people and entitlements; beside the view it needs the memory of the compressed
    ///   file, and of a few numbers a person and entitlement.
    public init(of view: OrganizationView, signedBy key: SigningKey) throws(KeyFault) {
        var writer = SnapshotWriter(CheckedFacts(of: view))
        bytes = try writer.file(signedBy: key)
        digest = Digest(of: bytes)
    }
}

/// Writes the lines of one snapshot. Keys stand in sorted order here, as the canonical form wants them.
private struct SnapshotWriter: ~Copyable {
    private let facts: CheckedFacts
    private let people: PeopleInOrder
    /// For each entitlement in force the place of its person.
    private let holders: [Int32?]
    private var line = JSONWriter(indentation: nil)
    private var hash = DigestStream()
    private var gzip = GzipWriter()

    /// **Units:** bytes.
    private static let mostBuffered = 64 << 10

    private var view: OrganizationView { facts.view }

    init(_ facts: CheckedFacts) {
        self.facts = facts
        people = PeopleInOrder(of: facts.view)
        holders = people.places(of: facts.view.held)
    }

    mutating func file(signedBy key: SigningKey) throws(KeyFault) -> [UInt8] {
        var counts = SnapshotHeader.Counts()
        counts.roles = view.roles.count
        counts.groups = facts.groups.count
        counts.people = people.order.count
        counts.entitlements = holders.count { $0 != nil }
        line.write(SnapshotHeader(of: view, key: key.verifyingKey.id, counts: counts).json)
        endLine()
        for role in view.roles { write(role) }
        for (place, group) in facts.groups.enumerated() { write(group, at: place) }
        for member in people.order { write(member) }
        for case (let place?, let entitlement) in zip(holders, view.held) {
            write(entitlement, of: place)
        }
        flush()
        let digest = hash.digest
        line.write([
            "kind": .string(LineKind.end.rawValue), "counts": counts.json,
            "sha256": .string(digest.description),
            "signature": .string(Base64.text(of: try key.signature(of: digest))),
        ])
        endLine()
        flush()
        gzip.finish()
        return gzip.output
    }

    private mutating func endLine() {
        line.write(raw: "\n")
        if line.bytes.count > Self.mostBuffered { flush() }
    }

    private mutating func flush() {
        hash.add(line.bytes)
        gzip.write(line.bytes)
        line.removeAll()
    }

    private mutating func write(_ role: Role) {
        line.write([
            "kind": .string(LineKind.role.rawValue), "id": .string(role.id.rawValue),
            "owner": .string(role.owner.description), "tier": .string(role.tier.rawValue),
            "title": .string(role.title),
        ])
        endLine()
    }

    private mutating func write(_ index: GroupIndex, at place: Int) {
        let group = view.snapshot.groups[Int(index)]
        line.write(raw: "{\"display\":")
        line.write(text: group.display)
        write(",\"groups\":", facts.containers[place])
        line.write(raw: ",\"id\":")
        line.write(text: group.id.rawValue)
        line.write(raw: ",\"kind\":\"group\"}")
        endLine()
    }

    private mutating func write(_ member: PeopleInOrder.Member) {
        switch member {
        case .gone(let place):
            let holder = view.departed[Int(place)]
            line.write(raw: "{\"active\":false,\"gone\":true,\"id\":")
            line.write(text: holder.id.rawValue)
            line.write(raw: ",\"kind\":\"person\"")
            if holder.userName != holder.id.rawValue {
                line.write(raw: ",\"userName\":")
                line.write(text: holder.userName)
            }
        case .there(let index): write(view.snapshot.people[Int(index)], at: index)
        }
        line.write(raw: "}")
        endLine()
    }

    private mutating func write(_ person: Person, at index: PersonIndex) {
        line.write(raw: person.isActive ? "{\"active\":true" : "{\"active\":false")
        write(",\"departments\":", facts.departments(of: person))
        write(",\"groups\":", facts.groups(of: index))
        line.write(raw: ",\"id\":")
        line.write(text: person.id.rawValue)
        line.write(raw: ",\"kind\":\"person\"")
        if let manager = facts.manager(of: index) {
            line.write(raw: ",\"manager\":")
            line.write(.number(people.placeOfPerson[Int(manager)]))
        }
        write(",\"regions\":", facts.regions(of: person))
        if person.userName != person.id.rawValue {
            line.write(raw: ",\"userName\":")
            line.write(text: person.userName)
        }
    }

    private mutating func write(_ entitlement: HeldEntitlement, of place: Int32) {
        line.write(raw: "{\"kind\":\"entitlement\",\"person\":")
        line.write(.number(place))
        line.write(raw: ",\"role\":")
        line.write(text: entitlement.key.role.rawValue)
        line.write(raw: ",\"scope\":")
        line.write(text: entitlement.key.scope.description)
        line.write(raw: ",\"since\":")
        line.write(text: entitlement.sinceTime.description)
        line.write(raw: ",\"sinceRevision\":")
        line.write(.integer(entitlement.since.rawValue))
        line.write(raw: "}")
        endLine()
    }

    /// What is empty is left out.
    private mutating func write(_ key: StaticString, _ places: [Int32]) {
        guard !places.isEmpty else { return }
        line.write(raw: key)
        line.write(.array(places.map(JSONValue.number)))
    }

    private mutating func write(_ key: StaticString, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        line.write(raw: key)
        line.write(.strings(texts))
    }
}

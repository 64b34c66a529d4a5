import Directory
import Entitlements
import TestSupport
import Testing

@testable import MembershipSnapshot

/// Snapshots as files: what is read is what was written, and nothing else is believed.
struct SnapshotFileTests {
    // The pair of RFC 8410 §10.
    private static let key = try! SigningKey(
        pem: """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """)

    private func file(_ view: OrganizationView) throws -> [UInt8] {
        try SnapshotFile(of: view, signedBy: Self.key).bytes
    }

    private func read(_ file: [UInt8]) throws(SnapshotError) -> SignedSnapshot {
        try SignedSnapshot(file: file, believing: [Self.key.verifyingKey])
    }

    /// The lines of a file, each with its end.
    private func lines(_ file: [UInt8]) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        try GzipLines(file: file).forEach { bytes throws(SnapshotError) in
            lines.append(bytes + [UInt8(ascii: "\n")])
        }
        return lines
    }

    private func packed(_ text: [UInt8]) -> [UInt8] {
        var gzip = GzipWriter()
        gzip.write(text)
        gzip.finish()
        return gzip.output
    }

    @Test(arguments: 1...40)
    func `a check in a snapshot is a check in the organisation`(seed: UInt64) throws {
        var organization = RandomOrganization(seed: seed)
        let copy = try read(try file(organization.view)).organization
        for _ in 0..<500 {
            let question = organization.question()
            #expect(
                copy.said(question) == organization.view.said(question),
                "seed \(seed): \(question)")
        }
    }

    @Test func `the questions are of every kind`() {
        var grounds: Set<Substring> = []
        var scopes: Set<Substring> = []
        for seed in UInt64(1)...40 {
            var organization = RandomOrganization(seed: seed)
            for _ in 0..<200 {
                let said = organization.view.said(organization.question()).split(separator: " ")
                grounds.insert(said[0])
                scopes.insert(said[2].prefix { $0 != ":" })
            }
        }
        #expect(grounds.count == 8, "\(grounds)")
        #expect(scopes.isSuperset(of: Scope.Kind.allCases.map { Substring($0.rawValue) }))
    }

    @Test func `one state is one file, and a copy of it makes the same again`() throws {
        for seed in UInt64(1)...10 {
            let first = try file(RandomOrganization(seed: seed).view)
            #expect(try first == file(RandomOrganization(seed: seed).view))
            let snapshot = try read(first)
            #expect(snapshot.digest == Digest(of: first))
            #expect(try file(snapshot.organization) == first, "seed \(seed)")
        }
    }

    @Test func `the header says of what it is, and how fresh`() throws {
        let view = RandomOrganization(seed: 12).view
        let header = try read(try file(view)).header
        #expect(header.revision == view.moment.revision && header.freshness == view.freshness)
        #expect(header.madeAt == Timestamp(secondsSinceEpoch: 1000))
        #expect(header.key == Self.key.verifyingKey.id)
        #expect(header.counts.people == 27 && header.counts.roles == 3)
        let text = String(decoding: try lines(try file(view)).joined(), as: UTF8.self)
        #expect(!text.contains("eyes"), "an attribute that no check asks for")
    }

    @Test func `nothing is told that no scope asks for`() throws {
        let full = RandomOrganization(seed: 3).view
        let bare = OrganizationView(
            moment: full.moment, freshness: full.freshness, roles: full.roles,
            snapshot: full.snapshot,
            held: full.held.filter { $0.key.scope == .organization }, departed: full.departed)
        let text = String(decoding: try lines(try file(bare)).joined(), as: UTF8.self)
        for member in ["departments", "regions", "groups\":[", "manager", "\"kind\":\"group\""] {
            #expect(!text.contains(member), "\(member)")
        }
    }

    @Test func `a bit that is another one is refused, in the text always`() throws {
        let original = try file(RandomOrganization(seed: 5).view)
        let text = Array(try lines(original).joined())
        #expect(packed(text) == original)
        var random = SplitMix64(seed: 20_261_127)
        for _ in 0..<600 {
            var changed = text
            let place = random.below(text.count)
            changed[place] ^= 1 << UInt8(random.below(8))
            #expect(throws: SnapshotError.self, "byte \(place)") { try read(packed(changed)) }
        }
        // Deflate can say one thing in two ways, and leaves some bits at its end unused: then the text is the same.
        for _ in 0..<600 {
            var changed = original
            let place = random.below(original.count)
            changed[place] ^= 1 << UInt8(random.below(8))
            guard (try? read(changed)) != nil else { continue }
            #expect(Array(try lines(changed).joined()) == text, "byte \(place)")
        }
    }

    @Test func `what is cut anywhere is refused, and so is what is longer`() throws {
        let original = try file(RandomOrganization(seed: 6).view)
        var random = SplitMix64(seed: 6)
        for _ in 0..<300 {
            let end = random.below(original.count)
            #expect(throws: SnapshotError.self) { try read(Array(original[..<end])) }
        }
        #expect(throws: SnapshotError(.damaged)) { try read(original + [0]) }
        #expect(throws: SnapshotError(.damaged)) { try read(original + original) }
        let lines = try lines(original)
        for end in 1..<lines.count {
            #expect(throws: SnapshotError(.cut)) { try read(packed(Array(lines[..<end].joined()))) }
        }
        for missing in 1..<lines.count - 1 {
            var rest = lines
            rest.remove(at: missing)
            #expect(throws: SnapshotError(.wrongSignature)) {
                try read(packed(Array(rest.joined())))
            }
        }
        let all = Array(lines.joined())
        #expect(throws: SnapshotError(.damaged)) { try read(packed(all.dropLast())) }
        #expect(throws: SnapshotError(.damaged)) { try read(packed([])) }
    }

    @Test func `only keys that are believed count, and either while they are rotated`() throws {
        let other = try SigningKey(
            pem: """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
                -----END PRIVATE KEY-----
                """)
        let view = RandomOrganization(seed: 7).view
        let (old, new) = (try file(view), try SnapshotFile(of: view, signedBy: other).bytes)
        let both = [Self.key.verifyingKey, other.verifyingKey]
        for file in [old, new] {
            #expect(throws: Never.self) { try SignedSnapshot(file: file, believing: both) }
            #expect(throws: Never.self) {
                try SignedSnapshot(file: file, believing: both.reversed())
            }
        }
        #expect(throws: SnapshotError(.unknownKey, other.verifyingKey.id.rawValue)) {
            try read(new)
        }
        #expect(throws: SnapshotError.self) { try SignedSnapshot(file: old, believing: []) }
        // The name of one key, and the signature of the other.
        let names = (old: Self.key.verifyingKey.id.rawValue, new: other.verifyingKey.id.rawValue)
        let text = String(decoding: try lines(new).joined(), as: UTF8.self)
            .replacing(names.new, with: names.old)
        #expect(throws: SnapshotError(.wrongSignature)) { try read(packed(Array(text.utf8))) }
    }

    /// The file with another text, signed all the same.
    private func signed(_ file: [UInt8], _ change: (String) -> String) throws -> [UInt8] {
        let lines = try lines(file)
        let text = change(String(decoding: lines.dropLast().joined(), as: UTF8.self))
        let digest = Digest(of: text)
        let last = lines.last?.dropLast() ?? []
        guard case .object(var end)? = CanonicalJSON.value(of: last) else {
            throw SnapshotError(.cut)
        }
        end["sha256"] = .string(digest.description)
        end["signature"] = .string(Base64.text(of: try Self.key.signature(of: digest)))
        return packed(
            Array(text.utf8) + CanonicalJSON.bytes(of: .object(end)) + [UInt8(ascii: "\n")])
    }

    @Test(
        arguments: [
            ("\"kind\":\"role\"", "\"kind\":\"rule\""), ("\"gone\":true", "\"gone\":1"),
            ("\"tier\":\"sensitive\"", "\"tier\":\"secret\""),
            ("\"sinceRevision\":1", "\"sinceRevision\":true"),
        ])
    func `what is signed and is no snapshot is malformed`(part: String, other: String) throws {
        let original = try file(RandomOrganization(seed: 9).view)
        #expect(try signed(original) { $0 } == original)
        let changed = try signed(original) { $0.replacing(part, with: other) }
        #expect(changed != original)
        let error = #expect(throws: SnapshotError.self) { try read(changed) }
        #expect(error?.code == .malformed)
    }

    @Test(arguments: [("\"people\":27", "\"people\":-27"), ("\"revision\":9", "\"revision\":true")])
    func `a header that cannot be is damaged, whoever signs it`(part: String, other: String) throws
    {
        let original = try file(RandomOrganization(seed: 9).view)
        let changed = try signed(original) { $0.replacing(part, with: other) }
        #expect(changed != original)
        #expect(throws: SnapshotError(.damaged)) { try read(changed) }
    }

    @Test func `a later format is told apart from a damaged file`() throws {
        let text = String(
            decoding: try lines(try file(RandomOrganization(seed: 8).view)).joined(), as: UTF8.self)
        let later = text.replacing("\"formatVersion\":1", with: "\"formatVersion\":2")
        #expect(throws: SnapshotError(.newerFormat, "version 2")) {
            try read(packed(Array(later.utf8)))
        }
        #expect(throws: SnapshotError(.damaged)) { try read(Array("no gzip".utf8)) }
        #expect(throws: SnapshotError(.damaged)) { try read(packed(Array("{}\n{}\n".utf8))) }
    }
}

import Directory
import Entitlements

/// The derivations and bases that the store knows, and those that a run adds.
///
/// A basis is a set of derivations: what an entitlement rests on. There are few of them, however many
/// entitlements share one.
struct KnownDerivations: Sendable {
    /// The row of each derivation.
    private(set) var numbers: [Digest: Int64] = [:]
    private var bases: [[Digest]: Int64] = [:]
    private var digests: [Int64: [Digest]] = [:]

    /// Reads digests and numbers, no bodies.
    init(_ connection: any SQLConnection) throws {
        try connection.query("SELECT no, digest FROM derivations", []) { row in
            numbers[try row.digest(1)] = row.integer(0)
        }
        try connection.query(
            """
            SELECT b.basis_no, d.digest FROM basis_derivations b
            JOIN derivations d ON d.no = b.derivation_no ORDER BY b.basis_no, d.digest
            """, []
        ) { row in digests[row.integer(0), default: []].append(try row.digest(1)) }
        for (number, digests) in digests { bases[digests] = number }
    }

    /// **Shape:** sorted, unique.
    func digests(ofBasis number: Int64) -> [Digest] { digests[number] ?? [] }

    /// Writes the derivations that are new.
    mutating func intern(_ derivations: [Derivation], _ connection: any SQLConnection) throws {
        let new = derivations.filter { numbers[$0.digest] == nil }
        if new.isEmpty { return }
        var next = Int64(numbers.count)
        try connection.bulk(
            """
            INSERT INTO derivations (no, digest, rule_kind, rule_id, body) VALUES (?, ?, ?, ?, ?)
            """
        ) { bulk in
            for derivation in new {
                next += 1
                bulk.append(next)
                bulk.append(derivation.digest.bytes)
                bulk.append(derivation.origin.kind.rawValue)
                bulk.append(derivation.origin.id)
                bulk.append(try StoredJSON.text(of: derivation))
                try bulk.run()
                numbers[derivation.digest] = next
            }
        }
    }

    /// The number of the basis of these derivations, written when it is new.
    /// - Parameter derivations: sorted, unique; all known.
    mutating func basis(_ derivations: [Digest], _ connection: any SQLConnection) throws -> Int64 {
        if let known = bases[derivations] { return known }
        let number = Int64(bases.count) + 1
        let digest = Digest(of: derivations.flatMap(\.bytes))
        try connection.execute(
            "INSERT INTO bases (no, digest) VALUES (?, ?)", .integer(number), .bytes(digest.bytes))
        for derivation in derivations {
            guard let member = numbers[derivation] else {
                throw StoreError(
                    .inconsistent, while: .record, detail: "unknown derivation \(derivation)")
            }
            try connection.execute(
                "INSERT INTO basis_derivations (basis_no, derivation_no) VALUES (?, ?)",
                .integer(number), .integer(member))
        }
        bases[derivations] = number
        digests[number] = derivations
        return number
    }
}

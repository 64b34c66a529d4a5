import Directory
import Entitlements

/// The derivations and bases that the store knows, as far as a run asks for them, and those that it adds.
///
/// A basis is a set of derivations: what an entitlement rests on. There are few of them, however many
/// entitlements share one.
struct KnownDerivations: Sendable {
    /// Of each basis that somebody who is looked at has, or had.
    private let digests: [Int64: [Digest]]
    /// The row of each derivation that was looked up.
    private var numbers: [Digest: Int64] = [:]
    /// Likewise of each basis.
    private var bases: [[Digest]: Int64] = [:]

    /// Reads digests, no bodies.
    /// - Parameter holders: rows of those who are looked at; nil for everybody.
    init(_ connection: any SQLConnection, of holders: [Int64]? = nil) throws {
        var digests: [Int64: [Digest]] = [:]
        let members = """
            SELECT b.basis_no, d.digest FROM basis_derivations b
            JOIN derivations d ON d.no = b.derivation_no
            """
        let add = { (row: any SQLRow) in
            digests[row.integer(0), default: []].append(try row.digest(1))
        }
        if let holders {
            var held: Set<Int64> = []
            try connection.queryEach(
                "SELECT basis_no FROM entitlements WHERE person_no IN",
                holders.map(SQLValue.integer)
            ) { held.insert($0.integer(0)) }
            try connection.queryEach(
                "\(members) WHERE b.basis_no IN", held.sorted().map(SQLValue.integer), each: add)
        } else {
            try connection.query(members, [], add)
        }
        self.digests = digests.mapValues { $0.sorted() }
    }

    /// **Shape:** sorted, unique.
    func digests(ofBasis number: Int64) -> [Digest] { digests[number] ?? [] }

    /// Writes the derivations that are new.
    mutating func intern(_ derivations: [Derivation], _ connection: any SQLConnection) throws {
        try lookUp(derivations.map(\.digest), connection)
        let new = derivations.filter { numbers[$0.digest] == nil }
        if new.isEmpty { return }
        var next = try connection.count("SELECT max(no) FROM derivations")
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
        let digest = Digest(of: derivations.flatMap(\.bytes))
        let known = try connection.first(
            "SELECT no FROM bases WHERE digest = ?", .bytes(digest.bytes), read: { $0.integer(0) })
        let number = try known ?? write(derivations, digest, connection)
        bases[derivations] = number
        return number
    }

    private mutating func write(
        _ derivations: [Digest], _ digest: Digest, _ connection: any SQLConnection
    ) throws -> Int64 {
        try lookUp(derivations, connection)
        let number = try connection.count("SELECT max(no) FROM bases") + 1
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
        return number
    }

    private mutating func lookUp(_ digests: [Digest], _ connection: any SQLConnection) throws {
        let unknown = digests.filter { numbers[$0] == nil }
        try connection.queryEach(
            "SELECT digest, no FROM derivations WHERE digest IN", unknown.map { .bytes($0.bytes) }
        ) { numbers[try $0.digest(0)] = $0.integer(1) }
    }
}

import Directory
import Entitlements

extension EntitlementStore {
    /// Lets whoever presents the secret read; recorded in the ledger.
    /// - Parameter name: of the service; see ``ReaderToken/name``.
    /// - Throws: ``StoreError/Code/duplicateToken``
    public func createToken(
        named name: String, secret: TokenSecret, scopes: Set<ReaderToken.Scope>, at time: Timestamp,
        expires: Timestamp
    ) throws(StoreError) -> ReaderToken {
        try engine.write(.token) { connection in
            let taken = try connection.count(
                "SELECT count(*) FROM tokens WHERE name = ? AND revoked IS NULL", .text(name))
            if taken > 0 { throw StoreError(.duplicateToken, while: .token) }
            let token = ReaderToken(
                number: try connection.count("SELECT max(no) FROM tokens") + 1, name: name,
                scopes: scopes, hash: secret.hash, created: time, expires: expires, revoked: nil)
            let entry = try LedgerWriter(connection: connection).append(
                .tokenCreated, at: time, token.attested)
            try connection.execute(
                """
                INSERT INTO tokens (no, name, hash, scopes, created, expires, entry)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, .integer(token.number), .text(name), .bytes(token.hash.bytes),
                .text(token.scopeText), .text(time.description), .text(expires.description),
                .integer(entry))
            return token
        }
    }

    /// Takes it back, for good; recorded in the ledger.
    /// - Throws: ``StoreError/Code/unknownToken``
    public func revokeToken(named name: String, at time: Timestamp) throws(StoreError)
        -> ReaderToken
    {
        try engine.write(.token) { connection in
            let current = try connection.first(
                "\(ReaderToken.selection) WHERE name = ? AND revoked IS NULL", .text(name),
                read: { try $0.token() })
            guard let current else { throw StoreError(.unknownToken, while: .token) }
            let entry = try LedgerWriter(connection: connection).append(
                .tokenRevoked, at: time, current.attestedEnd)
            try connection.execute(
                "UPDATE tokens SET revoked = ?, revoked_entry = ? WHERE no = ?",
                .text(time.description), .integer(entry), .integer(current.number))
            return ReaderToken(
                number: current.number, name: name, scopes: current.scopes, hash: current.hash,
                created: current.created, expires: current.expires, revoked: time)
        }
    }

    /// All that were ever made. **Shape:** the oldest first.
    public func tokens() throws(StoreError) -> [ReaderToken] {
        try engine.read(.token) { connection in
            try connection.all("\(ReaderToken.selection) ORDER BY no", read: { try $0.token() })
        }
    }
}

extension AttestedBody {
    /// What the entry of a token's creation says.
    func token(_ number: Int64) throws -> JSONValue { try stored(number).attested }

    /// What the entry of its end says.
    func tokenEnd(_ number: Int64) throws -> JSONValue { try stored(number).attestedEnd }

    private func stored(_ number: Int64) throws -> ReaderToken {
        let token = try connection.first(
            "\(ReaderToken.selection) WHERE no = ?", .integer(number), read: { try $0.token() })
        guard let token else { throw StoreError.unreadable }
        return token
    }
}

extension ReaderToken {
    fileprivate static let selection =
        "SELECT no, name, hash, scopes, created, expires, revoked FROM tokens"

    /// **Shape:** sorted, with spaces between.
    fileprivate var scopeText: String {
        scopes.sorted().map(\.rawValue).joined(separator: " ")
    }

    fileprivate var attested: JSONValue {
        [
            "token": .integer(number), "name": .string(name), "hash": .string(hash.description),
            "scopes": .string(scopeText), "created": .string(created.description),
            "expires": .string(expires.description),
        ]
    }

    fileprivate var attestedEnd: JSONValue { ["token": .integer(number), "name": .string(name)] }
}

extension SQLRow {
    fileprivate func token() throws -> ReaderToken {
        let words = text(3).split(separator: " ")
        let scopes = words.compactMap { ReaderToken.Scope(rawValue: String($0)) }
        guard scopes.count == words.count else { throw StoreError.unreadable }
        return ReaderToken(
            number: integer(0), name: text(1), scopes: Set(scopes), hash: try digest(2),
            created: try timestamp(4), expires: try timestamp(5),
            revoked: isNull(6) ? nil : try timestamp(6))
    }
}

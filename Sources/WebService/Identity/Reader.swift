import Directory
import EntitlementStore
import Entitlements
import HTTPTypes

/// A service that was let in.
struct Reader: Sendable {
    /// Who it is, for those who count requests.
    enum ID: Sendable, Hashable {
        /// The number of a token of ours.
        case token(Int64)
        /// Whom an issuer vouches for.
        case subject(String, issuer: String)
    }

    let id: ID
    let scopes: Set<ReaderToken.Scope>
    /// What an issuer said, with its end; nil for a token of ours, whose end the store knows.
    var claims: TokenClaims?
    /// When the key that signed the claims was found to be published.
    var vouchedFor: Timestamp?

    /// - Throws: ``WebProblem`` with 403. Who reads everything may check too.
    func require(_ scope: ReaderToken.Scope) throws(WebProblem) {
        guard scopes.contains(scope) || scopes.contains(.read) else {
            throw WebProblem(.forbidden, "forbidden", "this token does not have the scope \(scope)")
        }
    }
}

/// Who may read, by the hash of what they present. Replaced as a whole.
struct ReaderTable: Sendable {
    private let tokens: [Digest: ReaderToken]

    init(_ tokens: [ReaderToken] = []) {
        self.tokens = Dictionary(tokens.map { ($0.hash, $0) }) { $1 }
    }

    /// What an issuer's token opened ends by then, since its key may have been withdrawn: longer than the
    /// key is believed, by a question that waits. **Units:** seconds.
    private static let longest: Int64 = 360

    /// Whether that by which somebody was let in is still in force.
    func knows(_ reader: Reader, at time: Timestamp) -> Bool {
        if let claims = reader.claims {
            let end = reader.vouchedFor?.advanced(bySeconds: Self.longest)
            return claims.isInForce(at: time) && end.map { time < $0 } ?? false
        }
        return tokens.values.contains { .token($0.number) == reader.id && $0.isInForce(at: time) }
    }

    /// Looks at `Authorization: Bearer …`.
    ///
    /// The look-up is by a hash of what came, so that its time tells nothing of a token.
    /// - Throws: ``WebProblem`` with 401, the same for a token that is unknown, expired or revoked.
    func reader(_ fields: HTTPFields, at time: Timestamp) throws(WebProblem) -> Reader {
        guard fields.contains(.authorization) else {
            throw .unauthorized("present a token: Authorization: Bearer TOKEN")
        }
        guard let value = fields.only(.authorization) else { throw .opensNothing }
        // By bytes: a header field is ASCII, and to look for characters in it takes time.
        let presented = value.utf8.dropFirst(7)
        guard value.prefix(upTo: presented.startIndex).lowercased() == "bearer ",
            let token = tokens[Digest(of: presented)],
            token.isInForce(at: time)
        else { throw .opensNothing }
        return Reader(id: .token(token.number), scopes: token.scopes)
    }
}

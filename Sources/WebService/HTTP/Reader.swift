import Directory
import EntitlementStore
import Entitlements
import HTTPTypes

/// A service that was let in.
struct Reader: Sendable, Hashable {
    /// The number of its token.
    let number: Int64
    let scopes: Set<ReaderToken.Scope>
}

/// Who may read, by the hash of what they present. Replaced as a whole.
struct ReaderTable: Sendable {
    private let tokens: [Digest: ReaderToken]

    init(_ tokens: [ReaderToken] = []) {
        self.tokens = Dictionary(tokens.map { ($0.hash, $0) }) { $1 }
    }

    /// Whether the token by which somebody was let in is still in force.
    func knows(_ reader: Reader, at time: Timestamp) -> Bool {
        tokens.values.contains { $0.number == reader.number && $0.isInForce(at: time) }
    }

    /// Looks at `Authorization: Bearer …`.
    ///
    /// The look-up is by a hash of what came, so that its time tells nothing of a token.
    /// - Throws: ``WebProblem`` with 401, the same for a token that is unknown, expired or revoked.
    func reader(_ fields: HTTPFields, at time: Timestamp) throws(WebProblem) -> Reader {
        guard let value = fields[.authorization] else {
            throw .unauthorized("present a token: Authorization: Bearer TOKEN")
        }
        let scheme = value.prefix(7)
        guard scheme.lowercased() == "bearer ",
            let token = tokens[Digest(of: String(value.dropFirst(7)))], token.isInForce(at: time)
        else { throw .unauthorized("this token opens nothing, or no longer") }
        return Reader(number: token.number, scopes: token.scopes)
    }
}

extension Reader {
    /// - Throws: ``WebProblem`` with 403. Who reads everything may check too.
    func require(_ scope: ReaderToken.Scope) throws(WebProblem) {
        guard scopes.contains(scope) || scopes.contains(.read) else {
            throw WebProblem(.forbidden, "forbidden", "this token does not have the scope \(scope)")
        }
    }
}

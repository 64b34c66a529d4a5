import EntitlementStore
import HTTPTypes

/// Somebody whose JSON Web Tokens are believed when they say who asks: an identity provider, or the mesh
/// in front of this service.
public struct TokenIssuer: Sendable {
    /// A claim with a value that it must have, or hold among others.
    public struct Claim: Sendable, Hashable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Gives the issuer's JSON Web Key Set as it is now.
    public typealias Document = @concurrent @Sendable () async throws -> [UInt8]

    /// The claim `iss`, to the letter.
    public let name: String
    /// What `aud` must hold; nil where the issuer names none.
    public let audience: String?
    /// The header field that carries the token, with or without `Bearer` before it.
    public let field: String
    /// Asked when a token names a key that is not known.
    public let keys: Document
    private let scopes: [ReaderToken.Scope: [Claim]]

    /// - Parameters:
    ///   - read: whoever has one of these reads everything.
    ///   - check: whoever has one of these may check. Nobody else is let in.
    public init(
        name: String, audience: String?, field: String, keys: @escaping Document, read: [Claim],
        check: [Claim]
    ) {
        self.name = name
        self.audience = audience
        self.field = field
        self.keys = keys
        scopes = [.read: read, .check: check]
    }

    /// The token of a request that is perhaps this issuer's.
    func token(in fields: HTTPFields) -> String? {
        guard let name = HTTPField.Name(field), let value = fields[name] else { return nil }
        let token = value.lowercased().hasPrefix("bearer ") ? String(value.dropFirst(7)) : value
        return token.utf8.count { $0 == UInt8(ascii: ".") } == 2 ? token : nil
    }

    /// What somebody with these claims may do.
    func scopes(of claims: TokenClaims) -> Set<ReaderToken.Scope> {
        Set(
            scopes.filter { _, wanted in
                wanted.contains { claims.values[$0.name]?.contains($0.value) == true }
            }.keys)
    }
}

import Directory
import EntitlementStore
import Entitlements
import Foundation
import HTTPTypes
import JWTKit
import Synchronization

/// Finds out who asks by the tokens of others, and remembers it until they end.
///
/// A signature by RS256 or ES256 under a key that the issuer publishes by that very name, the issuer and
/// the audience to the letter, and an end that has not come: whatever else a token says, without these it
/// opens nothing.
/// - SeeAlso: RFC 8725
final class TokenVerifier: Sendable {
    private struct Known {
        let reader: Reader
        let since: ContinuousClock.Instant
    }

    private let issuers: [(issuer: TokenIssuer, keys: KeySet)]
    private let known = Mutex<[Digest: Known]>([:])
    private static let most = 10_000
    /// So long nobody asks whether the key of a token is still published.
    private static let longest = Duration.seconds(300)

    init(_ issuers: [TokenIssuer], log: ServiceLog) {
        self.issuers = issuers.map { ($0, KeySet($0, log: log)) }
    }

    /// Whether there is anybody to believe; where there is nobody, no request waits for the answer.
    var hasIssuers: Bool { !issuers.isEmpty }

    /// nil when the request carries no token of an issuer's.
    /// - Throws: ``WebProblem`` with 401, the same whatever is wrong with it.
    func reader(_ fields: HTTPFields, at time: Timestamp) async throws(WebProblem) -> Reader? {
        var carriesOne = false
        for (issuer, keys) in issuers {
            guard let token = issuer.token(in: fields) else { continue }
            carriesOne = true
            if let reader = await reader(token, of: issuer, keys, at: time) { return reader }
        }
        if carriesOne { throw .opensNothing }
        return nil
    }

    private func reader(
        _ token: String, of issuer: TokenIssuer, _ keys: KeySet, at time: Timestamp
    ) async -> Reader? {
        let digest = Digest(of: "\(issuer.field) \(token)")
        if let found = known.withLock({ $0[digest] }), found.since + Self.longest > .now {
            return found.reader.claims?.isInForce(at: time) == true ? found.reader : nil
        }
        guard let claims = await Self.claims(of: token, signedBy: keys),
            claims.isInForce(at: time), claims.values["iss"] == [issuer.name],
            issuer.audience.map({ claims.values["aud"]?.contains($0) == true }) ?? true,
            let subject = claims.values["sub"]?.first
        else { return nil }
        let reader = Reader(
            id: .subject(subject, issuer: issuer.name), scopes: issuer.scopes(of: claims),
            claims: claims, vouchedFor: time)
        known.withLock { known in
            if known.count >= Self.most {
                known = known.filter { $0.value.since + Self.longest > .now }
                if known.count >= Self.most { known = [:] }
            }
            known[digest] = Known(reader: reader, since: .now)
        }
        return reader
    }

    private static func claims(of token: String, signedBy keys: KeySet) async -> TokenClaims? {
        struct Header: Decodable {
            let alg: String
            let kid: String
            /// Extensions that must be understood, and are not.
            let crit: [String]?
        }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let first = Data(base64URL: parts[0]),
            let body = Data(base64URL: parts[1]), let signature = Data(base64URL: parts[2]),
            let header = try? JSONDecoder().decode(Header.self, from: first),
            ["RS256", "ES256"].contains(header.alg), header.crit == nil,
            let key = await keys.key(header.kid, for: header.alg),
            (try? key.verify(signature, signs: Data("\(parts[0]).\(parts[1])".utf8))) == true
        else { return nil }
        return try? JSONDecoder().decode(TokenClaims.self, from: body)
    }
}

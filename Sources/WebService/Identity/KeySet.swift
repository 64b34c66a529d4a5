import Foundation
import JWTKit

/// The public keys of one issuer, as they are published now.
///
/// They are fetched when a token names one that is not known, and then not again for a while, whatever
/// came of it: tokens with invented keys must not become requests.
actor KeySet {
    private let issuer: TokenIssuer
    private let log: ServiceLog
    private var keys: [String: JWTKeyCollection] = [:]
    private var fetched: ContinuousClock.Instant?
    private var fetching: Task<[String: JWTKeyCollection]?, Never>?

    private static let coolDown = Duration.seconds(30)
    /// So long a key is believed without asking whether it is still published.
    private static let longest = Duration.seconds(300)

    init(_ issuer: TokenIssuer, log: ServiceLog) {
        self.issuer = issuer
        self.log = log
    }

    /// The key of that name for that algorithm; nil when there is none.
    func key(_ name: String, for algorithm: String) async -> (any JWTAlgorithm)? {
        let isOld = fetched.map { $0 + Self.longest < .now } ?? true
        if isOld || keys[name] == nil { await refresh() }
        let key = try? await keys[name]?.getKey(
            for: JWKIdentifier(string: name), alg: algorithm)
        return key?.name == algorithm ? key : nil
    }

    /// Whoever comes while keys are being fetched waits for the same ones.
    private func refresh() async {
        if fetching == nil {
            if let fetched, fetched + Self.coolDown > .now { return }
            fetched = .now
            fetching = Task { await fetch() }
        }
        if let found = await fetching?.value { keys = found }
        fetching = nil
    }

    private func fetch() async -> [String: JWTKeyCollection]? {
        do {
            return try await Self.read(issuer.keys())
        } catch {
            log(.error, "the keys of an issuer cannot be had", ["issuer": issuer.name])
            return nil
        }
    }

    /// - Parameter document: a JSON Web Key Set (RFC 7517 §5).
    @concurrent private static func read(
        _ document: [UInt8]
    ) async throws -> [String: JWTKeyCollection] {
        // One key that is not understood is no reason to believe none of the others.
        struct Published: Decodable {
            let key: JWK?
            init(from decoder: any Decoder) { key = try? JWK(from: decoder) }
        }
        struct Document: Decodable { let keys: [Published] }
        var keys: [String: JWTKeyCollection] = [:]
        for key in try JSONDecoder().decode(Document.self, from: Data(document)).keys {
            guard let key = key.key, let name = key.keyIdentifier?.string else { continue }
            keys[name] = try? await JWTKeyCollection().add(jwk: key)
        }
        return keys
    }
}

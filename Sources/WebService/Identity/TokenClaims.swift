import Directory
import Foundation

/// What a token says. **Shape:** RFC 7519 §4; a claim that is neither a text nor a list of texts says
/// nothing here.
struct TokenClaims: Decodable, Sendable {
    /// **Units:** seconds since 1970.
    let expiry: Double
    private let begin: Double?
    /// By claim; of `scope` the words (RFC 8693 §4.2).
    let values: [String: [String]]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let claims = try decoder.container(keyedBy: Key.self)
        expiry = try claims.decode(Double.self, forKey: Key(stringValue: "exp"))
        begin = try claims.decodeIfPresent(Double.self, forKey: Key(stringValue: "nbf"))
        var values: [String: [String]] = [:]
        for key in claims.allKeys {
            if let text = try? claims.decode(String.self, forKey: key) {
                values[key.stringValue] =
                    key.stringValue == "scope"
                    ? text.split(separator: " ").map(String.init) : [text]
            } else {
                values[key.stringValue] = try? claims.decode([String].self, forKey: key)
            }
        }
        self.values = values
    }

    /// Clocks of two machines differ by so much. **Units:** seconds.
    private static let leeway = 30.0

    func isInForce(at time: Timestamp) -> Bool {
        let now = Double(time.secondsSinceEpoch)
        return now < expiry + Self.leeway && (begin ?? now) <= now + Self.leeway
    }
}

import Directory
import Entitlements

/// The right of a service to read, as the store knows it: the token itself is nowhere.
public struct ReaderToken: Sendable, Hashable {
    /// What may be read with it.
    public enum Scope: String, Sendable, Hashable, CaseIterable, Comparable {
        /// Whether somebody holds a role, and how fresh that answer is; nobody is listed.
        case check
        /// Everything that is served to readers, people included.
        case read

        public static func < (left: Scope, right: Scope) -> Bool { left.rawValue < right.rawValue }
    }

    /// Never used again.
    public let number: Int64
    /// Names the service that has it; unique among those that are not revoked.
    public let name: String
    /// **Shape:** at least one.
    public let scopes: Set<Scope>
    /// Of the text that the service presents.
    public let hash: Digest
    public let created: Timestamp
    /// From when on it opens nothing.
    public let expires: Timestamp
    /// nil while nobody has taken it back.
    public let revoked: Timestamp?

    /// Whether it opens anything at that time.
    public func isInForce(at time: Timestamp) -> Bool { revoked == nil && time < expires }
}

/// What a service presents to be let in. It is shown once, and only its hash is kept.
public struct TokenSecret: Sendable {
    /// **Shape:** `rollcall_` and 64 hexadecimal digits: scanners for leaked secrets know it by that.
    public let text: String

    /// A new one.
    /// - Parameter generator: must be fit for secrets, as the system's is.
    public init(using generator: inout some RandomNumberGenerator) {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        text = "rollcall_" + (Digest(bytes: bytes)?.description ?? "")
    }

    /// What is kept of it. One hash is enough: nobody guesses 256 random bits.
    public var hash: Digest { Digest(of: text) }
}

/// A password that is fetched anew each time it is needed, so that a rotated one is picked up, and
/// that no rendering shows.
public struct Secret: Sendable {
    private let read: @Sendable () throws -> String

    /// - Parameter read: gives the secret at the moment, without a trailing line break; what it
    ///   throws is reported as "could not be read" and never shown.
    public init(_ read: @escaping @Sendable () throws -> String) { self.read = read }

    /// - Throws: ``LDAPError`` with `secret-unavailable` or `empty-password`.
    func reveal() throws -> String {
        guard let secret = try? read() else {
            throw LDAPError(.secretUnavailable, .bind)
        }
        // A server takes a bind with a DN and no password for an anonymous one, and says success.
        guard !secret.isEmpty else { throw LDAPError(.emptyPassword, .bind) }
        return secret
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "secret" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

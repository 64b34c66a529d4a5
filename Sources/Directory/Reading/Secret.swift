/// A password or token that is fetched anew each time it is needed, so that a rotated one is picked up,
/// and that no rendering shows.
public struct Secret: Sendable {
    private let read: @Sendable () throws -> String

    /// - Parameter read: gives the secret at the moment, without a trailing line break; what it
    ///   throws, a ``SecretFault`` apart, is reported as "could not be read" and never shown.
    public init(_ read: @escaping @Sendable () throws -> String) { self.read = read }

    /// The secret as it is now; never empty.
    public func reveal() throws(SecretFault) -> String {
        let secret: String
        do { secret = try read() } catch let fault as SecretFault {
            throw fault
        } catch {
            throw .unavailable("")
        }
        guard !secret.isEmpty else { throw .empty }
        return secret
    }
}

/// Why there is no secret.
public enum SecretFault: Error, Hashable {
    /// Where it should be, it cannot be read: which variable or file that is, for people; may be
    /// empty, and never holds the secret.
    case unavailable(String)
    /// It is there, and empty.
    case empty
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "secret" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

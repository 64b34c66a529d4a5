import Directory
import FoundationEssentials

/// The value of an `Authorization` header; no rendering shows it.
struct Credential: Sendable, Hashable {
    let value: String

    /// - Throws: ``HTTPError`` with `unusable-secret` when a header cannot carry the token.
    static func bearer(_ token: String) throws(HTTPError) -> Credential {
        // A control character would end the header, and the rest be one of its own.
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw HTTPError(.unusableSecret)
        }
        return Credential(value: "Bearer \(token)")
    }

    static func basic(userName: String, password: String) -> Credential {
        Credential(value: "Basic \(Data("\(userName):\(password)".utf8).base64EncodedString())")
    }

    private init(value: String) { self.value = value }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "credential" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret {
    /// The secret as it is now.
    /// - Throws: ``HTTPError`` with `secret-unavailable` or `unusable-secret`.
    func revealForHTTP() throws(HTTPError) -> String {
        do throws(SecretFault) {
            return try reveal()
        } catch {
            switch error {
            case .unavailable(let place): throw HTTPError(.secretUnavailable, text: place)
            case .empty: throw HTTPError(.unusableSecret)
            }
        }
    }
}

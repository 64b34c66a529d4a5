import Diagnostics
import Entitlements

/// A role over a scope, as a rule or an exception grants it.
public struct Grant: Sendable {
    public let role: RoleID
    /// Over what; it may depend on the person.
    public let scope: ScopeTemplate
    public let place: Place

    /// For digests: the order in which grants are written means nothing.
    static func canonical(_ grants: [Grant]) -> JSONValue {
        let texts = grants.map { [$0.role.rawValue, $0.scope.description] }
        return .array(
            texts.sorted { $0.lexicographicallyPrecedes($1) }
                .map { ["role": .string($0[0]), "scope": .string($0[1])] })
    }
}

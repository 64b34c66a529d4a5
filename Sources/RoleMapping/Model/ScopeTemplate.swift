import Diagnostics
import Directory
import Entitlements

/// A scope as mapping files write it, with `{attribute}` where a value of the person goes.
///
/// Only attributes of which a person has one value can stand there. In `reports:` and `person:` the
/// argument is a login; `{userName}` is the very person, and `{manager.value}` their manager.
/// **Shape:** `organization`, or `KIND:ARGUMENT` with `department`, `region`, `group`, `reports` or
/// `person`.
public struct ScopeTemplate: Sendable, Hashable {
    /// A piece of the argument: as it stands, or a value of the person.
    public enum Part: Sendable, Hashable {
        case text(String)
        case attribute(Attribute)
    }

    /// The word before the colon.
    public let kind: Scope.Kind
    /// **Shape:** empty for `organization`, else at least one.
    public let parts: [Part]

    /// The argument when nothing in it depends on the person.
    public var literal: String? {
        guard parts.count == 1, case .text(let text) = parts[0] else { return nil }
        return text
    }
}

extension ScopeTemplate: CustomStringConvertible {
    /// As mapping files write it.
    public var description: String {
        guard kind != .organization else { return kind.rawValue }
        let argument = parts.map { part in
            switch part {
            case .text(let text): text
            case .attribute(let attribute): "{\(attribute.path)}"
            }
        }
        return "\(kind.rawValue):\(argument.joined())"
    }
}

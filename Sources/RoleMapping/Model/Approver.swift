import Entitlements

/// Who may approve a change.
public enum Approver: Sendable, Hashable, CustomStringConvertible {
    /// The owner of the role that the change is about.
    case roleOwner
    /// The manager of the person whom the change is about.
    case manager
    case principal(Principal)

    /// nil unless the text is `roleOwner`, `manager`, `group:NAME` or `person:USERNAME`.
    public init?(_ text: String) {
        switch text {
        case "roleOwner": self = .roleOwner
        case "manager": self = .manager
        default:
            guard let principal = Principal(text) else { return nil }
            self = .principal(principal)
        }
    }

    public var description: String {
        switch self {
        case .roleOwner: "roleOwner"
        case .manager: "manager"
        case .principal(let principal): principal.description
        }
    }
}

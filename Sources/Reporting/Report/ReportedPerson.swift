import Directory
import Entitlements

/// A person as the directory described them when the change set was made; of somebody who departed,
/// as it described them last.
public struct ReportedPerson: Sendable, Hashable {
    public let id: PersonID
    /// The login; the id of who has none.
    public let userName: String
    public let displayName: String
    /// For filters and sums; nil when the directory says none.
    public let department: String?
    /// For reviewers; nil when the directory says none.
    public let title: String?
    /// nil at the top.
    public let manager: PersonStep?
    /// The inactive hold nothing.
    public let isActive: Bool
    /// The person's entry, as findings name it; nil when the directory no longer has it.
    public let entry: String?

    public init(
        id: PersonID, userName: String, displayName: String, department: String? = nil,
        title: String? = nil, manager: PersonStep? = nil, isActive: Bool, entry: String? = nil
    ) {
        self.id = id
        self.userName = userName
        self.displayName = displayName
        self.department = department
        self.title = title
        self.manager = manager
        self.isActive = isActive
        self.entry = entry
    }

    /// Somebody of whom nothing but the id is known.
    static func unknown(_ id: PersonID) -> ReportedPerson {
        ReportedPerson(
            id: id, userName: id.rawValue, displayName: id.rawValue, isActive: false)
    }
}

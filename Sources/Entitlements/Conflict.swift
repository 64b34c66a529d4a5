/// Roles that nobody should hold together.
public struct Conflict: Sendable, Hashable {
    /// As the mapping files name it; unique among conflicts.
    public let id: String
    /// **Shape:** at least two; sorted, unique.
    public let roles: [RoleID]
    /// Why, for people.
    public let reason: String

    public init(id: String, roles: [RoleID], reason: String) {
        self.id = id
        self.roles = roles
        self.reason = reason
    }
}

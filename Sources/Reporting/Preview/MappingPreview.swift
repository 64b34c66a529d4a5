import Directory
import Entitlements

/// What mapping files would change, were a run to evaluate them now.
public struct MappingPreview: Sendable {
    /// One entitlement that somebody would gain or lose.
    public struct Step: Sendable, Hashable {
        /// Whether it would begin or end.
        public let action: Change.Action
        /// Who would gain or lose it.
        public let person: PersonID
        /// The login; the id of who has none.
        public let userName: String
        /// As the files define it now, or as they defined it last.
        public let role: Role
        /// As people write it, with logins.
        public let scope: String
        /// As a change set would give it.
        public let reason: ChangeReason

        public init(
            action: Change.Action, person: PersonID, userName: String, role: Role, scope: String,
            reason: ChangeReason
        ) {
            self.action = action
            self.person = person
            self.userName = userName
            self.role = role
            self.scope = scope
            self.reason = reason
        }
    }

    /// The files.
    public let mapping: Digest
    /// What is in force.
    public let revision: Revision
    /// The organisation on which the files were evaluated, and how many entitlements of each role are
    /// in force.
    public let population: Population
    /// **Shape:** in the order of the change set that a run would propose.
    public let steps: [Step]
    /// The guards that a run would trip.
    public let guards: [ReportedGuard]
    /// **Units:** tests of the files that fail: a run would be refused.
    public let failedTests: Int
    /// **Units:** entitlements that no rule grants and that stay all the same, since a source that
    /// could not be read may know better.
    public let unproved: Int

    public init(
        mapping: Digest, revision: Revision, population: Population, steps: [Step],
        guards: [ReportedGuard], failedTests: Int, unproved: Int
    ) {
        self.mapping = mapping
        self.revision = revision
        self.population = population
        self.steps = steps
        self.guards = guards
        self.failedTests = failedTests
        self.unproved = unproved
    }

    /// **Shape:** the gravest tier first, then by role; the roles of which nothing changes too.
    var roles: [RoleBalance] {
        RoleBalance.all(of: population.roles, after: steps.lazy.map { ($0.role, $0.action) })
    }

    /// **Units:** people, each counted once.
    func people(_ action: Change.Action, of role: RoleID) -> Int {
        Set(steps.lazy.filter { $0.action == action && $0.role.id == role }.map(\.person)).count
    }
}

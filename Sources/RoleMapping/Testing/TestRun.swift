import Directory
import Entitlements
import SCIMFilter

/// What the tests of a mapping ask of a snapshot: roles and scopes of single people, without the
/// reasons.
struct TestRun {
    /// A role over a scope, as somebody holds it.
    struct Held: Hashable {
        let role: RoleID
        let scope: Scope
    }

    /// The mapping whose tests are asked.
    let bound: BoundMapping
    private let filters: [PreparedFilter]

    /// Judges everybody by every condition, once for all tests.
    init(_ mapping: RoleMapping, _ snapshot: DirectorySnapshot) {
        bound = BoundMapping(mapping, snapshot)
        filters = Filter.prepare(mapping.rules.map(\.condition), for: snapshot)
    }

    /// What the person holds. **Shape:** in no order, with repetitions.
    /// - Parameter exceptions: those in force, by person.
    func holdings(
        of person: PersonIndex, _ exceptions: [PersonIndex: [BoundMapping.BoundException]]
    ) -> [Held] {
        guard bound.snapshot.people[Int(person)].isActive else { return [] }
        var grants: [BoundGrant] = []
        for (index, filter) in filters.enumerated() where filter.matches(person) {
            grants += bound.rules[index].grants
        }
        for exception in exceptions[person] ?? [] { grants += exception.grants }
        return grants.compactMap { grant in
            guard let scope = try? grant.scope(for: person).get() else {
                return nil
            }
            return Held(role: grant.grant.role, scope: scope)
        }
    }
}

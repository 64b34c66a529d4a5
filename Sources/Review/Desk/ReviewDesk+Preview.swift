import Directory
import EntitlementStore
import Entitlements
import Reconciliation
import Reporting
import RoleMapping

extension ReviewDesk {
    /// What mapping files would change, were a run to evaluate them on that organisation. Nothing is
    /// recorded.
    /// - Parameter time: the present, for exceptions.
    /// - Throws: `StoreError`
    public func preview(
        of mapping: RoleMapping, on snapshot: DirectorySnapshot, guards: GuardLimits,
        at time: Timestamp
    ) throws -> MappingPreview {
        // What the snapshot holds is recorded already, or is being looked at: no reading is new.
        let current = try store.compare(snapshot, with: []).state
        let reconciled = Reconciliation(guards: guards).compare(
            desired: mapping.evaluate(snapshot, at: time).desired, current: current,
            snapshot: snapshot, conflicts: mapping.conflicts)
        let items = reconciled.changeSet.items
        let recorded = try store.people(Set(items.flatMap(\.change.entitlement.people)))
        let userName = { (id: PersonID) in
            snapshot.index(of: id).map { snapshot.people[Int($0)].userName }
                ?? recorded[id]?.userName
        }
        let roles = current.roles.merging(mapping.roles.map { ($0.id, $0) }) { $1 }
        return MappingPreview(
            mapping: mapping.revision.digest, revision: current.revision,
            population: Population(
                people: snapshot.people.count, active: snapshot.people.count(where: \.isActive),
                roles: inForce(current, roles)),
            steps: items.map { item in
                let entitlement = item.change.entitlement
                return MappingPreview.Step(
                    action: item.change.action, person: entitlement.person,
                    userName: userName(entitlement.person) ?? entitlement.person.rawValue,
                    role: roles[entitlement.role] ?? .undefined(entitlement.role),
                    scope: entitlement.scope.rendered(userName: userName),
                    reason: item.change.reason)
            },
            guards: reconciled.changeSet.guards.map {
                ReportedGuard(
                    finding: $0, subject: $0.subject.words(in: snapshot, userName: userName))
            },
            failedTests: mapping.runTests(snapshot, at: time).count { $0.outcome == .failed },
            unproved: reconciled.unproved.count)
    }

    private func inForce(
        _ current: RecordedState, _ roles: [RoleID: Role]
    ) -> [Population.RoleCount] {
        let counts = Dictionary(grouping: current.entitlements, by: \.key.role).mapValues(\.count)
        return Set(counts.keys).union(roles.keys).sorted().map {
            .init(role: roles[$0] ?? .undefined($0), inForce: counts[$0] ?? 0)
        }
    }
}

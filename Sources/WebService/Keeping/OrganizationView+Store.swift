import Directory
import EntitlementStore
import Entitlements
import MembershipSnapshot

extension OrganizationView {
    /// Reads everything that was in force at a moment.
    /// - Parameter correlation: as it is configured now.
    /// - Returns: nil when no run was recorded up to then.
    /// - Throws: `StoreError`; `busy` when runs follow each other faster than one can read
    public convenience init?(
        of store: EntitlementStore, asOf moment: Moment = .now, correlation: Correlation
    ) throws(StoreError) {
        // Each question is one transaction; a run between two of them begins the reading anew.
        for _ in 0..<5 {
            let before = try store.moment(moment)
            guard before.run != nil else { return nil }
            let snapshot = try store.organization(asOf: moment, by: correlation)
            let held = try store.entitlements(asOf: moment)
            let absent = Set(held.flatMap(\.key.people)).filter { snapshot.index(of: $0) == nil }
            let departed = try store.people(absent, asOf: moment)
            let roles = try store.roles(asOf: moment)
            let freshness = try store.freshness(asOf: moment)
            guard try store.moment(moment) == before else { continue }
            self.init(
                moment: before, freshness: freshness, roles: roles, snapshot: snapshot, held: held,
                departed: departed.values.map {
                    Holder(gone: $0.id, userName: $0.userName, displayName: $0.displayName)
                })
            return
        }
        throw StoreError(.busy, while: .read)
    }
}

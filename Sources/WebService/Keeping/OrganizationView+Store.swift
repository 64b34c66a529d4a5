import Directory
import EntitlementStore
import Entitlements
import MembershipSnapshot

extension OrganizationView {
    /// Reads everything that was in force at a moment.
    /// - Parameter correlation: as it is configured now.
    /// - Returns: nil when no run was recorded up to then.
    /// - Throws: `StoreError`
    public convenience init?(
        of store: EntitlementStore, asOf moment: Moment = .now, correlation: Correlation
    ) throws(StoreError) {
        // A large organisation takes longer to read than the next run is away.
        let read = try store.unchanging { store throws(StoreError) in
            try Contents(of: store, asOf: moment, correlation: correlation)
        }
        guard let read else { return nil }
        self.init(
            moment: read.moment, freshness: read.freshness, roles: read.roles,
            snapshot: read.snapshot, held: read.held, departed: read.departed)
    }

    private struct Contents {
        let moment: StoredMoment
        let freshness: [SourceFreshness]
        let roles: [Role]
        let snapshot: DirectorySnapshot
        let held: [HeldEntitlement]
        let departed: [Holder]

        init?(
            of store: EntitlementStore, asOf moment: Moment, correlation: Correlation
        ) throws(StoreError) {
            self.moment = try store.moment(moment)
            guard self.moment.run != nil else { return nil }
            let snapshot = try store.organization(asOf: moment, by: correlation)
            self.snapshot = snapshot
            held = try store.entitlements(asOf: moment)
            let absent = Set(held.flatMap(\.key.people)).filter { snapshot.index(of: $0) == nil }
            departed = try store.people(absent, asOf: moment).values.map {
                Holder(gone: $0.id, userName: $0.userName, displayName: $0.displayName)
            }
            roles = try store.roles(asOf: moment)
            freshness = try store.freshness(asOf: moment)
        }
    }
}

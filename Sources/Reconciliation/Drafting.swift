import Directory
import Entitlements

/// Writes the changes of one comparison, in order.
struct Drafting {
    /// The changes so far, in the order in which they were asked for.
    private(set) var items: [ChangeSet.Item] = []
    /// See ``Reconciled/unproved``.
    private(set) var unproved: [EntitlementKey] = []
    /// See ``Reconciled/withheld``.
    private(set) var withheld: [EntitlementKey] = []
    private var grants: GrantReasons
    private let revokes: RevokeReasons
    private let tiers: RoleTiers
    private let desired: DesiredEntitlements
    private let knowledge: Knowledge
    /// People with a value that could not be read: what they hold stays as it is, in either direction.
    private let unreadable: Set<PersonID>
    private var pool = ChangeGroundsPool()
    private var form = CanonicalForm()

    /// Looks up once what every change needs.
    /// - Parameter most: how many changes there may be: of very many, half of a grown array is room
    ///   for more.
    init(
        desired: DesiredEntitlements, current: RecordedState, snapshot: DirectorySnapshot,
        most: Int
    ) {
        items.reserveCapacity(most)
        grants = GrantReasons(desired: desired, current: current)
        knowledge = Knowledge(snapshot: snapshot, recorded: current.sources)
        revokes = RevokeReasons(
            desired: desired, current: current, snapshot: snapshot, knowledge: knowledge)
        self.desired = desired
        unreadable = Set(snapshot.people.lazy.filter { !$0.isReadable }.map(\.id))
        tiers = RoleTiers(mapping: desired.mapping, recorded: current.roles)
    }

    private func isKnown(_ entitlement: DesiredEntitlements.Entitlement) -> Bool {
        entitlement.derivations.contains { knowledge.bears(desired.derivations[Int($0)]) }
    }

    /// Proposes the grant, or withholds it while what it would rest on is not known.
    mutating func grant(_ entitlement: DesiredEntitlements.Entitlement) {
        guard !unreadable.contains(entitlement.key.person), isKnown(entitlement) else {
            withheld.append(entitlement.key)
            return
        }
        let drafted = grants.reason(for: entitlement)
        append(
            entitlement.key,
            ChangeGrounds(
                action: .grant, reason: drafted.reason, lifeCycle: drafted.lifeCycle,
                tier: tiers[entitlement.key.role], derivations: drafted.derivations,
                preconditions: Change.Preconditions(heldSince: nil, personIsActive: true)))
    }

    /// Proposes the revocation, or lets stand what nothing disproves.
    mutating func revoke(_ entitlement: CurrentEntitlement) {
        guard !unreadable.contains(entitlement.key.person),
            let drafted = revokes.reason(for: entitlement)
        else {
            unproved.append(entitlement.key)
            return
        }
        append(
            entitlement.key,
            ChangeGrounds(
                action: .revoke, reason: drafted.reason, lifeCycle: drafted.lifeCycle,
                tier: tiers[entitlement.key.role], derivations: entitlement.derivations,
                preconditions: Change.Preconditions(
                    heldSince: entitlement.since, personIsActive: false)))
    }

    private mutating func append(_ entitlement: EntitlementKey, _ grounds: ChangeGrounds) {
        let change = Change(entitlement: entitlement, grounds: pool.shared(grounds))
        items.append(ChangeSet.Item(id: form.id(of: change), change: change))
    }
}

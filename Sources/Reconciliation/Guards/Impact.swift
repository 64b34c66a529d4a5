import Directory
import Entitlements

/// What a list of changes means for people: who would lose which role, and what they would have
/// left. What was lost before this change set is in neither list, and is never counted again.
struct Impact {
    /// A person who would hold a role no more, in any scope. A person who swaps one scope for another
    /// loses none.
    struct Loss {
        let person: PersonID
        let role: RoleID
        let tier: Tier
        /// Positions in ``Impact/revokes``.
        let revokes: Range<Int>
    }

    /// The changes. **Shape:** sorted by entitlement.
    let items: [ChangeSet.Item]
    /// What the rules grant, what is withheld among it.
    let desired: DesiredEntitlements
    /// What was known before the run.
    let current: RecordedState
    /// The organisation as the run found it.
    let snapshot: DirectorySnapshot
    /// In force now. **Shape:** sorted by key.
    let held: [CurrentEntitlement]
    /// Positions of the revocations in ``items``. **Shape:** ascending.
    let revokes: [Int]
    /// **Shape:** sorted by person, then role; unique by the two.
    private(set) var losses: [Loss] = []

    private let wanted: [DesiredEntitlements.Entitlement]
    private let unproved: [EntitlementKey]

    /// Works out the losses.
    /// - Parameters:
    ///   - wanted: what the rules grant and is not withheld; sorted by key.
    ///   - unproved: what stays because nothing disproves it; sorted.
    init(
        items: [ChangeSet.Item], wanted: [DesiredEntitlements.Entitlement],
        held: [CurrentEntitlement], unproved: [EntitlementKey], desired: DesiredEntitlements,
        current: RecordedState, snapshot: DirectorySnapshot
    ) {
        self.items = items
        self.wanted = wanted
        self.held = held
        self.unproved = unproved
        self.desired = desired
        self.current = current
        self.snapshot = snapshot
        revokes = items.indices.filter { items[$0].change.action == .revoke }
        losses = lostRoles()
    }

    private func lostRoles() -> [Loss] {
        var losses: [Loss] = []
        var start = 0
        while start < revokes.count {
            let first = items[revokes[start]].change
            var end = start + 1
            while end < revokes.count, isSamePersonAndRole(revokes[end], first.entitlement) {
                end += 1
            }
            let (person, role) = (first.entitlement.person, first.entitlement.role)
            if !rolesAfterwards(of: person).contains(role) {
                losses.append(
                    Loss(person: person, role: role, tier: first.tier, revokes: start..<end))
            }
            start = end
        }
        return losses
    }

    private func isSamePersonAndRole(_ item: Int, _ key: EntitlementKey) -> Bool {
        let other = items[item].change.entitlement
        return other.person == key.person && other.role == key.role
    }

    /// What the person holds when everything is applied: granted, kept or not disproved.
    func rolesAfterwards(of person: PersonID) -> Set<RoleID> {
        var roles: Set<RoleID> = []
        let first = wanted.partitionPoint { $0.key.person < person }
        for entitlement in wanted[first...] {
            guard entitlement.key.person == person else { break }
            roles.insert(entitlement.key.role)
        }
        let kept = unproved.partitionPoint { $0.person < person }
        for key in unproved[kept...] {
            guard key.person == person else { break }
            roles.insert(key.role)
        }
        return roles
    }

    /// Whether anybody who is known to be active holds the role when everything is applied.
    func isHeldAfterwards(_ role: RoleID) -> Bool { wanted.contains { $0.key.role == role } }

    /// The changes by which these losses come. **Shape:** sorted, unique.
    func changes(of losses: some Sequence<Loss>) -> [ChangeID] {
        losses.flatMap { $0.revokes.map { items[revokes[$0]].id } }.sorted()
    }
}

extension Collection where Element == Impact.Loss {
    /// How many different people: each counts once, however much they lose.
    /// - Precondition: sorted by person.
    var peopleCount: Int {
        var (count, last) = (0, PersonID?.none)
        for loss in self where loss.person != last {
            count += 1
            last = loss.person
        }
        return count
    }
}

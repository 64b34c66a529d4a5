import Directory
import Entitlements

/// Everybody of a snapshot, those who are gone among them, in the order of their lines.
struct PeopleInOrder {
    enum Member {
        case there(PersonIndex)
        /// Holds something, or is named by a scope, and is no longer in the directory.
        case gone(Holder)
    }

    /// **Shape:** sorted by id.
    private(set) var order: [Member] = []
    /// For each person of the directory the place in ``order``.
    private(set) var placeOfPerson: [Int32] = []

    init(of view: OrganizationView) {
        order.reserveCapacity(view.snapshot.people.count + view.departed.count)
        placeOfPerson.reserveCapacity(view.snapshot.people.count)
        var gone = view.departed[...]
        for (index, person) in view.snapshot.people.enumerated() {
            while let first = gone.first, first.id < person.id {
                order.append(.gone(first))
                gone.removeFirst()
            }
            placeOfPerson.append(Int32(order.count))
            order.append(.there(PersonIndex(index)))
        }
        order += gone.map(Member.gone)
        ids = order.map { member in
            switch member {
            case .there(let index): view.snapshot.people[Int(index)].id
            case .gone(let holder): holder.id
            }
        }
    }

    private let ids: [PersonID]

    /// Each entitlement with its person's place; without those of whom nothing is known: no check finds them.
    /// - Parameter held: sorted by key, as it comes back.
    func places(of held: [HeldEntitlement]) -> [(place: Int32, entitlement: HeldEntitlement)] {
        var place = 0
        return held.compactMap { entitlement in
            while place < ids.count, ids[place] < entitlement.key.person { place += 1 }
            guard place < ids.count, ids[place] == entitlement.key.person else { return nil }
            return (Int32(place), entitlement)
        }
    }
}

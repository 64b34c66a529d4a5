import Directory
import Entitlements

/// Everybody of a snapshot, those who are gone among them, in the order of their lines.
struct PeopleInOrder {
    enum Member {
        case there(PersonIndex)
        /// No longer in the directory: by the place in ``OrganizationView/departed``.
        case gone(Int32)
    }

    /// **Shape:** sorted by id.
    private(set) var order: [Member] = []
    /// For each person of the directory the place in ``order``.
    private(set) var placeOfPerson: [Int32] = []
    private let view: OrganizationView

    init(of view: OrganizationView) {
        self.view = view
        order.reserveCapacity(view.snapshot.people.count + view.departed.count)
        placeOfPerson.reserveCapacity(view.snapshot.people.count)
        var gone = 0
        for (index, person) in view.snapshot.people.enumerated() {
            while gone < view.departed.count, view.departed[gone].id < person.id {
                order.append(.gone(Int32(gone)))
                gone += 1
            }
            placeOfPerson.append(Int32(order.count))
            order.append(.there(PersonIndex(index)))
        }
        order += (gone..<view.departed.count).map { Member.gone(Int32($0)) }
    }

    /// For each entitlement its person's place; nil for those of whom nothing is known: no check finds them.
    /// - Parameter held: sorted by key.
    func places(of held: [HeldEntitlement]) -> [Int32?] {
        var place = 0
        return held.map { entitlement in
            let person = entitlement.key.person
            while place < order.count, id(of: order[place]) < person { place += 1 }
            guard place < order.count, id(of: order[place]) == person else { return nil }
            return Int32(place)
        }
    }

    private func id(of member: Member) -> PersonID {
        switch member {
        case .there(let index): view.snapshot.people[Int(index)].id
        case .gone(let place): view.departed[Int(place)].id
        }
    }
}

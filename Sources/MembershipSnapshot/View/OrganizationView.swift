import Directory
import Entitlements

/// What is served: the organisation, and what is in force in it, at one moment. It never changes; when
/// the store moves on, another one takes its place as a whole.
///
/// What is in force is what was approved. A leaver whose revocation waits for approval still holds it
/// here, as in the store: else whoever makes a directory say "everybody left" would shut everybody
/// out, past every guard. ``Holder/isActive`` says what the directory says.
///
/// A class, since a copy of a value with so many parts would cost a check more than its answer.
public final class OrganizationView: Sendable {
    /// The state of the store that this is.
    public let moment: StoredMoment
    /// Up to when each source is known completely. **Shape:** sorted by source.
    public let freshness: [SourceFreshness]
    /// **Shape:** sorted by id.
    public let roles: [Role]
    /// People, groups and reporting lines.
    public let snapshot: DirectorySnapshot
    /// **Shape:** sorted by key, unique.
    public let held: [HeldEntitlement]
    /// Those who hold something, or whom a scope names, and who are no longer in the directory.
    /// **Shape:** sorted by id.
    public let departed: [Holder]

    /// For each person of the snapshot where theirs begins in ``held``, and one more for the end.
    private let starts: [Int32]
    /// For each role its places in ``held``, ascending.
    private let placesOfRole: [RoleID: [Int32]]

    /// - Parameter departed: at least everybody who is in `held`, and not in the snapshot.
    /// - Complexity: linear in people and entitlements
    public init(
        moment: StoredMoment, freshness: [SourceFreshness], roles: [Role],
        snapshot: DirectorySnapshot, held: [HeldEntitlement], departed: [Holder]
    ) {
        self.moment = moment
        self.freshness = freshness
        self.roles = roles
        self.snapshot = snapshot
        self.held = held
        self.departed = departed.sorted { $0.id < $1.id }
        var starts: [Int32] = []
        starts.reserveCapacity(snapshot.people.count + 1)
        var next = 0
        for person in snapshot.people {
            while next < held.count, held[next].key.person < person.id { next += 1 }
            starts.append(Int32(next))
            while next < held.count, held[next].key.person == person.id { next += 1 }
        }
        starts.append(Int32(held.count))
        self.starts = starts
        var places: [RoleID: [Int32]] = [:]
        for (place, entitlement) in held.enumerated() {
            places[entitlement.key.role, default: []].append(Int32(place))
        }
        placesOfRole = places
    }

    /// Whether every source is known completely: before that, absence proves nothing.
    public var isComplete: Bool {
        moment.run != nil && freshness.allSatisfy { $0.completeAsOf != nil }
    }

    /// The oldest of ``freshness``; nil when a source was never read completely.
    public var completeAsOf: Timestamp? {
        isComplete ? freshness.compactMap(\.completeAsOf).min() : nil
    }

    /// What the person holds. **Shape:** sorted by role and scope.
    public func entitlements(of holder: Holder) -> ArraySlice<HeldEntitlement> {
        guard let index = holder.index.map(Int.init) else { return slice(of: holder.id) }
        let start = Int(starts[index])
        var end = start
        // Who is not in the snapshot may stand between two who are.
        let limit = Int(starts[index + 1])
        while end < limit, held[end].key.person == holder.id { end += 1 }
        return held[start..<end]
    }

    private func slice(of person: PersonID) -> ArraySlice<HeldEntitlement> {
        let start = held.partitionPoint { $0.key.person < person }
        let end = held[start...].firstIndex { $0.key.person != person } ?? held.endIndex
        return held[start..<end]
    }

    /// Everybody's entitlements of that role. **Shape:** sorted by key; nil when no mappings ever
    /// defined the role, and nobody holds it.
    public func entitlements(of role: RoleID) -> [HeldEntitlement]? {
        if let places = placesOfRole[role] { return places.map { held[Int($0)] } }
        return self.role(role) == nil ? nil : []
    }

    /// As the mappings defined it last.
    public func role(_ id: RoleID) -> Role? {
        let place = roles.partitionPoint { $0.id < id }
        return place < roles.count && roles[place].id == id ? roles[place] : nil
    }
}

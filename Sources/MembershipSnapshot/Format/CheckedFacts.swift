import Directory
import Entitlements

/// What checks need of an organisation, and no more: whoever takes a copy gets nobody's department, region or
/// groups that no scope in force asks for, and no names to show.
struct CheckedFacts {
    let view: OrganizationView
    /// Those that a scope names, those within them, and those that share a name with one. **Shape:** ascending.
    let groups: [GroupIndex]
    /// For each group of ``groups`` the ones there that list it. **Shape:** places in ``groups``, ascending.
    let containers: [[Int32]]
    /// For each group of the snapshot its place in ``groups``, when who is in it matters; else -1.
    private let placeOfGroup: [Int32]
    private let departments: Set<String>
    private let regions: Set<String>
    /// Whether the person is below somebody whom a scope names.
    private let isBelow: [Bool]

    init(of view: OrganizationView) {
        self.view = view
        let scopes = Set(view.held.map(\.key.scope))
        departments = Set(
            scopes.filter { $0.kind == .department }.map { $0.argument.caselessForm })
        regions = Set(scopes.filter { $0.kind == .region }.map { $0.argument.caselessForm })
        let snapshot = view.snapshot
        let reached = Self.groups(
            within: scopes.filter { $0.kind == .group }.map(\.argument), of: snapshot)
        let groups = reached.union(
            reached.flatMap { snapshot.groups(display: snapshot.groups[Int($0)].display) }
        ).sorted()
        var places = [Int32](repeating: -1, count: snapshot.groups.count)
        var containers = [[Int32]](repeating: [], count: groups.count)
        for (place, group) in groups.enumerated() where reached.contains(group) {
            places[Int(group)] = Int32(place)
        }
        for (place, group) in groups.enumerated() where reached.contains(group) {
            for member in snapshot.memberships.memberGroups(of: group) {
                containers[Int(places[Int(member)])].append(Int32(place))
            }
        }
        (self.groups, self.containers, placeOfGroup) = (groups, containers, places)
        isBelow = Self.people(
            below: scopes.compactMap { scope in
                if case .reports(let manager) = scope { snapshot.index(of: manager) } else { nil }
            }, of: snapshot)
    }

    /// The places of the groups that list the person.
    func groups(of person: PersonIndex) -> [Int32] {
        view.snapshot.memberships.directGroups(of: person).map { placeOfGroup[Int($0)] }
            .filter { $0 >= 0 }
    }

    /// nil when nobody's scope goes through that line.
    func manager(of person: PersonIndex) -> PersonIndex? {
        isBelow[Int(person)] ? view.snapshot.reportingLines.manager(of: person) : nil
    }

    /// Those of the person's departments that a scope names.
    func departments(of person: Person) -> [String] {
        departments.isEmpty ? [] : Self.values(.department, of: person, in: departments)
    }

    /// Those of the person's regions that a scope names.
    func regions(of person: Person) -> [String] {
        regions.isEmpty ? [] : Self.values(.addressesRegion, of: person, in: regions)
    }

    private static func values(
        _ attribute: Attribute, of person: Person, in wanted: Set<String>
    ) -> [String] {
        person.attributes.values(of: attribute).filter { wanted.contains($0.caselessForm) }
    }

    private static func groups(
        within names: [String], of snapshot: DirectorySnapshot
    ) -> Set<GroupIndex> {
        var open = names.flatMap { snapshot.groups(display: $0) }
        var reached = Set(open)
        while let group = open.popLast() {
            for member in snapshot.memberships.memberGroups(of: group)
            where reached.insert(member).inserted {
                open.append(member)
            }
        }
        return reached
    }

    /// - Complexity: linear in people: each line is walked until somebody who is known.
    private static func people(
        below tops: [PersonIndex], of snapshot: DirectorySnapshot
    ) -> [Bool] {
        let tops = Set(tops)
        var known = [Bool?](repeating: nil, count: snapshot.people.count)
        for start in snapshot.people.indices.map(PersonIndex.init) {
            var line: [PersonIndex] = []
            var next: PersonIndex? = start
            var found = false
            while let person = next {
                if let answer = known[Int(person)] {
                    // Whoever is right below a top is below it, wherever the top itself stands.
                    found = found || answer
                    break
                }
                line.append(person)
                next = snapshot.reportingLines.manager(of: person)
                if let next, tops.contains(next) {
                    found = true
                    break
                }
            }
            // From the top down: everybody on the way to the one who was found is below it.
            for person in line { known[Int(person)] = found }
        }
        return known.map { $0 ?? false }
    }
}

import Foundation
import TestSupport

// What happens in an organisation between two readings.

extension SampleOrganization {
    private static var now: Int64 { Int64(Date().timeIntervalSince1970) }

    /// Who changed at that time or later.
    func ids(changedSince time: Int64, isOfUsers: Bool) -> Set<String> {
        isOfUsers
            ? Set(people.filter { $0.modified >= time }.map(\.id))
            : Set(groups.filter { $0.modified >= time }.map(\.id))
    }

    mutating func changePerson(_ index: Int, _ change: (inout Person) -> Void) {
        change(&people[index])
        people[index].modified = Self.now
    }

    mutating func changeGroup(_ index: Int, _ change: (inout Group) -> Void) {
        change(&groups[index])
        groups[index].modified = Self.now
    }

    /// - Returns: the id.
    @discardableResult
    mutating func hire() -> String {
        let number = (people.map(\.number).max() ?? 0) + 1
        var person = Self.person(number, Self.id("u", number))
        person.modified = Self.now
        people.append(person)
        return person.id
    }

    /// Who leaves is in no group any more, and leads nobody.
    mutating func fire(_ index: Int) {
        let id = people.remove(at: index).id
        for index in people.indices where people[index].manager == id {
            changePerson(index) { $0.manager = nil }
        }
        for index in groups.indices where groups[index].people.contains(id) {
            changeGroup(index) { $0.people.removeAll { $0 == id } }
        }
    }

    mutating func found(_ display: String, people: [String] = []) {
        let number = (groups.map(\.number).max() ?? 0) + 1
        groups.append(
            Group(
                number: number, id: Self.id("g", number), display: display, people: people,
                modified: Self.now))
    }

    mutating func dissolve(_ index: Int) {
        let id = groups.remove(at: index).id
        for index in groups.indices where groups[index].groups.contains(id) {
            changeGroup(index) { $0.groups.removeAll { $0 == id } }
        }
    }

    /// Something that happens in an organisation.
    mutating func change(using generator: inout SplitMix64) {
        let person = Int.random(in: people.indices, using: &generator)
        let group = Int.random(in: groups.indices, using: &generator)
        let id = people[person].id
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: changePerson(person) { $0.department = "Field \($0.department.utf8.count)" }
        case 1: changePerson(person) { $0.isActive.toggle() }
        case 2: changePerson(person) { $0.userName = "\($0.userName ?? "")x" }
        case 3: hire()
        case 4: fire(person)
        case 5: found("group of \(id)", people: [id])
        case 6 where groups.count > 2: dissolve(group)
        case 7:
            // Somebody who is not there, or not yet: the one who comes next.
            let next = Self.id("u", (people.map(\.number).max() ?? 0) + 1)
            changeGroup(group) { $0.people.append(next) }
        case 8:
            let lead = people.randomElement(using: &generator)?.id
            changePerson(person) { $0.manager = lead }
        default:
            changeGroup(group) { group in
                if let known = group.people.firstIndex(of: id) {
                    group.people.remove(at: known)
                } else {
                    group.people.append(id)
                }
            }
        }
    }
}

import Directory
import Entitlements

/// What the sources said, normalised: people and groups of a snapshot as one JSON document.
///
/// Written element by element: the document of a large organisation is never one value.
public struct JSONDirectory: Rendering {
    public init() {}

    public func render(_ snapshot: DirectorySnapshot, into output: inout String) {
        output += "{\"diagnostics\":["
        write(Array(snapshot.diagnostics.indices), into: &output) {
            JSONValue(snapshot.diagnostics[$0])
        }
        output += "],\n\"formatVersion\":1,\n\"groups\":["
        let groups = snapshot.groups.indices.sorted {
            let (left, right) = (snapshot.groups[$0], snapshot.groups[$1])
            return (left.label, left.id) < (right.label, right.id)
        }
        write(groups, into: &output) { group($0, in: snapshot) }
        output += "],\n\"people\":["
        let people = snapshot.people.indices.sorted {
            let (left, right) = (snapshot.people[$0], snapshot.people[$1])
            return (left.userName, left.id) < (right.userName, right.id)
        }
        write(people, into: &output) { person(PersonIndex($0), in: snapshot) }
        output += "],\n\"sources\":["
        write(Array(snapshot.sources.indices), into: &output) { source(snapshot.sources[$0]) }
        output += "]}\n"
    }

    private func write(
        _ positions: [Int], into output: inout String, _ element: (Int) -> JSONValue
    ) {
        for (place, position) in positions.enumerated() {
            output += place == 0 ? "\n" : ",\n"
            output += CanonicalJSON.text(of: element(position))
        }
    }

    /// One person with everything that the sources said, and where it came from.
    public static func person(_ index: PersonIndex, in snapshot: DirectorySnapshot) -> JSONValue {
        JSONDirectory().person(index, in: snapshot)
    }

    private func person(_ index: PersonIndex, in snapshot: DirectorySnapshot) -> JSONValue {
        let person = snapshot.people[Int(index)]
        let managers = snapshot.reportingLines.managers(of: index)
            .map { snapshot.people[Int($0)].userName }
        let groups = snapshot.memberships.allGroups(of: index).map { group in
            (
                display: snapshot.groups[Int(group)].display,
                label: snapshot.groups[Int(group)].label,
                type: snapshot.memberships.containsDirectly(group, index) ? "direct" : "indirect"
            )
        }.sorted { ($0.display, $0.label) < ($1.display, $1.label) }
        return [
            "id": .string(person.id.rawValue), "userName": .string(person.userName),
            "displayName": .string(person.displayName), "active": .bool(person.isActive),
            "employeeNumber": .optional(person.attributes[.employeeNumber]),
            "department": .optional(person.attributes[.department]),
            "title": .optional(person.attributes[.title]),
            "userType": .optional(person.attributes[.userType]),
            "emails": .strings(person.attributes.values(of: .emailsValue)),
            "manager": .optional(managers.first), "managers": .strings(managers),
            "accounts": .strings(person.accounts.map(\.description)),
            "label": .string(person.label),
            "groups": .array(
                groups.map { ["display": .string($0.display), "type": .string($0.type)] }),
            "provenance": provenance(of: person, in: snapshot),
        ]
    }

    /// Which source, and which attribute of it, each value came from.
    private func provenance(of person: Person, in snapshot: DirectorySnapshot) -> JSONValue {
        var origins: [String: JSONValue] = [:]
        for entry in person.attributes.entries where origins[entry.attribute.path] == nil {
            let source = snapshot.sources[Int(entry.source)]
            origins[entry.attribute.path] = [
                "source": .string(source.id.rawValue),
                "attribute": .optional(source.attributeNames[entry.attribute]),
            ]
        }
        return .object(origins)
    }

    /// One group with everybody in it.
    public static func group(_ index: GroupIndex, in snapshot: DirectorySnapshot) -> JSONValue {
        JSONDirectory().group(Int(index), in: snapshot)
    }

    private func group(_ position: Int, in snapshot: DirectorySnapshot) -> JSONValue {
        let index = GroupIndex(position)
        let group = snapshot.groups[position]
        let members = snapshot.memberships.allMembers(of: index).map { person in
            (
                userName: snapshot.people[Int(person)].userName,
                type: snapshot.memberships.containsDirectly(index, person) ? "direct" : "indirect"
            )
        }.sorted { $0.userName < $1.userName }
        return [
            "id": .string(group.id.rawValue), "source": .string(group.source.rawValue),
            "display": .string(group.display), "dn": .string(group.label),
            "members": .array(
                members.map { ["userName": .string($0.userName), "type": .string($0.type)] }),
            "groups": .strings(
                snapshot.memberships.memberGroups(of: index)
                    .map { snapshot.groups[Int($0)].display }.sorted()),
            "unresolved": .strings(group.unresolved),
        ]
    }

    private func source(_ source: SnapshotSource) -> JSONValue {
        [
            "id": .string(source.id.rawValue),
            "completeAsOf": .optional(source.certificate?.end.description),
            "staleBecause": .strings(source.staleBecause.map(\.code)),
        ]
    }
}

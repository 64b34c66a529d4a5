import Directory
import Reporting

/// What the sources said, as tables for a terminal.
enum DirectoryTables {
    /// Everybody, by login.
    static func people(of snapshot: DirectorySnapshot) -> Table {
        var table = Table(
            [
                .init("login"), .init("name"), .init("active"), .init("department"), .init("title"),
                .init("manager"), .init("groups", .trailing),
            ], emptyNotice: "nobody")
        let order = snapshot.people.indices.sorted {
            snapshot.people[$0].userName < snapshot.people[$1].userName
        }
        for position in order {
            let person = snapshot.people[position]
            let index = PersonIndex(position)
            table.append([
                person.userName, person.displayName, person.isActive ? "yes" : "no",
                person.attributes[.department] ?? "", person.attributes[.title] ?? "",
                snapshot.reportingLines.manager(of: index)
                    .map { snapshot.people[Int($0)].userName } ?? "",
                "\(snapshot.memberships.allGroups(of: index).count)",
            ])
        }
        return table
    }

    /// Everything that the sources said of one person, and where.
    static func person(_ index: PersonIndex, in snapshot: DirectorySnapshot) -> Table {
        let person = snapshot.people[Int(index)]
        var table = Table([.init("what"), .init("value"), .init("from")])
        table.append(["id", person.id.rawValue])
        table.append(["entry", person.label])
        table.append(["active", person.isActive ? "yes" : "no"])
        for entry in person.attributes.entries {
            let source = snapshot.sources[Int(entry.source)]
            let name = source.attributeNames[entry.attribute].map { " \($0)" } ?? ""
            table.append([entry.attribute.path, entry.value, "\(source.id)\(name)"])
        }
        let managers = snapshot.reportingLines.managers(of: index)
            .map { snapshot.people[Int($0)].userName }
        if !managers.isEmpty { table.append(["managers", managers.joined(separator: " → ")]) }
        for group in snapshot.memberships.allGroups(of: index) {
            let isDirect = snapshot.memberships.containsDirectly(group, index)
            table.append([
                "group", snapshot.groups[Int(group)].display, isDirect ? "direct" : "indirect",
            ])
        }
        return table
    }

    /// Everybody in a group, and by which of its ways.
    static func members(of group: GroupIndex, in snapshot: DirectorySnapshot) -> Table {
        var table = Table(
            [.init("login"), .init("name"), .init("through")], emptyNotice: "no members")
        for index in snapshot.memberships.allMembers(of: group) {
            let person = snapshot.people[Int(index)]
            let path =
                snapshot.memberships.paths(from: index, to: group, limit: 1).paths.first ?? []
            table.append([
                person.userName, person.displayName,
                path.count < 2
                    ? "direct"
                    : path.map { snapshot.groups[Int($0)].display }.joined(separator: " → "),
            ])
        }
        return table
    }
}

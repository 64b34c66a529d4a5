import Directory
import Entitlements

extension DirectoryExport: Listing {
    public var heading: String {
        "\(people.count.counted("person", "people")), \(groups.count.counted("group"))"
    }

    public var table: Table {
        var table = Table([
            .init("person"), .init("active"), .init("department"), .init("title"),
            .init("manager"), .init("groups"),
        ])
        for person in people {
            table.append([
                person.userName, person.isActive ? "yes" : "no",
                person.value(.department) ?? "", person.value(.title) ?? "",
                person.managers.first ?? "", person.groups.map(\.display).joined(separator: ", "),
            ])
        }
        return table
    }

    public var document: [String: JSONValue] {
        ["people": .array(people.map(\.json)), "groups": .array(groups.map(\.json))]
    }
}

/// `directory person`: each value, with where it comes from.
extension DirectoryExport.Person: Listing {
    public var heading: String { "\(userName) (\(id)), \(isActive ? "active" : "inactive")" }

    public var table: Table {
        var table = Table([.init("attribute"), .init("value"), .init("from")])
        for fact in facts {
            let from = [fact.source?.rawValue, fact.sourceAttribute].compactMap(\.self)
            table.append([fact.attribute.path, fact.value, from.joined(separator: ": ")])
        }
        if !managers.isEmpty {
            table.append(["managers", managers.joined(separator: " → "), "reporting line"])
        }
        for group in groups { table.append(["groups", group.display, group.type.rawValue]) }
        return table
    }

    public var document: [String: JSONValue] {
        [
            "person": json,
            "facts": .array(
                facts.map { fact in
                    [
                        "attribute": .string(fact.attribute.path), "value": .string(fact.value),
                        "source": .optional(fact.source?.rawValue),
                        "sourceAttribute": .optional(fact.sourceAttribute),
                    ]
                }),
        ]
    }

    fileprivate var json: JSONValue {
        [
            "id": .string(id.rawValue), "userName": .string(userName), "active": .bool(isActive),
            "employeeNumber": .optional(value(.employeeNumber)),
            "department": .optional(value(.department)), "title": .optional(value(.title)),
            "userType": .optional(value(.userType)), "emails": .strings(values(.emailsValue)),
            "manager": .optional(managers.first), "managers": .strings(managers),
            "groups": .array(
                groups.map {
                    ["display": .string($0.display), "type": .string($0.type.rawValue)]
                }),
        ]
    }
}

/// `directory group`: who is in it, and whether through another group.
extension DirectoryExport.Group: Listing {
    public var heading: String {
        "\(display) (\(dn)): \(members.count.counted("member"))"
    }

    public var table: Table {
        var table = Table([.init("person"), .init("type")], emptyNotice: "no members")
        for member in members { table.append([member.userName, member.type.rawValue]) }
        return table
    }

    public var document: [String: JSONValue] { ["group": json] }

    fileprivate var json: JSONValue {
        [
            "id": .string(id.rawValue), "display": .string(display), "dn": .string(dn),
            "members": .array(
                members.map {
                    ["userName": .string($0.userName), "type": .string($0.type.rawValue)]
                }),
        ]
    }
}

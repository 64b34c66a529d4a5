import Foundation

/// The organisation as a SCIM service would list it.
extension GeneratedOrganization {
    /// The people in pages of a list. **Units:** resources.
    public func userPages(of size: Int) throws -> [[UInt8]] {
        try pages(of: people.map(user), size)
    }

    /// The pages that a reader sees who asks for each from the last resource of the one before, by
    /// their first position.
    /// - Returns: a name for each page, `Users-1`, and its body.
    public func joinedPages(of size: Int) throws -> [(name: String, body: [UInt8])] {
        try [("Users", people.map(user)), ("Groups", groups.map(group))].flatMap {
            kind, resources in
            let joints = stride(from: 0, to: resources.count - 1, by: size - 1)
            return try (Array(joints) + [resources.count - 1]).map { start in
                ("\(kind)-\(start + 1)", try page(of: resources, from: start, size))
            }
        }
    }

    /// The same of the groups.
    public func groupPages(of size: Int) throws -> [[UInt8]] {
        try pages(of: groups.map(group), size)
    }

    private func pages(of resources: [[String: Any]], _ size: Int) throws -> [[UInt8]] {
        try stride(from: 0, to: resources.count, by: size).map { start in
            try page(of: resources, from: start, size)
        }
    }

    /// - Parameter start: 0-based.
    private func page(
        of resources: [[String: Any]], from start: Int, _ size: Int
    ) throws -> [UInt8] {
        let page = resources[start..<min(start + size, resources.count)]
        let list: [String: Any] = [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": resources.count, "startIndex": start + 1,
            "itemsPerPage": page.count, "Resources": Array(page),
        ]
        return Array(try JSONSerialization.data(withJSONObject: list, options: .sortedKeys))
    }

    private static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
    private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    private static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"

    private func user(_ person: Person) -> [String: Any] {
        var work: [String: Any] = [:]
        work["employeeNumber"] = person.employeeNumber
        work["department"] = person.department
        work["manager"] = manager(person).map { ["value": $0, "$ref": "../Users/\($0)"] }
        var user: [String: Any] = [
            "schemas": [Self.user, Self.enterprise], "id": person.entryUUID,
            "userName": person.userName, "displayName": person.displayName,
            "name": [
                "formatted": person.commonName, "givenName": person.givenName,
                "familyName": person.familyName,
            ],
            "active": person.isActive, "userType": person.userType,
            "emails": person.emails.enumerated().map { index, mail in
                ["value": mail, "type": "work", "primary": index == 0]
            },
            Self.enterprise: work, "meta": meta("User", person.entryUUID),
        ]
        user["title"] = person.title
        return user
    }

    private func manager(_ person: Person) -> String? {
        switch person.manager {
        case .none: nil
        case .person(let number): people[number].entryUUID
        case .dangling(let name): name
        }
    }

    private func group(_ group: Group) -> [String: Any] {
        let members =
            group.people.map { member("User", people[$0].entryUUID) }
            + group.groups.map { member("Group", groups[$0].entryUUID) }
            + group.dangling.map { member("User", $0) }
        return [
            "schemas": [Self.group], "id": group.entryUUID, "displayName": group.display,
            "members": members,
            "meta": meta("Group", group.entryUUID),
        ]
    }

    private func member(_ type: String, _ id: String) -> [String: String] {
        ["value": id, "type": type, "$ref": "https://example.org/scim/v2/\(type)s/\(id)"]
    }

    private func meta(_ type: String, _ id: String) -> [String: String] {
        [
            "resourceType": type, "created": "2026-01-23T04:56:22Z",
            "lastModified": "2026-05-13T04:42:34Z", "version": "W/\"3694e05e9dff590\"",
            "location": "https://example.org/scim/v2/\(type)s/\(id)",
        ]
    }
}

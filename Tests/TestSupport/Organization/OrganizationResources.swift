/// The organisation as a SCIM service would show it.
public struct OrganizationResources {
    private let organization: GeneratedOrganization
    /// The ids that the service gave to ``GeneratedOrganization/people``.
    private let users: [String]
    /// The ids that the service gave to ``GeneratedOrganization/groups``.
    private let groups: [String]

    /// Under the ids that the directory has.
    public init(_ organization: GeneratedOrganization) {
        self.init(
            organization, users: organization.people.map(\.entryUUID),
            groups: organization.groups.map(\.entryUUID))
    }

    /// Under ids of the service's own; without any, people and groups that know nobody.
    public init(_ organization: GeneratedOrganization, users: [String], groups: [String]) {
        (self.organization, self.users, self.groups) = (organization, users, groups)
    }

    private static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
    private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    private static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"

    /// - Parameter number: a position in ``GeneratedOrganization/people``.
    public func user(_ number: Int) -> [String: Any] {
        let person = organization.people[number]
        var work: [String: Any] = [:]
        work["employeeNumber"] = person.employeeNumber
        work["department"] = person.department
        work["manager"] = manager(person).map { ["value": $0, "$ref": "../Users/\($0)"] }
        var user: [String: Any] = [
            "schemas": [Self.user, Self.enterprise],
            "userName": person.userName, "displayName": person.displayName,
            "name": [
                "formatted": person.commonName, "givenName": person.givenName,
                "familyName": person.familyName,
            ],
            "active": person.isActive, "userType": person.userType,
            "emails": person.emails.enumerated().map { index, mail in
                ["value": mail, "type": "work", "primary": index == 0]
            },
            Self.enterprise: work,
        ]
        user["title"] = person.title
        identify(&user, "User", number, users)
        return user
    }

    /// - Parameter number: a position in ``GeneratedOrganization/groups``.
    public func group(_ number: Int) -> [String: Any] {
        let group = organization.groups[number]
        var members: [[String: String]] = []
        if !users.isEmpty {
            members =
                group.people.map { member("User", users[$0]) }
                + group.groups.map { member("Group", groups[$0]) }
                + group.dangling.map { member("User", $0) }
        }
        var resource: [String: Any] = [
            "schemas": [Self.group], "displayName": group.display, "members": members,
        ]
        identify(&resource, "Group", number, groups)
        return resource
    }

    private func manager(_ person: GeneratedOrganization.Person) -> String? {
        switch person.manager {
        case .none: nil
        case .person(let number): users.isEmpty ? nil : users[number]
        case .dangling(let name): name
        }
    }

    private func member(_ type: String, _ id: String) -> [String: String] {
        ["value": id, "type": type, "$ref": "https://example.org/scim/v2/\(type)s/\(id)"]
    }

    private func identify(
        _ resource: inout [String: Any], _ type: String, _ number: Int, _ ids: [String]
    ) {
        guard !ids.isEmpty else { return }
        resource["id"] = ids[number]
        resource["meta"] = [
            "resourceType": type, "created": "2026-01-23T04:56:22Z",
            "lastModified": "2026-05-13T04:42:34Z", "version": "W/\"3694e05e9dff590\"",
            "location": "https://example.org/scim/v2/\(type)s/\(ids[number])",
        ]
    }
}

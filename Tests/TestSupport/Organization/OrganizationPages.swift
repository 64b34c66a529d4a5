import Foundation

/// The organisation as a SCIM service would list it.
extension GeneratedOrganization {
    /// The people in pages of a list. **Units:** resources.
    public func userPages(of size: Int) throws -> [[UInt8]] {
        try pages(of: people.indices.map(OrganizationResources(self).user), size)
    }

    /// The pages that a reader sees who asks for each from the last resource of the one before, by
    /// their first position.
    /// - Returns: a name for each page, `Users-1`, and its body.
    public func joinedPages(of size: Int) throws -> [(name: String, body: [UInt8])] {
        let all = OrganizationResources(self)
        let lists = [
            ("Users", people.indices.map(all.user)), ("Groups", groups.indices.map(all.group)),
        ]
        return try lists.flatMap { kind, resources in
            let joints = stride(from: 0, to: resources.count - 1, by: size - 1)
            return try (Array(joints) + [resources.count - 1]).map { start in
                ("\(kind)-\(start + 1)", try page(of: resources, from: start, size))
            }
        }
    }

    /// The same of the groups.
    public func groupPages(of size: Int) throws -> [[UInt8]] {
        try pages(of: groups.indices.map(OrganizationResources(self).group), size)
    }

    /// The file of which ``SCIMService/listing(_:)`` is the service.
    public func writeSCIM(toPath path: String) throws {
        let resources = OrganizationResources(self)
        let directory = [
            "Users": people.indices.map(resources.user),
            "Groups": groups.indices.map(resources.group),
        ]
        try JSONSerialization.data(withJSONObject: directory).write(to: URL(filePath: path))
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
}

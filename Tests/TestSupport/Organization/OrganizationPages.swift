import Foundation

/// The organisation as a SCIM service would list it.
extension GeneratedOrganization {
    /// The people in pages of a list. **Units:** resources.
    public func userPages(of size: Int) throws -> [[UInt8]] {
        try pages(of: people.indices.map(OrganizationResources(self).user), size)
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
            let page = resources[start..<min(start + size, resources.count)]
            let list: [String: Any] = [
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                "totalResults": resources.count, "startIndex": start + 1,
                "itemsPerPage": page.count, "Resources": Array(page),
            ]
            return Array(try JSONSerialization.data(withJSONObject: list, options: .sortedKeys))
        }
    }
}

import Foundation

/// Changes what a SCIM service holds, one request after the other.
public struct SCIMWriter: Sendable {
    private let port: UInt16
    private let base: String

    /// The service refused, or does not speak HTTP; holds what it said.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public init(_ service: SCIMService) {
        port = service.port
        base = URL(string: service.url)?.path ?? ""
    }

    /// - Parameter endpoint: `Users` or `Groups`.
    /// - Returns: the id that the service gave.
    @discardableResult
    public func create(_ endpoint: String, _ resource: [String: Any]) throws -> String {
        let answer = try send("POST", "/\(endpoint)", resource)
        guard let id = answer["id"] as? String else { throw Failure(description: "\(answer)") }
        return id
    }

    public func replace(_ endpoint: String, _ id: String, by resource: [String: Any]) throws {
        try send("PUT", "/\(endpoint)/\(id)", resource)
    }

    public func addMembers(_ ids: [String], to group: String) throws {
        let operation: [String: Any] = [
            "op": "add", "path": "members", "value": ids.map { ["value": $0] },
        ]
        try send(
            "PATCH", "/Groups/\(group)",
            [
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                "Operations": [operation],
            ])
    }

    public func delete(_ endpoint: String, _ id: String) throws {
        try send("DELETE", "/\(endpoint)/\(id)", nil)
    }

    /// Everybody and everything of the organisation; managers and members when all are there.
    public func fill(with organization: GeneratedOrganization) throws {
        let bare = OrganizationResources(organization, users: [], groups: [])
        let users = try organization.people.indices.map { try create("Users", bare.user($0)) }
        let groups = try organization.groups.indices.map { try create("Groups", bare.group($0)) }
        let whole = OrganizationResources(organization, users: users, groups: groups)
        for (number, id) in users.enumerated() {
            try replace("Users", id, by: whole.user(number))
        }
        for (number, id) in groups.enumerated() {
            try replace("Groups", id, by: whole.group(number))
        }
    }

    @discardableResult
    private func send(
        _ method: String, _ path: String, _ body: [String: Any]?
    ) throws -> [String: Any] {
        let data = try body.map { try JSONSerialization.data(withJSONObject: $0) } ?? Data()
        let head = """
            \(method) \(base)\(path) HTTP/1.0\r
            Host: 127.0.0.1:\(port)\r
            Authorization: Bearer \(SCIMService.token)\r
            Content-Type: application/scim+json\r
            Content-Length: \(data.count)\r
            Connection: close\r
            \r

            """
        let answer = try exchange(Data(head.utf8) + data)
        let end = answer.range(of: Data("\r\n\r\n".utf8))
        let content = end.map { answer[$0.upperBound...] } ?? Data()
        let status = String(decoding: answer.prefix(12), as: UTF8.self).split(separator: " ").last
        guard status?.hasPrefix("2") == true else {
            let said = String(decoding: answer, as: UTF8.self)
            throw Failure(description: "\(method) \(path): \(said)")
        }
        let object = try? JSONSerialization.jsonObject(with: content)
        return object as? [String: Any] ?? [:]
    }

    private func exchange(_ request: Data) throws -> Data {
        guard let connection = LoopbackSocket.connect(to: port) else {
            throw Failure(description: "nobody listens")
        }
        let handle = FileHandle(fileDescriptor: connection, closeOnDealloc: true)
        try handle.write(contentsOf: request)
        return try handle.readToEnd() ?? Data()
    }
}

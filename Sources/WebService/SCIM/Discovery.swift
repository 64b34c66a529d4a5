import Entitlements
import HTTPTypes

/// What the service says of itself.
/// - SeeAlso: RFC 7644 §4, RFC 7643 §5–§7
struct Discovery {
    let base: String

    func answer(_ path: [String], _ query: Query) throws(WebProblem) -> WebAnswer {
        switch (path.first, path.count) {
        case ("ServiceProviderConfig", 1): return WebAnswer(serviceProvider, type: .scim)
        case ("ResourceTypes", 1): return try list(resourceTypes, query)
        case ("ResourceTypes", 2): return try one(path[1], of: resourceTypes)
        case ("Schemas", 1): return try list(schemas, query)
        case ("Schemas", 2): return try one(path[1], of: schemas)
        default: throw .notFound("there is nothing here")
        }
    }

    private var resourceTypes: [(id: String, json: JSONValue)] {
        [
            (
                "User",
                resourceType(
                    "User", "/Users", "People, with what they hold", SCIMURN.user,
                    [SCIMURN.enterpriseUser: false, SCIMURN.rollcallUser: true])
            ),
            (
                "Group",
                resourceType("Group", "/Groups", "Groups of the directory", SCIMURN.group, [:])
            ),
        ]
    }

    private var schemas: [(id: String, json: JSONValue)] {
        SchemaDocument.all.map { ($0.id, $0.json(base: base)) }
    }

    private func list(
        _ resources: [(id: String, json: JSONValue)], _ query: Query
    ) throws(WebProblem) -> WebAnswer {
        // RFC 7644 §4: a client must not be led to believe that the filter was applied.
        if query["filter"] != nil {
            throw WebProblem(.forbidden, "forbidden", "this list is not filtered")
        }
        return WebAnswer(
            [
                "schemas": [.string(SCIMURN.listResponse)],
                "totalResults": .number(resources.count), "startIndex": 1,
                "itemsPerPage": .number(resources.count),
                "Resources": .array(resources.map(\.json)),
            ], type: .scim)
    }

    private func one(
        _ id: String, of resources: [(id: String, json: JSONValue)]
    ) throws(WebProblem) -> WebAnswer {
        guard let found = resources.first(where: { $0.id == id }) else {
            throw .notFound("there is no such resource")
        }
        return WebAnswer(found.json, type: .scim)
    }

    private func resourceType(
        _ name: String, _ endpoint: String, _ description: String, _ schema: String,
        _ extensions: [String: Bool]
    ) -> JSONValue {
        [
            "schemas": [.string(SCIMURN.resourceType)], "id": .string(name),
            "name": .string(name), "endpoint": .string(endpoint),
            "description": .string(description), "schema": .string(schema),
            "schemaExtensions": .array(
                extensions.sorted { $0.key < $1.key }.map {
                    ["schema": .string($0.key), "required": .bool($0.value)]
                }),
            "meta": meta("ResourceType", "ResourceTypes/\(name)"),
        ]
    }

    private var serviceProvider: JSONValue {
        [
            "schemas": [.string(SCIMURN.serviceProviderConfig)],
            "patch": ["supported": false],
            "bulk": ["supported": false, "maxOperations": 0, "maxPayloadSize": 0],
            "filter": ["supported": true, "maxResults": .number(SearchRequest.mostCount)],
            "changePassword": ["supported": false], "sort": ["supported": true],
            "etag": ["supported": true],
            "pagination": [
                "cursor": true, "index": true, "defaultPaginationMethod": "index",
                "defaultPageSize": .number(SearchRequest.usualCount),
                "maxPageSize": .number(SearchRequest.mostCount),
            ],
            "authenticationSchemes": [
                [
                    "type": "oauthbearertoken", "name": "Bearer token",
                    "description": "A token made with `rollcall tokens create`",
                    "specUri": "https://www.rfc-editor.org/info/rfc6750", "primary": true,
                ]
            ],
            "meta": meta("ServiceProviderConfig", "ServiceProviderConfig"),
        ]
    }

    private func meta(_ type: String, _ path: String) -> JSONValue {
        ["resourceType": .string(type), "location": .string("\(base)/\(path)")]
    }
}

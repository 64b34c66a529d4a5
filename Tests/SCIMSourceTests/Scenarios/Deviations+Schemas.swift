import WebTestSupport

extension Deviation {
    private static func schema(_ id: String, _ name: String, _ attributes: [String: String])
        -> [String: Any]
    {
        let attributes = attributes.sorted { $0.key < $1.key }
            .map { ["name": $0.key, "returned": $0.value] }
        return ["id": id, "name": name, "attributes": attributes]
    }

    private static let core = "urn:ietf:params:scim:schemas:core:2.0:"
    private static let alias = "urn:example:schemas:work:1.0:User"

    /// Shows what is asked for alone.
    private static func minding(
        _ attributes: Set<String>
    ) -> @Sendable (inout [String: Any], ServiceQuestion) -> Void {
        { resource, question in
            let asked = question.query["attributes"]?.split(separator: ",").map(String.init)
            for name in attributes where asked?.contains(name) != true { resource[name] = nil }
        }
    }

    static let schemas = [
        Deviation("shows members on request alone") { habits in
            habits.schemas = {
                [schema(core + "Group", "Group", ["displayName": "default", "members": "request"])]
            }
            habits.resource = minding(["members"])
        },
        Deviation("shows whether somebody is active on request alone") { habits in
            let enterprise = FaultyService.enterprise
            habits.schemas = {
                [
                    schema(
                        core + "User", "User", ["userName": "default", "active": "request"]),
                    schema(enterprise, "EnterpriseUser", ["department": "default"]),
                ]
            }
            habits.resource = minding(["active"])
        },
        Deviation("knows the enterprise extension under another name") { habits in
            habits.schemas = {
                [schema(alias, "EnterpriseUser", ["department": "default", "manager": "default"])]
            }
            habits.resource = { resource, _ in
                resource[alias] = resource.removeValue(forKey: FaultyService.enterprise)
            }
        },
        Deviation("tells no schema that anybody could read") { habits in
            habits.schemas = { [["id": 7], ["attributes": "none"], [:]] }
        },
    ]
}

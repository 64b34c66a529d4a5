import Directory
import Entitlements

/// A schema as `/Schemas` describes it.
/// - SeeAlso: RFC 7643 §7
struct SchemaDocument {
    let id: String
    private let name: String
    private let description: String
    private let attributes: [JSONValue]

    func json(base: String) -> JSONValue {
        [
            "schemas": [.string(SCIMURN.schema)], "id": .string(id), "name": .string(name),
            "description": .string(description), "attributes": .array(attributes),
            "meta": [
                "resourceType": "Schema", "location": .string("\(base)/Schemas/\(id)"),
            ],
        ]
    }

    static let all = [user, enterprise, rollcall, group]

    private static let user = SchemaDocument(
        id: SCIMURN.user, name: "User", description: "A person",
        attributes: vocabulary(.core))

    private static let enterprise = SchemaDocument(
        id: SCIMURN.enterpriseUser, name: "EnterpriseUser",
        description: "What an organisation knows of a person",
        attributes: vocabulary(.enterprise))

    private static let rollcall = SchemaDocument(
        id: SCIMURN.rollcallUser, name: "RollcallUser",
        description: "What a person holds, and to whom they report",
        attributes: [
            attribute("managers", "The reporting line, nearest first: logins", isMultiValued: true),
            complex(
                "holdings", "What is in force", isMultiValued: true,
                [
                    attribute("role", "As mapping files name it", isExact: true),
                    attribute("scope", "As people write it: reports:lee"),
                    attribute("since", "When it came into force", type: "dateTime"),
                    attribute("sinceRevision", "The revision that granted it", type: "integer"),
                ]),
        ])

    private static let group = SchemaDocument(
        id: SCIMURN.group, name: "Group", description: "A group of the directory",
        attributes: [
            attribute("displayName", "Its name"),
            complex(
                "members", "Who is in it directly", isMultiValued: true,
                [
                    attribute("value", "The member's id", isExact: true),
                    reference("$ref", "The member's URL", to: ["User", "Group"]),
                    attribute("display", "The member's name"),
                    attribute("type", "User or Group", values: ["User", "Group"]),
                ]),
        ])

    /// The attributes of one schema, as the vocabulary of conditions defines them; `id`, `externalId`
    /// and `meta` are common to all resources and in no schema.
    private static func vocabulary(_ schema: AttributeDefinition.Schema) -> [JSONValue] {
        var names: [Substring] = []
        var inner: [Substring: [JSONValue]] = [:]
        var definitions: [Substring: AttributeDefinition] = [:]
        for attribute in Attribute.allCases {
            let definition = attribute.definition
            let isHere = definition.schema == schema && attribute != .groupsDN
            if !isHere || ["id", "externalId", "meta"].contains(definition.name) { continue }
            if definitions.updateValue(definition, forKey: definition.name) == nil {
                names.append(definition.name)
            }
            if definition.subAttribute != nil {
                inner[definition.name, default: []].append(simple(definition))
            }
        }
        return names.compactMap { name in
            guard let definition = definitions[name] else { return nil }
            guard var members = inner[name] else { return simple(definition) }
            if name == "groups" || name == "manager" {
                let target = name == "groups" ? "Group" : "User"
                members.append(reference("$ref", "Its URL", to: [target]))
            }
            return complex(
                String(name), descriptions[String(name)] ?? String(name),
                isMultiValued: definition.isMultiValued, members)
        }
    }

    private static let descriptions = [
        "roles": "Each role that is in force: value is its id, type its tier",
        "entitlements": "Each role and scope in force: value is ROLE SCOPE, type the kind of scope",
        "groups": "Every group the person is in, at any depth",
    ]

    private static func simple(_ definition: AttributeDefinition) -> JSONValue {
        let name = String(definition.subAttribute ?? definition.name)
        switch definition.type {
        case .reference: return reference(name, definition.path, to: ["external"])
        case .boolean: return attribute(name, definition.path, type: "boolean")
        case .dateTime: return attribute(name, definition.path, type: "dateTime")
        case .string:
            return attribute(
                name, definition.path, isExact: definition.caseExact,
                isMultiValued: definition.isMultiValued && definition.subAttribute == nil,
                isUnique: definition.attribute == .userName)
        }
    }

    private static func attribute(
        _ name: String, _ description: String, type: String = "string", isExact: Bool = false,
        isMultiValued: Bool = false, isUnique: Bool = false, values: [String] = []
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "type": .string(type), "description": .string(description),
            "multiValued": .bool(isMultiValued), "required": .bool(isUnique),
            "mutability": "readOnly", "returned": "default",
            "uniqueness": isUnique ? "server" : "none",
        ]
        if type == "string" || type == "reference" { members["caseExact"] = .bool(isExact) }
        if !values.isEmpty { members["canonicalValues"] = .strings(values) }
        return .object(members)
    }

    private static func reference(
        _ name: String, _ description: String, to types: [String]
    ) -> JSONValue {
        guard
            case .object(var members) = attribute(
                name, description, type: "reference", isExact: true)
        else { return .null }
        members["referenceTypes"] = .strings(types)
        return .object(members)
    }

    private static func complex(
        _ name: String, _ description: String, isMultiValued: Bool, _ inner: [JSONValue]
    ) -> JSONValue {
        guard
            case .object(var members) = attribute(
                name, description, type: "complex", isMultiValued: isMultiValued)
        else { return .null }
        members["subAttributes"] = .array(inner)
        return .object(members)
    }
}

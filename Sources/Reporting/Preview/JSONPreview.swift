import Directory
import Entitlements

/// A preview for machines: `mappings preview --format json`.
///
/// **Shape:** `Resources/Schemas/mappings-preview.schema.json`.
public struct JSONPreview: Rendering {
    public init() {}

    public func render(_ preview: MappingPreview, into output: inout String) {
        JSONDocument.write(
            [
                "mapping": .string(preview.mapping.description),
                "revision": .number(preview.revision.rawValue),
                "people": .number(preview.population.people),
                "active": .number(preview.population.active),
                "failedTests": .number(preview.failedTests),
                "unproved": .number(preview.unproved),
                "roles": .array(preview.roles.map { role($0, in: preview) }),
                "guards": .array(preview.guards.map { JSONValue($0) }),
                "changes": .array(preview.steps.map(step)),
            ], into: &output)
    }

    private func role(_ balance: RoleBalance, in preview: MappingPreview) -> JSONValue {
        var members = balance.json
        members["gain"] = .number(preview.people(.grant, of: balance.role.id))
        members["lose"] = .number(preview.people(.revoke, of: balance.role.id))
        return .object(members)
    }

    private func step(_ step: MappingPreview.Step) -> JSONValue {
        [
            "action": .string(step.action.rawValue),
            "person": ["id": .string(step.person.rawValue), "userName": .string(step.userName)],
            "role": .string(step.role.id.rawValue), "scope": .string(step.scope),
            "reason": [
                "cause": .string(step.reason.cause.rawValue),
                "rules": .strings(step.reason.rules), "summary": .string(step.reason.summary),
            ],
        ]
    }
}

import Diagnostics
import Directory
import RoleMapping

/// How a directory is laid out: a preset, and what the configuration changes of it.
extension ConfigurationReader {
    /// The layout of one source; nil when its preset is not known.
    func schema(_ source: YAMLMapping) -> LDAPSchema? {
        guard let value = source.required("schema"),
            let name = value.word(among: LDAPSchema.presetNames),
            var schema = LDAPSchema.preset(named: name)
        else { return nil }
        if let anchor = source["anchor"]?.string() { schema.anchor = anchor }
        if let people = source["people"]?.mappingOfAnyKeys() {
            change(&schema, by: people)
        }
        // In addition to the preset's own: whoever is disabled stays so.
        if let inactive = source["inactive"] {
            schema.inactivity += inactive.listOrOne().compactMap(inactivity)
        }
        return schema
    }

    /// `attributes: {department: departmentNumber}`: paths of the vocabulary, and `manager`.
    private func change(_ schema: inout LDAPSchema, by people: YAMLMapping) {
        guard let attributes = people["attributes"]?.mappingOfAnyKeys() else { return }
        for (key, place, value) in attributes.entries {
            guard let name = value.string() else { continue }
            guard LDAPSchema.isAttributeDescription(name) else {
                value.report("configuration.attribute", "this is no attribute of a directory")
                continue
            }
            if key == "manager" {
                schema.manager = name
            } else if let attribute = Attribute(path: key) {
                schema.attributes[attribute] = name
            } else {
                value.reader.report(
                    .error, "configuration.unknown-attribute", "unknown attribute", at: place,
                    hint: Suggestion.hint(
                        for: key, among: Attribute.allCases.map(\.path) + ["manager"]))
            }
        }
    }

    private func inactivity(_ value: YAMLValue) -> InactivityRule? {
        guard let mapping = value.mapping(keys: ["attribute", "equals"]),
            let attribute = mapping.required("attribute")?.string()
        else { return nil }
        guard let wanted = mapping["equals"] else { return .present(attribute) }
        return wanted.string().map { .equals(attribute, $0) }
    }
}

import Directory

/// What a service says of its schemas, as far as reading it depends on that.
///
/// Two things are taken: which attributes come only when they are asked for by name, and another name
/// of the enterprise extension. Whether values compare by case is the same for conditions over every
/// source, and one value where several were announced, or several for one, is read either way; so the
/// rest is not asked.
/// - SeeAlso: RFC 7643 §2.2 and §7
struct ServiceSchemas: Sendable, Hashable {
    /// The extension's URN where it is not the standard's.
    private(set) var enterprise: String?
    private var users: String?
    private var groups: String?

    init() {}

    /// - Parameter document: the answer of `Schemas`, a list or a bare array.
    init(_ document: JSONValue) {
        var users: [Named] = []
        for schema in (document["Resources"] ?? document).children {
            guard let urn = schema["id"]?.string else { continue }
            let attributes = schema["attributes"]?.children.compactMap(Named.init) ?? []
            switch urn.lowercased() {
            case Self.core: users += attributes.filter { Self.users.contains($0.name.lowercased()) }
            case Self.group:
                groups = Self.question(
                    attributes.filter { ["displayname", "members"].contains($0.name.lowercased()) })
            case let name where name == Self.extension || schema.isEnterprise:
                if name != Self.extension { enterprise = urn }
                users += attributes.filter { Self.work.contains($0.name.lowercased()) }
                    .map { Named(name: "\(urn):\($0.name)", returned: $0.returned) }
            default: continue
            }
        }
        self.users = Self.question(users)
    }

    /// The value of the parameter `attributes`: all that is needed, where something of it does not
    /// come by itself; nil: nothing has to be asked for.
    func attributes(of subject: ReadingSubject) -> String? {
        subject == .people ? users : groups
    }

    /// An attribute, and when it is shown.
    fileprivate struct Named {
        let name: String
        let returned: String
    }

    private static func question(_ attributes: [Named]) -> String? {
        guard attributes.contains(where: { $0.returned == "request" }) else { return nil }
        // `id` and `schemas` come whatever is asked for, `meta` does not.
        return (attributes.filter { $0.returned != "never" }.map(\.name) + ["meta"])
            .joined(separator: ",")
    }

    private static let core = AttributeDefinition.Schema.core.rawValue.lowercased()
    private static let group = "urn:ietf:params:scim:schemas:core:2.0:group"
    private static let `extension` = AttributeDefinition.Schema.enterprise.rawValue.lowercased()
    private static let users = names(in: .core)
    fileprivate static let work = names(in: .enterprise)

    /// The attributes that are read, in lower case. Groups say who their members are.
    private static func names(in schema: AttributeDefinition.Schema) -> Set<String> {
        Set(
            Attribute.allCases.map(\.definition).filter { $0.schema == schema }
                .map { $0.name.lowercased() }
        ).subtracting(["groups", "id", "meta"])
    }
}

extension ServiceSchemas.Named {
    fileprivate init?(_ attribute: JSONValue) {
        guard let name = attribute["name"]?.string else { return nil }
        self.init(name: name, returned: attribute["returned"]?.string?.lowercased() ?? "default")
    }
}

extension JSONValue {
    /// Whether a schema is the enterprise extension under another URN: it is called so, and has the
    /// attributes.
    fileprivate var isEnterprise: Bool {
        let name = self["name"]?.string?.lowercased().filter(\.isLetter)
        let attributes = self["attributes"]?.children.compactMap { $0["name"]?.string } ?? []
        return name == "enterpriseuser"
            && attributes.contains { ServiceSchemas.work.contains($0.lowercased()) }
    }
}

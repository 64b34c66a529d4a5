import Directory

/// What the members of a User resource are read for: the vocabulary, arranged by names.
/// - SeeAlso: RFC 7643 §4.1 and §4.3
struct UserLayout: Sendable {
    /// A position in ``parts``.
    typealias Part = UInt8

    /// What a member of the resource, or of its extension, is.
    enum Member: Sendable {
        case id
        case active
        case meta(part: Part)
        case manager
        /// The enterprise extension.
        case enterprise
        case value(Attribute)
        /// An object whose members stand in ``UserLayout/parts``.
        case complex(part: Part)
        /// An array of such objects; a bare element is a value of `main`.
        case elements(part: Part, main: Attribute)
    }

    /// What a member of a manager is.
    enum ManagerMember: Sendable {
        case value, reference
    }

    var core = NameTable<Member>([("id", .id), ("active", .active)])
    var enterprise = NameTable<Member>([("manager", .manager)])
    /// The sub-attributes of one attribute each.
    var parts: [NameTable<Attribute>] = []
    /// The names of those attributes.
    private(set) var partNames: [String] = []
    var manager = NameTable<ManagerMember>([("value", .value), ("$ref", .reference)])

    init() {
        let urn = AttributeDefinition.Schema.enterprise.rawValue
        core.add(urn, .enterprise)
        core.add("manager", .manager, oddity: .misplacedAttribute)
        for name in ["manager", "manager.value"] {
            core.add("\(urn):\(name)", .manager, oddity: .qualifiedAttribute)
        }
        let activity = "\(AttributeDefinition.Schema.core.rawValue):active"
        core.add(activity, .active, oddity: .qualifiedAttribute)
        for attribute in Attribute.allCases where Self.isTaken(attribute) {
            let definition = attribute.definition
            guard let subAttribute = definition.subAttribute else {
                add(.value(attribute), definition)
                continue
            }
            let name = String(definition.name)
            let part = partNames.firstIndex(of: name) ?? parts.count
            if part == parts.count {
                partNames.append(name)
                parts.append(NameTable())
                addWhole(attribute, part: Part(part))
            }
            parts[part].add(String(subAttribute), attribute)
            if !definition.isMultiValued { addQualified(.value(attribute), definition) }
        }
    }

    /// Groups say who their members are, and the resource's own word of it is not asked; anchor,
    /// activity and manager are no values.
    private static func isTaken(_ attribute: Attribute) -> Bool {
        switch attribute {
        case .id, .active, .groupsValue, .groupsDisplay, .groupsDN, .groupsType, .managerValue,
            .managerDisplayName, .managers:
            false
        default: true
        }
    }

    private mutating func add(_ member: Member, _ definition: AttributeDefinition) {
        if definition.schema == .enterprise {
            enterprise.add(definition.path, member)
            core.add(definition.path, member, oddity: .misplacedAttribute)
        } else {
            core.add(definition.path, member)
        }
        addQualified(member, definition)
    }

    /// The attribute that the part belongs to, as a whole.
    private mutating func addWhole(_ attribute: Attribute, part: Part) {
        let definition = attribute.definition
        let member: Member =
            switch definition.name {
            case "meta": .meta(part: part)
            case _ where definition.isMultiValued: .elements(part: part, main: attribute)
            default: .complex(part: part)
            }
        core.add(String(definition.name), member)
        core.add(
            "\(definition.schema.rawValue):\(definition.name)", member, oddity: .qualifiedAttribute)
    }

    private mutating func addQualified(_ member: Member, _ definition: AttributeDefinition) {
        let qualified = "\(definition.schema.rawValue):\(definition.path)"
        core.add(qualified, member, oddity: .qualifiedAttribute)
        if definition.subAttribute != nil {
            core.add(definition.path, member, oddity: .qualifiedAttribute)
        }
    }
}

/// What the schema says of one attribute.
/// - SeeAlso: RFC 7643 §2.1–§2.3 and §7
public struct AttributeDefinition: Sendable, Hashable {
    /// How values compare.
    public enum DataType: Sendable, Hashable {
        case string, boolean, dateTime, reference
    }

    /// The two User schemas, and Rollcall's own.
    public enum Schema: String, Sendable, Hashable, CaseIterable {
        case core = "urn:ietf:params:scim:schemas:core:2.0:User"
        case enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
        case rollcall = "urn:rollcall:params:scim:schemas:extension:2.0:User"
    }

    /// The one that is defined here.
    public let attribute: Attribute
    /// The schema whose URN may stand before the path.
    public let schema: Schema
    /// `name` or `name.subAttribute`, without the schema's URN.
    public let path: String
    /// Decides which operators a condition may use.
    public let type: DataType
    /// Whether letters compare by case.
    public let caseExact: Bool
    /// Whether a person may have several elements of the (parent) attribute.
    public let isMultiValued: Bool

    /// The part before the dot, or the whole.
    public var name: Substring { path.split(separator: ".")[0] }
    /// The part behind the dot; nil for a simple attribute.
    public var subAttribute: Substring? {
        path.split(separator: ".").dropFirst().first
    }

    /// One definition an attribute, in the order of ``Attribute``'s cases.
    static let all: [AttributeDefinition] = Attribute.allCases.map(define)

    private static func define(_ attribute: Attribute) -> AttributeDefinition {
        let (path, type, caseExact, isMultiValued) = row(attribute)
        let schema: Schema =
            switch attribute {
            case .employeeNumber, .costCenter, .organization, .division, .department,
                .managerValue, .managerDisplayName:
                .enterprise
            case .managers, .groupsDN: .rollcall
            default: .core
            }
        return AttributeDefinition(
            attribute: attribute, schema: schema, path: path, type: type, caseExact: caseExact,
            isMultiValued: isMultiValued)
    }

    private typealias Row = (String, DataType, caseExact: Bool, isMultiValued: Bool)

    private static func text(_ path: String, exact: Bool = false) -> Row {
        (path, .string, exact, false)
    }

    private static func element(
        _ path: String, _ type: DataType = .string, exact: Bool = false
    ) -> Row {
        (path, type, exact, true)
    }

    private static func row(_ attribute: Attribute) -> Row {
        switch attribute {
        case .id: text("id", exact: true)
        case .externalID: text("externalId", exact: true)
        case .userName: text("userName")
        case .nameFormatted: text("name.formatted")
        case .nameFamilyName: text("name.familyName")
        case .nameGivenName: text("name.givenName")
        case .nameMiddleName: text("name.middleName")
        case .nameHonorificPrefix: text("name.honorificPrefix")
        case .nameHonorificSuffix: text("name.honorificSuffix")
        case .displayName: text("displayName")
        case .nickName: text("nickName")
        case .profileURL: ("profileUrl", .reference, true, false)
        case .title: text("title")
        case .userType: text("userType")
        case .preferredLanguage: text("preferredLanguage")
        case .locale: text("locale")
        case .timezone: text("timezone")
        case .active: ("active", .boolean, false, false)
        case .metaCreated: ("meta.created", .dateTime, false, false)
        case .metaLastModified: ("meta.lastModified", .dateTime, false, false)
        case .employeeNumber: text("employeeNumber")
        case .costCenter: text("costCenter")
        case .organization: text("organization")
        case .division: text("division")
        case .department: text("department")
        case .managerValue: text("manager.value", exact: true)
        case .managerDisplayName: text("manager.displayName")
        case .managers: element("managers")
        default: elementRow(attribute)
        }
    }

    private static func elementRow(_ attribute: Attribute) -> Row {
        switch attribute {
        case .emailsValue: element("emails.value")
        case .emailsDisplay: element("emails.display")
        case .emailsType: element("emails.type")
        case .emailsPrimary: element("emails.primary", .boolean)
        case .phoneNumbersValue: element("phoneNumbers.value")
        case .phoneNumbersDisplay: element("phoneNumbers.display")
        case .phoneNumbersType: element("phoneNumbers.type")
        case .phoneNumbersPrimary: element("phoneNumbers.primary", .boolean)
        case .addressesFormatted: element("addresses.formatted")
        case .addressesStreetAddress: element("addresses.streetAddress")
        case .addressesLocality: element("addresses.locality")
        case .addressesRegion: element("addresses.region")
        case .addressesPostalCode: element("addresses.postalCode")
        case .addressesCountry: element("addresses.country")
        case .addressesType: element("addresses.type")
        case .addressesPrimary: element("addresses.primary", .boolean)
        case .groupsValue: element("groups.value", exact: true)
        case .groupsDisplay: element("groups.display")
        case .groupsDN: element("groups.dn")
        case .groupsType: element("groups.type")
        case .entitlementsValue: element("entitlements.value")
        case .entitlementsDisplay: element("entitlements.display")
        case .entitlementsType: element("entitlements.type")
        case .entitlementsPrimary: element("entitlements.primary", .boolean)
        case .rolesValue: element("roles.value")
        case .rolesDisplay: element("roles.display")
        case .rolesType: element("roles.type")
        case .rolesPrimary: element("roles.primary", .boolean)
        default: preconditionFailure("\(attribute) has no row in the schema")
        }
    }
}

extension Attribute {
    /// The attribute with that path, letters compared without case and a schema URN before it
    /// allowed (`urn:…:User:department`); nil when the vocabulary has none.
    public init?(path: String) {
        let lowered = path.lowercased()
        for schema in AttributeDefinition.Schema.allCases {
            let urn = schema.rawValue.lowercased() + ":"
            if lowered.hasPrefix(urn) {
                guard let found = Self.byPath[String(lowered.dropFirst(urn.count))],
                    found.definition.schema == schema
                else { return nil }
                self = found
                return
            }
        }
        guard let found = Self.byPath[lowered] else { return nil }
        self = found
    }

    private static let byPath = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.path.lowercased(), $0) })
}

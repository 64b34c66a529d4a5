/// A leaf of the one vocabulary in which sources are normalised and conditions are written: SCIM's
/// core and enterprise User attributes, `groups`, and `managers`, which is ours.
///
/// - SeeAlso: RFC 7643 §4.1 and §4.3
public enum Attribute: UInt8, Sendable, Hashable, CaseIterable {
    case id, externalID
    case userName
    case nameFormatted, nameFamilyName, nameGivenName, nameMiddleName
    case nameHonorificPrefix, nameHonorificSuffix
    case displayName, nickName, profileURL, title, userType
    case preferredLanguage, locale, timezone
    case active
    case emailsValue, emailsDisplay, emailsType, emailsPrimary
    case phoneNumbersValue, phoneNumbersDisplay, phoneNumbersType, phoneNumbersPrimary
    case addressesFormatted, addressesStreetAddress, addressesLocality, addressesRegion
    case addressesPostalCode, addressesCountry, addressesType, addressesPrimary
    case groupsValue, groupsDisplay, groupsDN, groupsType
    case entitlementsValue, entitlementsDisplay, entitlementsType, entitlementsPrimary
    case rolesValue, rolesDisplay, rolesType, rolesPrimary
    case metaCreated, metaLastModified
    case employeeNumber, costCenter, organization, division, department
    case managerValue, managerDisplayName
    case managers
}

extension Attribute: Comparable {
    public static func < (left: Attribute, right: Attribute) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Attribute: CustomStringConvertible {
    /// The path as conditions spell it, for example `name.familyName`, `emails.value`,
    /// `department`.
    public var path: String { definition.path }
    public var description: String { path }

    /// What the schema says of it.
    public var definition: AttributeDefinition { AttributeDefinition.all[Int(rawValue)] }
}

import Directory
import Entitlements

extension Derivation {
    /// The conditions that matched, as the mapping files write them, for a sentence that names
    /// nobody: `department eq "Builder Relations" and a condition on managers`.
    var conditions: String {
        evidence.map { $0.namesPeople ? "a condition on \($0.attribute)" : $0.condition }
            .joined(separator: " and ")
    }
}

extension Evidence {
    /// Whether what it compares with may be somebody's name, login, number or address. What is not
    /// known to be harmless is taken to be.
    var namesPeople: Bool {
        guard let attribute = Attribute(path: attribute) else { return true }
        switch attribute {
        case .title, .userType, .preferredLanguage, .locale, .timezone, .active, .costCenter,
            .organization, .division, .department, .addressesRegion, .addressesCountry,
            .addressesLocality, .groupsValue, .groupsDisplay, .groupsDN, .groupsType,
            .entitlementsValue, .entitlementsDisplay, .entitlementsType, .rolesValue,
            .rolesDisplay, .rolesType:
            return false
        default: return true
        }
    }
}

/// `1 grant`, `2 grants`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

import Diagnostics
import Entitlements
import SCIMFilter

/// Who gets which roles: a condition about a person, and what it grants.
public struct Rule: Sendable {
    /// Its name and wording.
    public let reference: RuleReference
    public let title: String
    public let condition: Filter
    /// **Shape:** at least one; in the order of the file.
    public let grants: [Grant]
    /// Where the rule stands.
    public let place: Place
    /// Where each of the condition's ``Filter/references`` begins.
    let comparisonPlaces: [Place]

    public var id: String { reference.id }

    /// What the rule says, for its digest: neither title nor place, and the condition in its
    /// canonical spelling.
    static func digest(condition: Filter, grants: [Grant]) -> Digest {
        Digest(
            of: CanonicalJSON.bytes(
                of: ["grant": Grant.canonical(grants), "when": .string(condition.description)]))
    }
}

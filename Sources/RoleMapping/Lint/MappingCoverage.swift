import Directory
import Entitlements

/// How much of an organisation the rules reach.
public struct MappingCoverage: Sendable, Hashable {
    /// How far one rule or exception reaches.
    public struct Entry: Sendable, Hashable {
        public let reference: RuleReference
        /// The rule's title, or the exception's reason.
        public let title: String
        /// Who holds something by it. **Units:** people.
        public let people: Int
        /// **Units:** entitlements that it grants, alone or with others.
        public let entitlements: Int
    }

    /// **Shape:** rules by id, then exceptions by id; those that reach nobody too.
    public let entries: [Entry]
    /// **Units:** active people.
    public let active: Int
    /// **Units:** active people who hold nothing.
    public let withoutEntitlement: Int
}

extension RoleMapping {
    /// Counts whom each rule and exception reaches.
    /// - Parameter evaluation: of this mapping on that snapshot.
    public func coverage(
        of snapshot: DirectorySnapshot, _ evaluation: Evaluation
    ) -> MappingCoverage {
        let desired = evaluation.desired
        var people: [RuleReference: Set<PersonID>] = [:]
        var entitlements: [RuleReference: Int] = [:]
        var holders = Set<PersonID>()
        for entitlement in desired.entitlements {
            holders.insert(entitlement.key.person)
            for index in entitlement.derivations {
                let origin = desired.derivations[Int(index)].origin
                people[origin, default: []].insert(entitlement.key.person)
                entitlements[origin, default: 0] += 1
            }
        }
        let active = snapshot.people.count(where: \.isActive)
        return MappingCoverage(
            entries: revision.rules.map { rule in
                MappingCoverage.Entry(
                    reference: rule.reference, title: rule.title,
                    people: people[rule.reference]?.count ?? 0,
                    entitlements: entitlements[rule.reference] ?? 0)
            },
            active: active, withoutEntitlement: active - holders.count)
    }
}

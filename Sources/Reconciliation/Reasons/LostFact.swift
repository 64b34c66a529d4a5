import Directory
import Entitlements

/// A part of a condition that matched once and does so no more: what a revocation's reason says.
struct LostFact {
    /// Names nobody.
    let sentence: String

    /// nil when the fact still stands, or cannot be told from the evidence.
    init?(_ evidence: Evidence, _ person: PersonIndex, _ snapshot: DirectorySnapshot) {
        guard let attribute = Attribute(path: evidence.attribute) else { return nil }
        let sentence: String?
        if let group = evidence.paths.first?.last {
            sentence = Self.lostGroup(group, person, snapshot)
        } else if let manager = evidence.line.last {
            sentence = Self.lostLine(manager, person, snapshot)
        } else {
            sentence = Self.lostValue(evidence, attribute, snapshot.people[Int(person)])
        }
        guard let sentence else { return nil }
        self.sentence = sentence
    }

    private static func lostGroup(
        _ step: GroupStep, _ person: PersonIndex, _ snapshot: DirectorySnapshot
    ) -> String? {
        guard let group = snapshot.index(of: step.id) else {
            return "the group \"\(step.display)\" is gone"
        }
        if !snapshot.memberships.contains(group, person) {
            return "no longer in the group \"\(step.display)\""
        }
        let display = snapshot.groups[Int(group)].display
        return display == step.display ? nil : "a group is now called \"\(display)\""
    }

    private static func lostLine(
        _ step: PersonStep, _ person: PersonIndex, _ snapshot: DirectorySnapshot
    ) -> String? {
        if let manager = snapshot.index(of: step.id),
            snapshot.reportingLines.reports(person, to: manager)
        {
            return nil
        }
        return "the reporting line is another one"
    }

    private static func lostValue(
        _ evidence: Evidence, _ attribute: Attribute, _ person: Person
    ) -> String? {
        guard let value = evidence.value else { return nil }
        // Without regard to case, as most attributes are compared: too much said is worse here.
        let values = person.attributes.values(of: attribute)
        if values.contains(where: { $0.lowercased() == value.lowercased() }) { return nil }
        // Derived facts (`active`, `groups.type`) are no attribute of the person.
        if values.isEmpty && evidence.source == nil { return nil }
        return evidence.namesPeople
            ? "\(evidence.attribute) has changed"
            : "\(evidence.attribute) is no longer \"\(value)\""
    }
}

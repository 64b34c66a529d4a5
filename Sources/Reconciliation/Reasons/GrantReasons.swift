import Directory
import Entitlements

/// Why each grant is proposed.
struct GrantReasons {
    private let desired: DesiredEntitlements
    private let recordedRules: Set<RuleReference>
    /// Sorted: of a first run a set of them would be large.
    private let joined: [PersonID]
    private let reactivated: Set<PersonID>
    private let proposed: [EntitlementKey: Change]
    /// Many people share a reason: each is worded once.
    private var worded: [Shape: DraftedReason] = [:]

    /// How the person comes to be there, as the directory tells it.
    private enum Arrival { case joined, reactivated, known }

    private struct Shape: Hashable {
        let derivations: [Int32]
        let arrival: Arrival
    }

    /// Looks up once what every reason needs.
    init(desired: DesiredEntitlements, current: RecordedState) {
        self.desired = desired
        recordedRules = current.rules
        joined = current.delta.joined.ordered(by: \.self)
        reactivated = current.reactivated
        let grants = (current.proposal?.items ?? []).lazy.map(\.change).filter {
            $0.action == .grant
        }
        proposed = Dictionary(grants.map { ($0.entitlement, $0) }) { first, _ in first }
    }

    /// The reason of a grant; of one that waits already the reason with which it was first
    /// proposed.
    mutating func reason(for entitlement: DesiredEntitlements.Entitlement) -> DraftedReason {
        let person = entitlement.key.person
        let place = joined.partitionPoint { $0 < person }
        let arrival: Arrival =
            place < joined.count && joined[place] == person
            ? .joined : reactivated.contains(person) ? .reactivated : .known
        let shape = Shape(derivations: entitlement.derivations, arrival: arrival)
        let fresh = worded[shape] ?? draft(shape)
        guard let earlier = proposed[entitlement.key], earlier.derivations == fresh.derivations
        else { return fresh }
        return DraftedReason(
            reason: earlier.reason, lifeCycle: earlier.lifeCycle, derivations: fresh.derivations)
    }

    private mutating func draft(_ shape: Shape) -> DraftedReason {
        let derivations = shape.derivations.map { desired.derivations[Int($0)] }
        let decisive = decisiveDerivation(of: derivations)
        let cause = cause(of: decisive, shape.arrival)
        let rules = derivations.map(\.origin).names
        let drafted = DraftedReason(
            reason: ChangeReason(
                cause: cause, rules: rules,
                summary: decisive.map { summary(cause, $0, others: rules.count - 1) }
                    ?? "a rule grants it"),
            lifeCycle: shape.arrival == .joined ? .joiner : .mover,
            derivations: derivations.map(\.digest).sorted())
        worded[shape] = drafted
        return drafted
    }

    /// A rule before an exception, and a rule that stood before over one that is new: what would
    /// grant it if nothing but the facts had changed.
    private func decisiveDerivation(of derivations: [Derivation]) -> Derivation? {
        derivations.min { left, right in
            (rank(left.origin), left.origin.id, left.digest)
                < (rank(right.origin), right.origin.id, right.digest)
        }
    }

    private func rank(_ origin: RuleReference) -> Int {
        if origin.kind == .exception { return 2 }
        return recordedRules.contains(origin) ? 0 : 1
    }

    private func cause(of decisive: Derivation?, _ arrival: Arrival) -> ChangeReason.Cause {
        if decisive?.origin.kind == .exception { return .exception }
        switch arrival {
        case .joined: return .joined
        case .reactivated: return .reactivated
        case .known:
            return decisive.map { recordedRules.contains($0.origin) } == false
                ? .mapping : .matched
        }
    }

    private func summary(
        _ cause: ChangeReason.Cause, _ derivation: Derivation, others: Int
    ) -> String {
        let origin = derivation.origin
        let conditions = derivation.conditions
        let tail =
            (conditions.isEmpty ? "" : ": \(conditions)")
            + (others > 0 ? "; and \(counted(others, "other rule")) with it" : "")
        switch cause {
        case .exception: return "\(origin.title) begins\(tail)"
        case .joined: return "new in the directory; matches \(origin.title)\(tail)"
        case .reactivated: return "active again; matches \(origin.title)\(tail)"
        case .mapping:
            let isReworded = recordedRules.contains(where: origin.isSameRule)
            return "\(origin.title) \(isReworded ? "was reworded" : "is new") and matches\(tail)"
        default: return "matches \(origin.title)\(tail)"
        }
    }
}

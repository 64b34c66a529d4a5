import Directory
import Entitlements

/// Why each revocation is proposed, and whether it may be.
///
/// Everything here follows from the snapshot, the mappings and the derivations in force, never from
/// what the last run changed: so the reason stays the same for as long as the change waits.
struct RevokeReasons {
    private let derivations: [Digest: Derivation]
    private let mapping: MappingRevision
    private let standing: Set<RuleReference>
    private let danglingExceptions: Set<RuleReference>
    private let snapshot: DirectorySnapshot
    private let knowledge: Knowledge

    /// Looks up once what every reason needs.
    init(
        desired: DesiredEntitlements, current: RecordedState, snapshot: DirectorySnapshot,
        knowledge: Knowledge
    ) {
        derivations = current.derivations
        mapping = desired.mapping
        standing = Set(desired.mapping.rules.map(\.reference))
        danglingExceptions = desired.danglingExceptions
        self.snapshot = snapshot
        self.knowledge = knowledge
    }

    /// nil when nothing proves that the entitlement has lost its ground.
    func reason(for entitlement: CurrentEntitlement) -> DraftedReason? {
        let known = entitlement.derivations.compactMap { derivations[$0] }
        guard let position = snapshot.index(of: entitlement.key.person) else {
            guard knowledge.provesDeparture(of: entitlement.key.person) else { return nil }
            return drafted(
                .departed, .leaver, entitlement, known,
                snapshot.hasSource(of: entitlement.key.person)
                    ? "a complete reading shows that the person is gone"
                    : "the source that knew the person is not configured any more")
        }
        guard snapshot.people[Int(position)].isActive else {
            return drafted(
                .inactive, .leaver, entitlement, known,
                "the directory shows the person as inactive")
        }
        guard entitlement.derivations.allSatisfy(hasCeased) else { return nil }
        let (cause, summary) = explanation(of: known, entitlement.key.role, position)
        return drafted(cause, .mover, entitlement, known, summary)
    }

    private func drafted(
        _ cause: ChangeReason.Cause, _ lifeCycle: Change.LifeCycle,
        _ entitlement: CurrentEntitlement, _ known: [Derivation], _ summary: String
    ) -> DraftedReason {
        DraftedReason(
            reason: ChangeReason(cause: cause, rules: known.map(\.origin).names, summary: summary),
            lifeCycle: lifeCycle, derivations: entitlement.derivations)
    }

    /// Whether it is proved that this way of being granted is no more: its rule is gone, or every
    /// fact that it rests on was read. An exception was granted to a person; their login is a label,
    /// and a new one takes nothing away.
    private func hasCeased(_ digest: Digest) -> Bool {
        guard let derivation = derivations[digest] else { return knowledge.coversEverything }
        if danglingExceptions.contains(derivation.origin) { return false }
        return knowledge.covers(derivation)
            || !mapping.rules.contains { $0.reference.isSameRule(as: derivation.origin) }
    }

    private func explanation(
        of known: [Derivation], _ role: RoleID, _ person: PersonIndex
    ) -> (ChangeReason.Cause, String) {
        let byName = known.sorted { ($0.origin.id, $0.digest) < ($1.origin.id, $1.digest) }
        let rules = byName.filter { $0.origin.kind == .rule }
        // A rule that stands as it was can only have stopped matching because the facts changed.
        if let derivation = rules.first(where: { standing.contains($0.origin) }) {
            return (.unmatched, lostFact(of: derivation, person))
        }
        if let origin = rules.first?.origin {
            let isReworded = standing.contains(where: origin.isSameRule)
            return (
                .mapping, "\(origin.title) \(isReworded ? "was reworded: no match" : "is gone")"
            )
        }
        if let origin = byName.first?.origin {
            let stands = mapping.rules.contains { $0.reference.isSameRule(as: origin) }
            return (.exception, "\(origin.title) \(stands ? "ended" : "is gone")")
        }
        return mapping.roles.contains { $0.id == role }
            ? (.unmatched, "no rule grants it") : (.mapping, "the role \(role) is gone")
    }

    private func lostFact(of derivation: Derivation, _ person: PersonIndex) -> String {
        for evidence in derivation.evidence {
            if let sentence = LostFact(evidence, person, snapshot)?.sentence { return sentence }
        }
        return "no longer matches \(derivation.origin.title)"
    }
}

extension DirectorySnapshot {
    /// Whether the source of the person's first account is still among those that are read.
    fileprivate func hasSource(of person: PersonID) -> Bool {
        sources.contains { person.rawValue.hasPrefix("\($0.id):") }
    }
}

import Directory
import Entitlements

/// Changes that come because an attribute is not seen any more: what a directory seems to say of
/// everybody when it hides the attribute from its reader. A condition that asks for absence
/// (`userType ne "Contractor"`) then matches whom it was written to keep out.
extension GuardReview {
    /// By source and attribute: grants that rest on its absence, revocations that come of it.
    var hiddenAttributes: [GuardFinding] {
        impact.snapshot.sources.flatMap { source in
            Attribute.allCases.compactMap { hidden($0, of: source) }
        }
    }

    private func hidden(_ attribute: Attribute, of source: SnapshotSource) -> GuardFinding? {
        let holders = impact.current.delta.attributes[source.id]?[attribute]
        let waiting = waitingFinding(on: attribute, of: source.id)
        let total = max(
            holders.map { $0.now + $0.lost } ?? 0, waiting?.total ?? 0)
        if total == 0 { return nil }
        // A source that was not read in this run shows nothing else than it did.
        let isRead = impact.current.delta.attributes[source.id] != nil
        let now = isRead ? holders?.now ?? 0 : total - (waiting?.measured ?? 0)
        // As of a source: what nobody has where somebody had it is never small change.
        let (measured, limit) = (total - now, now == 0 ? 0 : limits.shrinkage(of: total))
        guard measured > limit else { return nil }
        let changes = changes(because: attribute)
        if changes.isEmpty { return nil }
        let name = source.attributeNames[attribute].map { " (\($0))" } ?? ""
        return GuardFinding(
            kind: .hiddenAttribute, subject: .attribute(attribute, of: source.id), unit: .people,
            measured: measured, total: total, limit: limit,
            summary: "\(measured) of \(total) people of \(source.id) who had \(attribute)\(name) "
                + "have it no longer: it may be hidden from the reader; the limit is \(limit)",
            changes: changes)
    }

    /// What a waiting proposal measured still counts, as for ``shrunkSources``.
    private func waitingFinding(on attribute: Attribute, of source: SourceID) -> GuardFinding? {
        impact.current.proposal?.guards.first {
            $0.kind == .hiddenAttribute && $0.subject == .attribute(attribute, of: source)
        }
    }

    /// Grants that nothing but its absence bears, and revocations of what rested on a value.
    private func changes(because attribute: Attribute) -> [ChangeID] {
        let absent = Set(
            impact.desired.derivations.lazy.filter { derivation in
                derivation.evidence.contains { $0.isAbout(attribute) && $0.value == nil }
            }.map(\.digest))
        let present = Set(
            impact.current.derivations.values.lazy.filter { derivation in
                derivation.evidence.contains { $0.isAbout(attribute) && $0.value != nil }
            }.map(\.digest))
        return impact.items.filter { item in
            let derivations = item.change.derivations
            return switch item.change.action {
            case .grant: derivations.allSatisfy(absent.contains)
            case .revoke:
                item.change.reason.cause == .unmatched
                    && derivations.contains(where: present.contains)
            }
        }.map(\.id).sorted()
    }
}

extension Evidence {
    /// What is derived from managers is about `managers`, who are named by their logins.
    fileprivate func isAbout(_ attribute: Attribute) -> Bool {
        switch Attribute(path: self.attribute) {
        case .managerValue, .managerDisplayName: attribute == .managers
        case .managers: attribute == .managers || attribute == .userName
        case let own: own == attribute
        }
    }
}

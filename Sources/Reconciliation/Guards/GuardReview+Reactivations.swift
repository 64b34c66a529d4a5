import Directory
import Entitlements

/// Access that comes back because people are active again: what a directory seems to say of everybody
/// who has left when it hides, or no longer has, the attribute that says so.
extension GuardReview {
    /// Many who are active again at once, and sources that show nobody as inactive any more.
    var reactivations: [GuardFinding] {
        let back = impact.current.reactivated
        if back.isEmpty { return [] }
        let grants = impact.items.filter { $0.change.action == .grant }
        let returning = grants.filter { back.contains($0.change.entitlement.person) }
        if returning.isEmpty { return [] }
        return [massReactivation(returning, of: grants)].compactMap(\.self)
            + impact.snapshot.sources.compactMap { unmarkedSource($0.id, returning) }
    }

    private func massReactivation(
        _ returning: [ChangeSet.Item], of grants: [ChangeSet.Item]
    ) -> GuardFinding? {
        let (measured, limit) = (returning.peopleCount, limits.reactivationsCount)
        guard measured > limit else { return nil }
        return GuardFinding(
            kind: .reactivations, subject: .everybody, unit: .people, measured: measured,
            total: grants.peopleCount, limit: limit,
            summary: "\(measured) of \(grants.peopleCount) people who would be granted something "
                + "were inactive and are active again; the limit is \(limit)",
            changes: returning.map(\.id).sorted())
    }

    /// A source that showed people as inactive and now shows nobody so.
    private func unmarkedSource(
        _ source: SourceID, _ returning: [ChangeSet.Item]
    ) -> GuardFinding? {
        let accounts = impact.current.delta.inactive[source]
        let total = max(accounts?.recorded ?? 0, waitingTotal(of: source))
        let limit = max(0, limits.revocations.floor - 1)
        guard total > limit, accounts?.now ?? 0 == 0 else { return nil }
        let origin = SourcesOfPeople(
            snapshot: impact.snapshot, recorded: impact.current.sources)
        let changes = returning.filter {
            origin.sources(of: $0.change.entitlement.person).contains(source)
        }
        if changes.isEmpty { return nil }
        return GuardFinding(
            kind: .reactivations, subject: .source(source), unit: .people, measured: total,
            total: total, limit: limit,
            summary: "\(source) shows nobody as inactive any more, and showed \(total) so: "
                + "what says who has left may be hidden, or read from another attribute",
            changes: changes.map(\.id).sorted())
    }

    /// What a waiting proposal measured still counts, as for ``shrunkSources``.
    private func waitingTotal(of source: SourceID) -> Int {
        impact.current.proposal?.guards.first {
            $0.kind == .reactivations && $0.subject == .source(source)
        }?.total ?? 0
    }
}

extension [ChangeSet.Item] {
    fileprivate var peopleCount: Int { Set(map(\.change.entitlement.person)).count }
}

import Directory
import Entitlements

/// Sources that are much smaller than they were.
extension GuardReview {
    /// Every change of the set is concerned: what is odd here is the source, and a grant may rest on
    /// an absence as a revocation does.
    var shrunkSources: [GuardFinding] {
        let counts = SourceCounts(of: impact.snapshot, elsewhere: elsewhere)
        return impact.current.sources.keys.sorted().flatMap { source in
            GuardFinding.Unit.entries.compactMap { unit in
                shrinkage(of: source, unit, to: counts[source, unit])
            }
        }
    }

    /// - Parameter now: nil when the source has no complete reading: unknown is not small.
    private func shrinkage(
        of source: SourceID, _ unit: GuardFinding.Unit, to now: Int?
    ) -> GuardFinding? {
        guard let now else { return nil }
        let before = baseline(of: source, unit)
        // A source that shows nothing where it showed something is never small change, and neither
        // is one that was taken out of the configuration.
        let (measured, limit) = (before - now, now == 0 ? 0 : limits.shrinkage(of: before))
        guard measured > limit else { return nil }
        return GuardFinding(
            kind: .sourceShrinks, subject: .source(source), unit: unit, measured: measured,
            total: before, limit: limit,
            summary: "\(measured) of \(before) \(unit.rawValue) of \(source) are gone; "
                + "the limit is \(limit)",
            changes: [])
    }

    /// What a waiting proposal measured against still counts: reading the smaller source twice does
    /// not make it the measure.
    private func baseline(of source: SourceID, _ unit: GuardFinding.Unit) -> Int {
        let proposed = impact.current.proposal?.guards.first {
            $0.kind == .sourceShrinks && $0.subject == .source(source) && $0.unit == unit
        }
        let recorded = impact.current.sources[source]?[unit] ?? 0
        return max(recorded, proposed?.total ?? 0)
    }
}

extension GuardFinding.Unit {
    /// What a source has.
    fileprivate static let entries: [Self] = [.people, .groups, .memberships]
}

extension ReadingCounts {
    fileprivate subscript(unit: GuardFinding.Unit) -> Int {
        switch unit {
        case .people: people
        case .groups: groups
        case .memberships: memberships
        case .entitlements: 0
        }
    }
}

/// How large each source is.
private struct SourceCounts {
    private let totals: Totals
    private let silent: Set<SourceID>

    /// - Parameter elsewhere: the sums over what the snapshot does not hold.
    init(of snapshot: DirectorySnapshot, elsewhere: Totals) {
        silent = Set(snapshot.sources.filter { $0.certificate == nil }.map(\.id))
        var totals = elsewhere
        totals.addSizes(of: snapshot)
        self.totals = totals
    }

    /// 0 for a source that is not configured any more.
    subscript(source: SourceID, unit: GuardFinding.Unit) -> Int? {
        if silent.contains(source) { return nil }
        switch unit {
        case .people: return totals[.accounts, source.rawValue]
        case .groups: return totals[.groups, source.rawValue]
        case .memberships: return totals[.memberships, source.rawValue]
        case .entitlements: return nil
        }
    }
}

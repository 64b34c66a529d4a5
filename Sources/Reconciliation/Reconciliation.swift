import Directory
import Entitlements

/// Compares what the rules grant with what is in force, and proposes the difference.
///
/// A function from values to a value: it knows no clock and no run, and the order of its inputs does
/// not matter, so that the same facts always give the same change set, byte for byte.
public struct Reconciliation: Sendable {
    /// The limits that change sets are measured against.
    public let guards: GuardLimits

    public init(guards: GuardLimits = GuardLimits()) { self.guards = guards }

    /// The change set, and what stays because nothing disproves it.
    ///
    /// - Only absence proved by a complete reading revokes. A person, group or value known from a
    ///   source that has no complete reading is unknown, and what rests on it stays.
    /// - An account that a complete reading of its source no longer holds is absent, even where a
    ///   group still lists it: such a value is what a deletion leaves behind in a directory without
    ///   referential integrity, and a leaver must not keep access through it. A member that was never
    ///   resolved was never granted anything, and is counted nowhere.
    /// - While a source has no complete reading, nothing is granted because something is absent.
    /// - What would rest on a label that came back under another anchor is no change, and is counted.
    /// - A source that is no longer configured was taken away by somebody; what rests on it ends,
    ///   under the guard ``GuardFinding/Kind/sourceShrinks``.
    /// - A change that is proposed already, identical but for the moment, keeps the reason and
    ///   life-cycle class of that proposal: who joined yesterday is known today, and what waits for a
    ///   decision must not change under the reviewer's eyes.
    /// - Parameter elsewhere: the sums over everybody who is in none of the others: then those are of the
    ///   people alone of whom anything may have changed, and what is found is the same.
    /// - Complexity: linear in the entitlements; the rest is by changes.
    public func reconcile(
        desired: DesiredEntitlements, current: RecordedState, snapshot: DirectorySnapshot,
        conflicts: [Conflict], elsewhere: Totals = Totals()
    ) -> Reconciled {
        let wanted = desired.entitlements.ordered(by: \.key)
        let held = current.entitlements.ordered(by: \.key)
        let undecided = undecidedLabels(wanted, held, desired, current.delta)
        let steps = Difference(desired: wanted, current: held).steps
        if steps.isEmpty {
            return Reconciled(
                changeSet: ChangeSet(items: [], guards: []), unproved: [], withheld: [],
                undecided: undecided)
        }
        var drafting = Drafting(
            desired: desired, current: current, snapshot: snapshot, most: steps.count)
        for step in steps {
            switch step {
            case .grant(let position): drafting.grant(wanted[position])
            case .revoke(let position): drafting.revoke(held[position])
            }
        }
        let impact = Impact(
            items: drafting.items, wanted: wanted.without(drafting.withheld), held: held,
            unproved: drafting.unproved, desired: desired, current: current, snapshot: snapshot)
        let findings = GuardReview(
            limits: guards, impact: impact, conflicts: conflicts, elsewhere: elsewhere
        ).findings
        return Reconciled(
            changeSet: ChangeSet(items: drafting.items, guards: findings),
            unproved: drafting.unproved, withheld: drafting.withheld, undecided: undecided)
    }

    /// Counts what stays on its basis because of a label. It is no change: nobody has less or more.
    private func undecidedLabels(
        _ wanted: [DesiredEntitlements.Entitlement], _ held: [CurrentEntitlement],
        _ desired: DesiredEntitlements, _ delta: SnapshotDelta
    ) -> [Reconciled.UndecidedLabel] {
        let grounds = UnsettledGrounds(desired, reused: delta.reusedLabels)
        if grounds.isEmpty { return [] }
        let inForce = Dictionary(held.map { ($0.key, $0) }) { first, _ in first }
        var counts: [SnapshotDelta.ReusedLabel: Int] = [:]
        for entitlement in wanted {
            guard let current = inForce[entitlement.key],
                grounds.settled(of: entitlement, held: current).isEmpty
            else { continue }
            for label in grounds.labels(of: entitlement) { counts[label, default: 0] += 1 }
        }
        return delta.reusedLabels.compactMap { label in
            counts[label].map { Reconciled.UndecidedLabel(label: label, entitlements: $0) }
        }
    }
}

extension [DesiredEntitlements.Entitlement] {
    /// Nearly always the array itself.
    fileprivate func without(_ withheld: [EntitlementKey]) -> Self {
        if withheld.isEmpty { return self }
        let keys = Set(withheld)
        return filter { !keys.contains($0.key) }
    }
}

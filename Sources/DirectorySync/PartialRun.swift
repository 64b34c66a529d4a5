import Diagnostics
import Directory
import EntitlementStore
import Entitlements
import Reconciliation
import RoleMapping

/// The engines' work on the part of an organisation that changes concern: on it as it was, for what it
/// takes away from the sums, and on it as it is.
struct PartialRun {
    /// The part at one time.
    struct Side {
        let snapshot: DirectorySnapshot
        /// Of those alone whom it is about.
        let evaluation: Evaluation
        let tests: [TestResult]
        let readings: [SourceReading]

        fileprivate init(
            _ readings: [SourceReading], of part: OrganizationPart, _ correlation: Correlation,
            _ mapping: RoleMapping, at moment: Timestamp
        ) {
            let snapshot = correlation.snapshot(
                of: readings.map {
                    SelectedReading(id: $0.source, reading: $0.withoutDiagnostics)
                }, known: part.links)
            let concerned = snapshot.people.indices.filter {
                part.people.contains(snapshot.people[$0].id)
            }.map(PersonIndex.init)
            self.snapshot = snapshot
            self.readings = readings
            evaluation = mapping.evaluate(snapshot, at: moment, of: concerned)
            tests = mapping.runTests(snapshot, at: moment, of: concerned)
        }

        /// Who reports to whom in circles.
        fileprivate var loops: Set<[PersonID]> {
            Set(snapshot.reportingLines.loops.map { $0.map { snapshot.people[Int($0)].id } })
        }

        /// The groups of each cycle.
        var cycles: [[GroupID]] {
            snapshot.memberships.cycles.map { $0.map { snapshot.groups[Int($0)].id } }
        }

        /// Of whoever has one.
        fileprivate var logins: [PersonID: String] {
            Dictionary(
                uniqueKeysWithValues: snapshot.people.compactMap { person in
                    person.attributes[.userName].map { (person.id, $0.caselessForm) }
                })
        }

        fileprivate func totals(_ current: RecordedState) -> Totals {
            Totals(
                of: snapshot, readings, evaluation, tests: tests, current: current)
        }
    }

    /// What it comes to.
    struct Conclusion {
        let changeSet: ChangeSet
        /// By how much the sums over everybody are different.
        let moved: Totals
    }

    let now: Side
    let before: Side
    let part: OrganizationPart
    let mapping: RoleMapping

    /// - Throws: ``WholeReason``
    init(
        _ part: OrganizationPart, _ correlation: Correlation, _ mapping: RoleMapping,
        at moment: Timestamp
    ) throws {
        self.part = part
        self.mapping = mapping
        now = Side(part.sources.map(\.now), of: part, correlation, mapping, at: moment)
        before = Side(part.sources.map(\.before), of: part, correlation, mapping, at: moment)
        let snapshot = now.snapshot
        // Who is above somebody concerned is here, and so is each circle as a whole.
        guard before.loops == now.loops, before.cycles == now.cycles else { throw WholeReason.loop }
        guard snapshot.people.allSatisfy(\.isReadable), snapshot.groups.allSatisfy(\.isReadable)
        else { throw WholeReason.unread }
        if namedLoginChanges { throw WholeReason.namedLogin }
        if now.tests.contains(where: { $0.outcome == .failed }) { throw WholeReason.tests }
    }

    /// Whether somebody got or gave up a login that the mapping files name.
    private var namedLoginChanges: Bool {
        let named = Set(mapping.namedLogins.map(\.caselessForm))
        let (former, present) = (before.logins, now.logins)
        return Set(former.keys).union(present.keys).contains { person in
            former[person] != present[person]
                && [former[person], present[person]].compactMap(\.self).contains(
                    where: named.contains)
        }
    }

    /// The change set, which is that of everybody: of nobody else anything waits or has changed.
    /// - Parameter former: what was in force at the last run.
    /// - Throws: ``WholeReason``
    func conclude(
        _ current: RecordedState, _ reconciliation: Reconciliation, former: RecordedState
    ) throws -> Conclusion {
        let former = before.totals(former)
        let elsewhere = part.totals - former
        guard current.delta.reusedLabels.isEmpty else { throw WholeReason.unsettledLabel }
        let found = reconciliation.reconcile(
            desired: now.evaluation.desired, current: current, snapshot: now.snapshot,
            conflicts: mapping.conflicts, elsewhere: elsewhere)
        guard found.unproved.isEmpty, found.withheld.isEmpty, found.undecided.isEmpty else {
            throw WholeReason.unproved
        }
        return Conclusion(
            changeSet: found.changeSet,
            moved: now.totals(current.resting(on: now.evaluation.desired)) - former)
    }
}

extension Diagnostic {
    /// Whether the next run would not find it, though nothing had changed: what is about a source as a
    /// whole, or about accounts that are somebody's from then on.
    var isOfOneRun: Bool {
        if case .entry(_, "") = place { true } else { code == Correlation.keysDisagreeCode }
    }
}

extension SourceReading {
    fileprivate var withoutDiagnostics: SourceReading {
        SourceReading(
            source: source, accounts: accounts, groups: groups, attributeNames: attributeNames,
            certificate: certificate, diagnostics: [], state: state)
    }
}

import Directory
import EntitlementStore
import Entitlements
import Reconciliation
import RoleMapping

extension Synchronization {
    /// The sums over everybody; nil where a source cannot tell what has changed, so that nobody asks.
    func totals(
        of readings: [SourceReading], _ snapshot: DirectorySnapshot, _ evaluation: Evaluation,
        _ tests: [TestResult], _ state: RecordedState
    ) -> RecordedTotals? {
        guard readings.allSatisfy({ $0.state != nil }) else { return nil }
        return .whole(
            Totals(
                of: snapshot, readings, evaluation, tests: tests,
                current: state.resting(on: evaluation.desired)))
    }
}

extension Totals {
    /// What is summed over a part of an organisation, or over all of it.
    init(
        of snapshot: DirectorySnapshot, _ readings: [SourceReading], _ evaluation: Evaluation,
        tests: [TestResult], current: RecordedState
    ) {
        self.init(of: snapshot, desired: evaluation.desired, current: current)
        evaluation.gaps.add(to: &self)
        for reading in readings { addAccounts(of: reading) }
        for (position, test) in tests.enumerated() {
            add(test.meant, to: .tested, String(position))
        }
    }
}

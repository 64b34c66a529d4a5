import Directory
import EntitlementStore
import Entitlements
import Reconciliation
import RoleMapping

extension Synchronization {
    /// The sums over everybody; nil when no source can tell what has changed, so that nobody asks.
    func totals(
        of readings: [SourceReading], _ snapshot: DirectorySnapshot, _ evaluation: Evaluation,
        _ tests: [TestResult], _ state: RecordedState
    ) -> RecordedTotals? {
        guard readings.count == 1, let reading = readings.first, reading.state != nil else {
            return nil
        }
        return .whole(
            Totals(
                of: snapshot, reading, evaluation, tests: tests,
                current: state.resting(on: evaluation.desired)))
    }
}

extension Totals {
    /// What is summed over a part of an organisation of one source, or over all of it.
    init(
        of snapshot: DirectorySnapshot, _ reading: SourceReading, _ evaluation: Evaluation,
        tests: [TestResult], current: RecordedState
    ) {
        self.init(of: snapshot, desired: evaluation.desired, current: current)
        evaluation.gaps.add(to: &self)
        addAccounts(of: reading)
        for (position, test) in tests.enumerated() {
            add(test.meant, to: .tested, String(position))
        }
    }
}

import Directory
import Entitlements

extension RoleMapping {
    /// Asks each test of the files.
    /// - Parameter moment: when tests without a day of their own are asked.
    /// - Returns: one a test, in the order of ``tests``.
    public func runTests(_ snapshot: DirectorySnapshot, at moment: Timestamp) -> [TestResult] {
        guard !tests.isEmpty else { return [] }
        let run = TestRun(self, snapshot)
        return tests.map { TestAnswer(test: $0, run: run, moment: $0.day ?? moment).result() }
    }
}

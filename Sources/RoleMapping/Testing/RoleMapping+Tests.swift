import Directory
import Entitlements

extension RoleMapping {
    /// Asks each test of the files.
    /// - Parameters:
    ///   - moment: when tests without a day of their own are asked.
    ///   - people: whom alone they are asked about; nil for everybody.
    /// - Returns: one a test, in the order of ``tests``.
    public func runTests(
        _ snapshot: DirectorySnapshot, at moment: Timestamp, of people: [PersonIndex]? = nil
    ) -> [TestResult] {
        guard !tests.isEmpty else { return [] }
        let run = TestRun(self, snapshot)
        let everybody = people ?? Array(0..<PersonIndex(snapshot.people.count))
        return tests.map {
            TestAnswer(test: $0, run: run, moment: $0.day ?? moment, of: everybody).result()
        }
    }
}

import Diagnostics

/// What came of one test of the mapping files.
public struct TestResult: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        case passed
        case failed
        /// The test says nothing about this directory: it is about nobody there, or about a person
        /// or scope that is not there. It is no success.
        case inconclusive
    }

    public let name: String
    public let place: Place
    /// Anything but a failure lets a run go on.
    public let outcome: Outcome
    /// One safe sentence without a full stop: `2 of 3 people hold insights-admin`; empty when it
    /// passed.
    public let summary: String
    /// The people for whom it failed, the first ten; private. **Shape:** `LOGIN: role over scope`,
    /// in the order of the people's ids.
    public let counterexamples: [String]
    /// **Units:** people.
    public let subjects: Int
    /// **Units:** those of ``subjects`` who make it say something.
    public let meant: Int
    /// Whether it proves nothing for its condition alone, which somebody else may fit.
    public let isAboutNobody: Bool

    /// The ``Diagnostic/code`` of a test that proves nothing.
    public static let inconclusiveCode = "mapping.test-inconclusive"

    /// The result as a finding; nil when the test passed.
    public var diagnostic: Diagnostic? {
        switch outcome {
        case .passed: nil
        case .failed:
            Diagnostic(.error, "mapping.test-failed", "\(quoted) failed: \(summary)", at: place)
        case .inconclusive:
            Diagnostic(
                .warning, Self.inconclusiveCode, "\(quoted) proves nothing: \(summary)",
                at: place, hint: "correct the test, or remove it")
        }
    }

    private var quoted: String { "the test \"\(name)\"" }
}

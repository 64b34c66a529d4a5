import Directory
import Entitlements
import SCIMFilter

/// One test being answered.
struct TestAnswer {
    /// **Units:** counterexamples that a result carries.
    private static let shown = 10

    private let test: MappingTest
    private let snapshot: DirectorySnapshot
    /// Whom the test is about, and what they hold. **Shape:** ascending.
    private let subjects: [(person: PersonIndex, held: [TestRun.Held])]

    /// An expectation that is not met.
    private struct Failure {
        /// `2 of 3 hold insights-admin`.
        let summary: String
        let examples: [(person: PersonIndex, text: String)]
    }

    /// Finds out whom the test is about, and what they hold.
    /// - Parameter everybody: who is asked about.
    init(test: MappingTest, run: TestRun, moment: Timestamp, of everybody: [PersonIndex]) {
        self.test = test
        snapshot = run.bound.snapshot
        let exceptions = run.bound.exceptions(at: moment).byPerson
        subjects = Self.people(test.subject, run.bound.snapshot, everybody)
            .map { ($0, run.holdings(of: $0, exceptions)) }
    }

    private static func people(
        _ subject: MappingTest.Subject, _ snapshot: DirectorySnapshot, _ everybody: [PersonIndex]
    ) -> [PersonIndex] {
        switch subject {
        case .person(let userName): return snapshot.people(userName: userName)
        case .everybody(let condition):
            let filter = condition.prepared(for: snapshot)
            return everybody.filter(filter.matches)
        }
    }

    /// Holds the expectations against it.
    func result() -> TestResult {
        if let reason = wrongLogin { return result(.inconclusive, reason) }
        if isAboutNobody {
            return result(.inconclusive, "its condition matches nobody", isAboutNobody: true)
        }
        let failures =
            test.holds.compactMap { failure(of: $0, isExpected: true) }
            + test.lacks.compactMap { failure(of: $0, isExpected: false) }
        guard !failures.isEmpty else { return result(.passed, "") }
        let examples = failures.flatMap(\.examples).sorted { $0 < $1 }
        return result(
            .failed, failures.map(\.summary).joined(separator: ", "),
            examples.prefix(Self.shown).map(\.text))
    }

    private func result(
        _ outcome: TestResult.Outcome, _ summary: String, _ examples: [String] = [],
        isAboutNobody: Bool = false
    ) -> TestResult {
        TestResult(
            name: test.name, place: test.place, outcome: outcome, summary: summary,
            counterexamples: examples, subjects: subjects.count, meant: meant,
            isAboutNobody: isAboutNobody)
    }

    // MARK: Whether the test says anything

    private var meant: Int {
        test.lacks.isEmpty ? subjects.count { !isExempt($0.person) } : subjects.count
    }

    private var isAboutNobody: Bool {
        if case .everybody = test.subject { meant == 0 } else { false }
    }

    private var wrongLogin: String? {
        let scopes = (test.holds + test.lacks).compactMap { bound($0) }
        if scopes.contains(where: \.namesNobody) {
            return "a scope names a login that nobody, or more than one, has"
        }
        guard case .person = test.subject else { return nil }
        switch subjects.count {
        case 0: return "nobody has the login that it names"
        case 1: return nil
        default: return "several people have the login that it names"
        }
    }

    /// The inactive hold nothing: where everybody should hold something, they are not meant.
    private func isExempt(_ person: PersonIndex) -> Bool {
        guard case .everybody = test.subject else { return false }
        return !snapshot.people[Int(person)].isActive
    }

    // MARK: One expectation

    private func bound(_ expectation: MappingTest.Expectation) -> BoundGrant? {
        expectation.scope.map {
            BoundGrant(
                Grant(role: expectation.role, scope: $0, place: expectation.place), snapshot)
        }
    }

    private func failure(
        of expectation: MappingTest.Expectation, isExpected: Bool
    ) -> Failure? {
        let grant = bound(expectation)
        let asked = subjects.filter { !isExpected || !isExempt($0.person) }
        var people = 0
        var examples: [(person: PersonIndex, text: String)] = []
        for (person, held) in asked {
            let found = matching(expectation, grant, person, held)
            guard found.isEmpty == isExpected else { continue }
            people += 1
            examples += describe(person, expectation, found)
        }
        guard people > 0 else { return nil }
        let verb = isExpected ? "lack" : "hold"
        return Failure(
            summary: "\(people) of \(asked.count) \(verb) \(expectation.role)", examples: examples)
    }

    /// What the person holds of the expected. A scope that has no value for them is held by nobody.
    private func matching(
        _ expectation: MappingTest.Expectation, _ grant: BoundGrant?, _ person: PersonIndex,
        _ held: [TestRun.Held]
    ) -> [TestRun.Held] {
        guard let grant else { return held.filter { $0.role == expectation.role } }
        guard case .success(let scope) = grant.scope(for: person) else { return [] }
        return held.filter { $0 == TestRun.Held(role: expectation.role, scope: scope) }
    }

    private func describe(
        _ person: PersonIndex, _ expectation: MappingTest.Expectation, _ found: [TestRun.Held]
    ) -> [(person: PersonIndex, text: String)] {
        let name = snapshot.people[Int(person)].userName
        guard !found.isEmpty else {
            let scope = expectation.scope.map { " over \($0)" } ?? ""
            return [(person, "\(name): lacks \(expectation.role)\(scope)")]
        }
        return Set(found.map(\.scope)).sorted().map { scope in
            let shown = scope.rendered { id in
                snapshot.index(of: id).map { snapshot.people[Int($0)].userName }
            }
            return (person, "\(name): holds \(expectation.role) over \(shown)")
        }
    }
}

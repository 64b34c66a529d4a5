import Directory
import Entitlements
import SCIMFilter

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

/// One test being answered.
struct TestAnswer {
    let test: MappingTest
    let run: TestRun
    let moment: Timestamp

    private static let shown = 10

    func result() -> TestResult {
        let people = subjects()
        if let reason = inconclusive(people) { return result(.inconclusive, reason, people.count) }
        let exceptions = run.bound.exceptions(at: moment)
        var failures: [(role: RoleID, isMissing: Bool, people: Int)] = []
        var examples: [(person: PersonIndex, text: String)] = []
        let held = people.map { run.holdings(of: $0, exceptions) }
        for (expectations, isMissing) in [(test.holds, true), (test.lacks, false)] {
            for expectation in expectations {
                let grant = expectation.scope.map { scope in
                    BoundGrant(
                        Grant(role: expectation.role, scope: scope, place: expectation.place),
                        run.bound.snapshot)
                }
                var count = 0
                for (person, held) in zip(people, held) {
                    let found = matching(expectation, grant, person, held)
                    guard found.isEmpty == isMissing else { continue }
                    count += 1
                    examples += describe(person, expectation, found)
                }
                if count > 0 { failures.append((expectation.role, isMissing, count)) }
            }
        }
        guard !failures.isEmpty else { return result(.passed, "", people.count) }
        let sentences = failures.map { role, isMissing, count in
            "\(count) of \(people.count) \(isMissing ? "lack" : "hold") \(role)"
        }
        return result(
            .failed, sentences.joined(separator: ", "), people.count,
            examples.sorted { $0.person < $1.person }.prefix(Self.shown).map(\.text))
    }

    /// **Shape:** ascending.
    private func subjects() -> [PersonIndex] {
        switch test.subject {
        case .person(let userName): return run.bound.snapshot.people(userName: userName)
        case .everybody(let condition):
            let filter = condition.prepared(for: run.bound.snapshot)
            return run.bound.snapshot.people.indices.lazy.map(PersonIndex.init)
                .filter(filter.matches)
        }
    }

    private func inconclusive(_ people: [PersonIndex]) -> String? {
        switch test.subject {
        case .everybody: people.isEmpty ? "its condition matches nobody" : nil
        case .person:
            switch people.count {
            case 0: "nobody has the login that it names"
            case 1: nil
            default: "several people have the login that it names"
            }
        }
    }

    /// What the person holds of the expected. A scope that has no value for them is held by nobody.
    private func matching(
        _ expectation: MappingTest.Expectation, _ grant: BoundGrant?, _ person: PersonIndex,
        _ held: [TestRun.Held]
    ) -> [TestRun.Held] {
        guard let grant else { return held.filter { $0.role == expectation.role } }
        guard let scope = try? grant.scope(for: person, in: run.bound.snapshot).get() else {
            return []
        }
        return held.filter { $0.role == expectation.role && $0.scope == scope }
    }

    private func describe(
        _ person: PersonIndex, _ expectation: MappingTest.Expectation, _ found: [TestRun.Held]
    ) -> [(PersonIndex, String)] {
        let snapshot = run.bound.snapshot
        let name = snapshot.people[Int(person)].userName
        guard !found.isEmpty else {
            let scope = expectation.scope.map { " over \($0)" } ?? ""
            return [(person, "\(name): lacks \(expectation.role)\(scope)")]
        }
        return Set(found).sorted { $0.scope < $1.scope }.map { held in
            let scope = held.scope.rendered { id in
                snapshot.index(of: id).map { snapshot.people[Int($0)].userName }
            }
            return (person, "\(name): holds \(held.role) over \(scope)")
        }
    }

    private func result(
        _ outcome: TestResult.Outcome, _ summary: String, _ subjects: Int,
        _ examples: [String] = []
    ) -> TestResult {
        TestResult(
            name: test.name, place: test.place, outcome: outcome, summary: summary,
            counterexamples: examples, subjects: subjects)
    }
}

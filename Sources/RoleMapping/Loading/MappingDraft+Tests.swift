import Diagnostics
import Entitlements

extension MappingDraft {
    private static let testKeys = ["name", "for", "person", "on", "holds", "lacks", "never"]

    /// Takes an element of `tests`.
    mutating func readTest(_ value: YAMLValue) {
        guard let mapping = value.mapping(keys: Self.testKeys) else { return }
        let name = mapping.required("name")?.string()
        let subject = readSubject(mapping)
        let day = mapping["on"].map { $0.day() }
        let expectsAnything = ["holds", "lacks", "never"].contains { mapping[$0] != nil }
        if !expectsAnything {
            value.report(
                "mapping.test-without-expectation", "the test expects nothing",
                hint: "write holds, lacks or never")
        }
        let holds = readExpectations(mapping["holds"])
        let lacks = readExpectations(mapping["lacks"]) + readExpectations(mapping["never"])
        guard let name, let subject else { return }
        if case .some(nil) = day { return }
        tests.append(
            MappingTest(
                name: name, subject: subject, day: day ?? nil, holds: holds, lacks: lacks,
                place: value.place))
    }

    private func readSubject(_ mapping: YAMLMapping) -> MappingTest.Subject? {
        switch (mapping["for"], mapping["person"]) {
        case (let condition?, nil): return readCondition(condition).map { .everybody($0) }
        case (nil, let person?): return person.string().map { .person($0) }
        case (nil, nil):
            mapping.value.report(
                "mapping.test-subject", "the test is about nobody",
                hint: "write for: with a condition, or person: with a login")
        case (.some, .some):
            mapping.value.report(
                "mapping.test-subject", "the test has both for and person", hint: "keep one of them"
            )
        }
        return nil
    }

    /// A role's name, which means any scope, or `{role, scope}`; one or a list of them.
    private mutating func readExpectations(_ value: YAMLValue?) -> [MappingTest.Expectation] {
        (value?.listOrOne() ?? []).compactMap { readExpectation($0) }
    }

    private mutating func readExpectation(_ value: YAMLValue) -> MappingTest.Expectation? {
        guard value.isMapping else {
            return readRoleName(value).map {
                MappingTest.Expectation(role: $0, scope: nil, place: value.place)
            }
        }
        guard let mapping = value.mapping(keys: ["role", "scope"]) else { return nil }
        let scope = readScope(mapping["scope"])
        return readRoleName(mapping.required("role")).map {
            MappingTest.Expectation(role: $0, scope: scope, place: value.place)
        }
    }
}

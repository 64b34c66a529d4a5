import Directory
import Entitlements
import Testing

@Suite struct ScopeTests {
    @Test(arguments: [
        ("organization", Scope.organization),
        (
            "department:Builder: Relations",
            .department("Builder: Relations")
        ), ("region:EMEA", .region("EMEA")),
        ("group:builders", .group("builders")), ("reports:corp:1", .reports(PersonID("corp:1"))),
        ("person:corp:1", .person(PersonID("corp:1"))),
    ])
    func `a scope is read as it is written`(text: String, scope: Scope) {
        #expect(Scope(text) == scope)
        #expect(scope.description == text)
    }

    @Test(arguments: [
        "", "organization:all", "department", "department:", "team:x",
        "Organization",
    ])
    func `what is no scope is refused`(text: String) {
        #expect(Scope(text) == nil)
    }

    @Test func `people see logins, and ids where there is none`() {
        let scope = Scope.reports(PersonID("corp:1"))
        #expect(scope.rendered { _ in "lee" } == "reports:lee")
        #expect(scope.rendered { _ in nil } == "reports:corp:1")
        #expect(Scope.department("A").rendered { _ in "lee" } == "department:A")
    }

    @Test func `scopes are ordered by kind, then argument`() {
        let sorted: [Scope] = [
            .department("A"), .department("B"), .group("A"), .organization,
            .person(PersonID("x")), .region("A"), .reports(PersonID("a")),
        ]
        #expect(sorted.reversed().sorted() == sorted)
    }
}

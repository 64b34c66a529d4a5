import Diagnostics
import Directory
import Entitlements
import RoleMapping
import Testing

struct MappingTestTests {
    private let organisation = Organisation(people: [
        .init(userName: "ada", attributes: [.userType: "Employee"]),
        .init(userName: "eve", attributes: [.userType: "Contractor"]),
        .init(userName: "gone", attributes: [.userType: "Employee"], isActive: false),
        .init(userName: "twin", anchor: "1"), .init(userName: "twin", anchor: "2"),
    ])

    private func results(_ test: String) -> [TestResult] {
        let text = """
            rules:
              - {id: r, title: T, when: userType pr, grant: [{role: viewer, scope: organization}, {role: manager, scope: "reports:{userName}"}]}
            exceptions:
              - {id: e, person: ada, reason: r, from: 2026-12-01, until: 2026-12-31, grant: {role: admin, scope: organization}}
            tests:
              - {name: t, \(test)}
            """
        return mapping(text).runTests(organisation.snapshot, at: moment("2026-11-22T12:00:00Z"))
    }

    @Test(arguments: [
        "for: 'userType eq \"Employee\"', holds: [viewer]",
        "for: userType pr, holds: [{role: manager, scope: 'reports:{userName}'}]",
        "for: userType eq \"Contractor\", never: admin",
        "for: active eq false, never: [viewer, manager]",
        "person: ADA, holds: [{role: viewer, scope: organization}], lacks: [{role: manager, scope: 'reports:eve'}]",
        "person: ada, never: [admin]",
        "person: ada, on: 2026-12-01, holds: [admin]",
        "person: ada, on: 2026-12-31, holds: [admin]",
        "person: ada, on: 2027-01-01, never: [admin]",
        "person: gone, lacks: [viewer]",
    ]) func `what is true passes`(test: String) throws {
        let result = try #require(results(test).first)
        #expect(result.outcome == .passed, "\(result)")
        #expect(result.diagnostic == nil)
    }

    @Test func `what is not true fails, with the people for whom it is not`() throws {
        let result = try #require(
            results(
                "for: userType pr, never: [viewer], holds: [{role: manager, scope: 'reports:ada'}]"
            ).first)
        #expect(result.outcome == .failed)
        #expect(
            result.counterexamples == [
                "ada: holds viewer over organization", "eve: holds viewer over organization",
                "eve: lacks manager over reports:ada",
            ])
        // The inactive are asked what they hold, and not what they lack.
        #expect(
            result.diagnostic?.description
                == "m.yaml:11:5: error: the test \"t\" failed: 1 of 2 lack manager, 2 of 3 hold viewer [mapping.test-failed]"
        )
        #expect(!(result.diagnostic?.description.contains("eve") ?? true))
    }

    @Test func `an inactive person who is named holds nothing`() {
        #expect(results("person: gone, holds: [viewer]").first?.outcome == .failed)
    }

    @Test(arguments: [
        ("for: userType eq \"Robot\", never: [admin]", "its condition matches nobody"),
        ("for: active eq false, holds: [viewer]", "its condition matches nobody"),
        ("person: nobody, never: [admin]", "nobody has the login that it names"),
        ("person: twin, never: [admin]", "several people have the login that it names"),
        (
            "person: ada, lacks: [{role: manager, scope: 'reports:nobody'}]",
            "a scope names a login that nobody, or more than one, has"
        ),
    ]) func `a test that is about nobody does not pass`(test: String, reason: String) {
        let result = results(test).first
        #expect(result?.outcome == .inconclusive)
        #expect(
            result?.diagnostic?.description
                == "m.yaml:11:5: warning: the test \"t\" proves nothing: \(reason); correct the test, or remove it [mapping.test-inconclusive]"
        )
    }

    @Test func `no more than ten counterexamples are carried`() {
        let crowd = Organisation(
            people: (1...30).map { .init(userName: "p\($0)", attributes: [.userType: "X"]) })
        let text = """
            rules:
              - {id: r, title: T, when: userType pr, grant: {role: viewer, scope: organization}}
            tests:
              - {name: t, for: userType pr, never: viewer}
            """
        let result = mapping(text).runTests(crowd.snapshot, at: moment("2026-11-22")).first
        #expect(result?.counterexamples.count == 10)
        #expect(result?.summary == "30 of 30 hold viewer")
    }
}

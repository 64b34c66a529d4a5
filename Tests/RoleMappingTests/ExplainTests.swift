import Directory
import Entitlements
import RoleMapping
import Testing

struct ExplainTests {
    private let organisation = Organisation(
        people: [
            .init(userName: "ada", attributes: [.department: "Docs", .title: "Writer"]),
            .init(userName: "gone", attributes: [.department: "Docs"], isActive: false),
        ],
        groups: [.init(name: "team", people: ["ada"])])

    private let text = """
        rules:
          - id: admins
            title: Admins administer
            when: department eq "Platform" and (groups.display eq "ops" or title sw "Engineer")
            grant: {role: admin, scope: organization}
          - id: docs
            title: Docs
            when: department eq "Docs"
            grant: [{role: viewer, scope: organization}, {role: viewer, scope: "region:{costCenter}"}]
        exceptions:
          - {id: e1, person: ada, reason: cover, from: 2026-12-01, until: 2026-12-31, grant: {role: admin, scope: organization}}
          - {id: e2, person: gone, reason: cover, until: 2026-12-31, grant: {role: admin, scope: organization}}
        """

    private func explain(_ person: String, _ role: String, _ day: String) -> [String] {
        let snapshot = organisation.snapshot
        let index = snapshot.people(userName: person)[0]
        return mapping(text).explain(
            person: index, in: snapshot, role: RoleID(role), at: moment(day)
        ).map { "\($0.reference.id) \($0.file):\($0.line) \($0.template) \($0.outcome)" }
    }

    @Test func `why not says of each rule which parts failed, and what was there instead`() throws {
        let snapshot = organisation.snapshot
        let explanations = mapping(text).explain(
            person: snapshot.people(userName: "ada")[0], in: snapshot, role: RoleID("admin"),
            at: moment("2026-11-22"))
        #expect(explanations.map(\.reference.id) == ["admins", "e1"])
        let rule = try #require(explanations.first)
        #expect(rule.title == "Admins administer")
        #expect(rule.line == 7)
        #expect(rule.scope == .organization)
        guard case .unmatched(let parts) = rule.outcome else {
            Issue.record("the rule matched")
            return
        }
        #expect(
            parts.map { "\($0.condition): \($0.found ?? "nothing")" } == [
                "department eq \"Platform\": Docs", "groups.display eq \"ops\": nothing",
                "title sw \"Engineer\": Writer",
            ])
        #expect(explanations[1].outcome == .notInForce(from: "2026-12-01", until: "2026-12-31"))
    }

    @Test func `a rule that matches grants, unless the scope has no value`() {
        #expect(
            explain("ada", "viewer", "2026-11-22") == [
                "docs m.yaml:11 organization grants",
                "docs m.yaml:11 region:{costCenter} noScope(\"the scope needs costCenter, which is absent\")",
            ])
    }

    @Test func `an inactive person is told so, and other people's exceptions are not shown`() {
        #expect(
            explain("gone", "viewer", "2026-11-22")[0] == "docs m.yaml:11 organization inactive")
        #expect(
            explain("gone", "admin", "2026-12-01").last == "e2 m.yaml:17 organization inactive")
        #expect(explain("ada", "admin", "2026-12-01").last == "e1 m.yaml:16 organization grants")
    }
}

import Diagnostics
import Directory
import Entitlements
import RoleMapping
import Testing

struct DirectoryLintTests {
    private let organisation = Organisation(
        people: [
            .init(userName: "ada", attributes: [.department: "Docs"]), .init(userName: "kim"),
            .init(userName: "gone", isActive: false),
        ],
        groups: [
            .init(name: "owners", people: ["kim", "gone"]),
            .init(name: "berlin-docs", people: ["ada"]),
        ])

    @Test func `what the directory does not bear out is found, to the letter`() {
        let text = """
            rules:
              - id: r1
                title: T
                when: department eq "Docs" or groups.display eq "berlin-dogs" or managers eq "nobody"
                grant: [{role: viewer, scope: organization}, {role: admin, scope: organization}, {role: manager, scope: organization}]
              - id: r2
                title: T
                when: groups[display eq "xyz" and type eq "direct"]
                grant: {role: viewer, scope: organization}
            exceptions:
              - {id: e1, person: ada, reason: r, until: 2026-01-01, grant: {role: viewer, scope: organization}}
              - {id: e2, person: nobody, reason: r, until: 2026-12-31, grant: {role: viewer, scope: organization}}
            review:
              lanes:
                - {name: l1, match: {tier: privileged}, approvers: ["group:ownars"], approvals: 2}
                - {name: l2, match: {}, approvers: ["person:nobody", roleOwner]}
            """
        let found = mapping(text).lint(against: organisation.snapshot, at: moment("2026-11-22"))
        #expect(
            found.map(\.description) == [
                "m.yaml:5:5: warning: the owner of \"admin\" has 1 active person, and 2 must approve [mapping.too-few-approvers]",
                "m.yaml:9:35: warning: no group is called \"berlin-dogs\"; did you mean \"berlin-docs\"? [mapping.unknown-group]",
                "m.yaml:9:70: warning: nobody has the login that managers names [mapping.unknown-manager]",
                "m.yaml:11:5: warning: the rule \"r2\" matches no active person [mapping.rule-matches-nobody]",
                "m.yaml:13:18: warning: no group is called \"xyz\" [mapping.unknown-group]",
                "m.yaml:17:5: warning: nobody has the login that the exception \"e2\" names; correct the login, or remove the exception [mapping.unknown-person]",
                "m.yaml:20:7: warning: an approver of the lane \"l1\" is no group of the directory; did you mean \"owners\"? [mapping.unknown-owner]",
                "m.yaml:21:7: warning: an approver of the lane \"l2\" names a login that nobody has [mapping.unknown-owner]",
                "m.yaml:16:5: note: the exception \"e1\" ended on 2026-01-01; remove it [mapping.expired-exception]",
            ])
    }

    @Test func `coverage counts whom each rule reaches, and whom none`() {
        let text = """
            rules:
              - {id: a, title: A, when: department pr, grant: [{role: viewer, scope: organization}, {role: admin, scope: organization}]}
              - {id: b, title: B, when: department eq "X", grant: {role: viewer, scope: organization}}
            """
        let mapping = mapping(text)
        let snapshot = organisation.snapshot
        let coverage = mapping.coverage(
            of: snapshot, mapping.evaluate(snapshot, at: moment("2026-11-22")))
        #expect(
            coverage.entries.map { "\($0.reference.id) \($0.people) \($0.entitlements)" } == [
                "a 1 2", "b 0 0",
            ])
        #expect(coverage.active == 2)
        #expect(coverage.withoutEntitlement == 1)
    }
}

import Diagnostics
import Directory
import Entitlements
import RoleMapping
import Testing

struct EvaluationTests {
    private let now = moment("2026-11-22T12:00:00Z")

    private func rule(_ id: String, _ when: String, _ grant: String) -> String {
        "  - {id: \(id), title: T, when: '\(when)', grant: [\(grant)]}\n"
    }

    private func evaluate(
        _ text: String, _ organisation: Organisation, at time: Timestamp? = nil
    ) -> Evaluation {
        mapping(text).evaluate(organisation.snapshot, at: time ?? now)
    }

    private let anyRule =
        "rules:\n"
        + "  - {id: r, title: T, when: 'active pr', grant: [{role: viewer, scope: organization}]}\n"

    // P28
    @Test func `the inactive hold nothing, whatever rules and exceptions say`() {
        let text =
            anyRule + """
                exceptions:
                  - {id: e, person: gone, reason: r, until: 2026-12-31, grant: {role: admin, scope: organization}}
                """
        let organisation = Organisation(people: [
            .init(userName: "ada"), .init(userName: "gone", isActive: false),
        ])
        let result = evaluate(text, organisation)
        #expect(result.held == ["corp:ada viewer organization"])
        #expect(
            result.findings == [
                "m.yaml:9:5: note: the exception \"e\" grants nothing: the person is inactive; remove the exception [mapping.inactive-person]"
            ])
    }

    @Test func `evidence has a value only where the value that is there made the part match`() {
        let organisation = Organisation(people: [
            .init(
                userName: "ada",
                attributes: [.userType: "Employee", .emailsValue: "ada@example.org"])
        ])
        let condition =
            "userType ne \"Contractor\" and emails.value ne \"x@example.org\" "
            + "and emails.value sw \"ada\" and groups.display ne \"contractors\""
        let result = evaluate(
            "rules:\n" + rule("r", condition, "{role: viewer, scope: organization}"), organisation)
        #expect(
            result.desired.derivations.first?.evidence.map(\.value) == [
                "Employee", nil, "ada@example.org", nil,
            ])
    }

    @Test func `scopes are filled with what the person is`() {
        let organisation = Organisation(people: [
            .init(userName: "boss", attributes: [.department: "Field Marketing"]),
            .init(
                userName: "lee", attributes: [.department: "R&D", .costCenter: "7"], manager: "boss"
            ),
        ])
        let grants = [
            "organization", "department:{department}", "region:EMEA",
            "group:a-{costCenter}-{userName}",
            "reports:{userName}", "person:{manager.value}", "reports:BOSS",
        ].map { "{role: viewer, scope: \"\($0)\"}" }.joined(separator: ", ")
        let result = evaluate("rules:\n" + rule("r", "userName eq \"lee\"", grants), organisation)
        #expect(
            result.held == [
                "corp:lee viewer department:R&D", "corp:lee viewer group:a-7-lee",
                "corp:lee viewer organization", "corp:lee viewer person:corp:boss",
                "corp:lee viewer region:EMEA", "corp:lee viewer reports:corp:boss",
                "corp:lee viewer reports:corp:lee",
            ])
        #expect(result.findings == [])
    }

    @Test func `a scope without a value grants nothing and is one finding, whoever many it hits`() {
        let people = (1...50).map { Organisation.Member(userName: "p\($0 + 100)") }
        let result = evaluate(
            "rules:\n"
                + rule(
                    "r", "active eq true",
                    "{role: viewer, scope: \"department:{department}\"}, {role: manager, scope: \"reports:{manager.value}\"}"
                ),
            Organisation(people: people))
        #expect(result.held == [])
        #expect(result.diagnostics.count == 8)
        let department = "the scope needs department, which is absent"
        #expect(
            result.findings.filter { $0.contains(department) } == [
                "m.yaml:7:55: warning: 50 people do not get viewer: \(department); add the value in the directory, or department pr to the condition [mapping.scope-without-value]"
            ]
                + [String](
                    repeating:
                        "source corp: note: does not get viewer: \(department) [mapping.scope-without-value]",
                    count: 3))
        #expect(
            result.findings.contains(
                "m.yaml:7:105: warning: 50 people do not get manager: the scope needs a manager, and there is none; add manager pr to the condition [mapping.scope-without-value]"
            ))
        // What grants nothing is no derivation.
        #expect(result.desired.derivations == [])
        // The person's place is for the terminal alone.
        #expect(!result.findings.joined().contains("p101"))
        #expect(result.diagnostics.contains { $0.debugDescription.contains("uid=p101") })
    }

    @Test func `a login in a scope that nobody has, or two have, is never a guess`() {
        let organisation = Organisation(people: [
            .init(userName: "ada"), .init(userName: "twin", anchor: "1"),
            .init(userName: "TWIN", anchor: "2"),
        ])
        let result = evaluate(
            "rules:\n"
                + rule(
                    "r", "userName eq \"ada\"",
                    "{role: manager, scope: \"reports:nobody\"}, {role: manager, scope: \"person:twin\"}"
                ),
            organisation)
        #expect(result.held == [])
        #expect(
            result.findings == [
                "m.yaml:7:58: warning: 1 person does not get manager: nobody has the login that the scope names [mapping.unknown-person]",
                "m.yaml:7:100: warning: 1 person does not get manager: several people have the login that the scope names [mapping.ambiguous-person]",
            ])
    }

    @Test func `two rules that grant one entitlement are two derivations`() throws {
        let organisation = Organisation(people: [.init(userName: "ada", attributes: [.title: "X"])])
        let grant = "{role: viewer, scope: organization}"
        let result = evaluate(
            "rules:\n" + rule("b", "title eq \"X\"", grant) + rule("a", "userName pr", grant),
            organisation)
        let entitlement = try #require(result.desired.entitlements.first)
        #expect(result.desired.entitlements.count == 1)
        #expect(entitlement.derivations == [0, 1])
        #expect(Set(result.desired.derivations.map(\.origin.id)) == ["a", "b"])
        #expect(
            result.desired.derivations.map(\.digest)
                == result.desired.derivations.map(\.digest).sorted())
    }

    @Test func `a rule that grants the same twice grants it once`() {
        let organisation = Organisation(people: [.init(userName: "ada")])
        let grant = "{role: viewer, scope: organization}"
        let result = evaluate(
            "rules:\n" + rule("a", "userName pr", grant + ", " + grant), organisation)
        #expect(result.desired.entitlements.map(\.derivations) == [[0]])
    }

    @Test func `an exception is in force from its first day through its last`() {
        let text = """
            exceptions:
              - {id: e, person: ADA, reason: r, from: 2026-11-01, until: 2026-12-31, grant: [{role: admin, scope: organization}, {role: viewer, scope: organization}]}
            """
        let organisation = Organisation(people: [.init(userName: "ada")])
        let both = ["corp:ada admin organization", "corp:ada viewer organization"]
        let expected: [(String, [String])] = [
            ("2026-10-31T23:59:59Z", []), ("2026-11-01T00:00:00Z", both),
            ("2026-12-31T23:59:59Z", both), ("2027-01-01T00:00:00Z", []),
        ]
        for (time, held) in expected {
            #expect(evaluate(text, organisation, at: moment(time)).held == held, "\(time)")
        }
    }

    @Test func `an exception for nobody is a finding until it is over`() {
        let text = """
            exceptions:
              - {id: e, person: ada, reason: r, until: 2026-12-31, grant: {role: admin, scope: organization}}
            """
        let nobody = Organisation(people: [.init(userName: "eve")])
        #expect(
            evaluate(text, nobody).findings == [
                "m.yaml:7:5: warning: nobody has the login that the exception \"e\" names; correct the login, or remove the exception [mapping.unknown-person]"
            ])
        #expect(evaluate(text, nobody, at: moment("2027-01-01")).findings == [])
    }

    // P12: a login that two people have grants neither of them anything.
    @Test func `an exception for a login that two people have grants nothing`() {
        let text = """
            exceptions:
              - {id: e, person: ada, reason: r, until: 2026-12-31, grant: {role: admin, scope: organization}}
            """
        let result = evaluate(
            text,
            Organisation(people: [
                .init(userName: "ada", anchor: "1"), .init(userName: "Ada", anchor: "2"),
            ]))
        #expect(result.held == [])
        #expect(
            result.findings == [
                "m.yaml:7:5: warning: 2 people have the login that the exception \"e\" names: it grants nothing; make the login unique in the directories [mapping.ambiguous-person]"
            ])
    }

    // MARK: Evidence

    private let nested = Organisation(
        people: [
            .init(userName: "ada", attributes: [.department: "Docs"], manager: "max"),
            .init(userName: "ivo", attributes: [.department: "Docs"], manager: "max"),
            .init(userName: "max", attributes: [.department: "Docs"], manager: "lee"),
            .init(userName: "lee", attributes: [.department: "Top"]),
        ],
        groups: [
            .init(name: "all", groups: ["left", "right"]),
            .init(name: "left", groups: ["team"]), .init(name: "right", groups: ["team"]),
            .init(name: "team", people: ["ada", "ivo"]),
        ])

    @Test func `evidence names value, source and the source's own attribute`() throws {
        let result = evaluate(
            "rules:\n"
                + rule(
                    "r", "department eq \"docs\" and title ne \"Boss\"",
                    "{role: viewer, scope: organization}"),
            nested)
        // Three people share it.
        #expect(result.desired.entitlements.count == 3)
        let derivation = try #require(result.desired.derivations.first)
        #expect(result.desired.derivations.count == 1)
        #expect(
            derivation.evidence == [
                Evidence(
                    condition: "department eq \"docs\"", attribute: "department", value: "Docs",
                    source: SourceID("corp"), sourceAttribute: "departmentNumber"),
                Evidence(condition: "title ne \"Boss\"", attribute: "title", value: nil),
            ])
    }

    // P15
    @Test func `evidence of a group names every way into it`() throws {
        let result = evaluate(
            "rules:\n"
                + rule("r", "groups.display eq \"all\"", "{role: viewer, scope: organization}"),
            nested)
        #expect(result.held == ["corp:ada viewer organization", "corp:ivo viewer organization"])
        let evidence = try #require(result.desired.derivations.first?.evidence.first)
        #expect(result.desired.derivations.count == 1)
        #expect(
            evidence.paths.map { $0.map(\.display) } == [
                ["team", "left", "all"], ["team", "right", "all"],
            ])
        #expect(!evidence.morePaths)
        #expect(evidence.source == SourceID("corp"))
        #expect(evidence.sourceAttribute == "cn")
    }

    @Test func `people who come into a group by other ways have other derivations`() {
        var organisation = nested
        organisation.groups[1].people = ["max"]
        let result = evaluate(
            "rules:\n"
                + rule("r", "groups.display eq \"all\"", "{role: viewer, scope: organization}"),
            organisation)
        #expect(result.desired.entitlements.count == 3)
        #expect(result.desired.derivations.count == 2)
    }

    @Test func `evidence of a reporting line names it up to who is meant`() throws {
        let result = evaluate(
            "rules:\n" + rule("r", "managers eq \"lee\"", "{role: viewer, scope: organization}"),
            nested)
        let lines = result.desired.derivations.map { $0.evidence[0].line.map(\.userName) }
        #expect(Set(lines) == [["max", "lee"], ["lee"]])
        #expect(result.desired.entitlements.count == 3)
    }

    @Test func `a line without an end in sight is kept in part, so that a run has one`() throws {
        let depth = 500
        let people = (0..<depth).map {
            Organisation.Member(userName: "p\($0)", manager: $0 == 0 ? nil : "p\($0 - 1)")
        }
        let result = evaluate(
            "rules:\n" + rule("r", "managers eq \"p0\"", "{role: viewer, scope: organization}"),
            Organisation(people: people))
        let evidence = result.desired.derivations.map { $0.evidence[0] }
        #expect(result.desired.entitlements.count == depth - 1)
        #expect(evidence.map(\.line.count).max() == 64)
        #expect(evidence.count(where: \.morePaths) == depth - 1 - 64)
        #expect(evidence.allSatisfy { $0.line.last?.userName == "p0" })
    }

    // MARK: Order

    @Test func `the result is sorted, and does not depend on the order of the files`() {
        let one = MappingRevision.File(path: "a.yaml", text: roles)
        let two = MappingRevision.File(
            path: "b.yaml",
            text: "formatVersion: 1\nrules:\n"
                + rule(
                    "r", "userName pr",
                    "{role: viewer, scope: organization}, {role: admin, scope: \"department:{department}\"}"
                ))
        let left = RoleMapping.load([one, two]).mapping?.evaluate(nested.snapshot, at: now).desired
        let right = RoleMapping.load([two, one]).mapping?.evaluate(nested.snapshot, at: now).desired
        #expect(left?.entitlements == right?.entitlements)
        #expect(left?.mapping.digest == right?.mapping.digest)
        #expect(left?.entitlements.map(\.key) == left?.entitlements.map(\.key).sorted())
        #expect(left?.entitlements.count == 8)
    }
}

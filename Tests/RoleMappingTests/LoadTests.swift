import Diagnostics
import Entitlements
import RoleMapping
import Testing

/// Every finding of loading, to the letter.
struct LoadTests {
    /// A mapping that is sound but for what is put into it.
    private func findings(_ text: String) -> [String] {
        lint(
            roles + """
                rules:
                  - {id: all, title: All, when: active eq true, grant: [
                      {role: viewer, scope: organization}, {role: manager, scope: organization},
                      {role: admin, scope: organization}]}

                """ + text
        ).filter { !$0.contains("mapping.no-lane") }
    }

    @Test func `the sound part of these tests is sound`() {
        #expect(findings("") == [])
    }

    @Test func `the format must be one that can be read`() {
        #expect(
            lint("formatVersion: 2\nroles: []\n") == [
                "m.yaml:1:16: error: this is no format that Rollcall can read; write formatVersion: 1 [mapping.format-version]"
            ])
        #expect(
            lint("roles: []\n").contains(
                "m.yaml:1:1: error: the key \"formatVersion\" is missing [yaml.missing-key]"))
    }

    @Test func `a mapping without roles is refused`() {
        #expect(
            lint("formatVersion: 1\n") == [
                "error: the mapping files define no role [mapping.no-roles]"
            ])
    }

    @Test func `everything wrong with a role is said at once`() {
        #expect(
            lint(
                """
                formatVersion: 1
                roles:
                  - {id: "a b", tier: priviledged, owner: kim}
                """) == [
                    "m.yaml:3:10: error: an id has letters, digits, dots, hyphens and underscores only [mapping.id]",
                    "m.yaml:3:23: error: expected one of standard, sensitive, privileged; did you mean \"privileged\"? [yaml.wrong-value]",
                    "m.yaml:3:43: error: this names no owner; write group:NAME or person:USERNAME [mapping.owner]",
                    "m.yaml:3:5: warning: there is no title; reviewers read it: say in a few words what it is for [mapping.no-title]",
                ])
    }

    @Test func `an unknown role is found wherever it is named`() {
        #expect(
            findings(
                """
                exceptions:
                  - {id: e, person: ada, reason: r, until: 2026-12-31, grant: {role: vewer, scope: organization}}
                conflicts:
                  - {id: c, reason: r, roles: [admin, auditor]}
                tests:
                  - {name: t, person: ada, never: [boss]}
                review: {lanes: [{name: l, match: {role: admn}, approvers: roleOwner}]}
                """) == [
                    "m.yaml:11:70: error: no role is called \"vewer\"; did you mean \"viewer\"? [mapping.unknown-role]",
                    "m.yaml:13:39: error: no role is called \"auditor\"; define it under roles [mapping.unknown-role]",
                    "m.yaml:15:36: error: no role is called \"boss\"; define it under roles [mapping.unknown-role]",
                    "m.yaml:16:42: error: no role is called \"admn\"; did you mean \"admin\"? [mapping.unknown-role]",
                ])
    }

    @Test func `an id stands once in all files, also of a rule and an exception`() {
        let exception = """
            formatVersion: 1
            exceptions:
              - {id: all, person: ada, reason: r, until: 2026-12-31, grant: {role: viewer, scope: organization}}
            """
        let rule = """
            rules:
              - {id: all, title: All, when: active eq true, grant: {role: viewer, scope: organization}}
            """
        let loaded = RoleMapping.load([
            MappingRevision.File(path: "b.yaml", text: exception),
            MappingRevision.File(path: "a.yaml", text: roles + rule),
        ])
        #expect(loaded.mapping == nil)
        #expect(
            loaded.diagnostics.map(\.description) == [
                "b.yaml:3:10: error: the rule or exception \"all\" is there twice; the other one is at a.yaml:7:10 [mapping.duplicate-id]"
            ])
    }

    @Test func `a condition that is no filter is found at its character`() {
        #expect(
            findings(
                """
                  - id: r1
                    title: R
                    when: 'active eq true and departmnt eq "X"'
                    grant: {role: viewer, scope: organization}
                  - id: r2
                    title: R
                    when: active eq true or
                    grant: {role: viewer, scope: organization}
                """) == [
                    "m.yaml:12:31: error: unknown attribute; did you mean \"department\"? [mapping.condition-unknown-attribute]",
                    "m.yaml:16:28: error: a condition is missing at the end; write for example department eq \"…\" [mapping.condition-syntax]",
                ])
    }

    @Test func `a scope is one of six, with an argument or without`() {
        #expect(
            findings(
                """
                  - id: r
                    title: R
                    when: active eq true
                    grant:
                      - {role: viewer, scope: organisation}
                      - {role: viewer, scope: "organization:x"}
                      - {role: viewer, scope: department}
                      - {role: viewer, scope: "department:{departement}"}
                      - {role: viewer, scope: "region:{addresses.region}"}
                      - {role: viewer, scope: "region:{active}"}
                      - {role: viewer, scope: "region:a}b"}
                      - {role: viewer, scope: everywhere}
                """) == [
                    "m.yaml:14:31: error: this is no scope; did you mean \"organization\"? [mapping.unknown-scope]",
                    "m.yaml:15:44: error: organization has no argument; write organization alone [mapping.scope-argument]",
                    "m.yaml:16:41: error: department needs an argument; write department:X [mapping.scope-argument]",
                    "m.yaml:17:44: error: unknown attribute in the scope; did you mean \"department\"? [mapping.unknown-attribute]",
                    "m.yaml:18:40: error: a person may have several values of addresses.region, or none that is text; use an attribute with one text, such as department [mapping.scope-attribute]",
                    "m.yaml:19:40: error: a person may have several values of active, or none that is text; use an attribute with one text, such as department [mapping.scope-attribute]",
                    "m.yaml:20:40: error: a brace without its counterpart [mapping.scope-template]",
                    "m.yaml:21:31: error: this is no scope; a scope is organization, or department:X, region:X, group:X, reports:X, person:X [mapping.unknown-scope]",
                ])
    }

    @Test func `a rule grants something`() {
        #expect(
            findings("  - {id: r, title: R, when: active eq true, grant: []}\n") == [
                "m.yaml:10:52: error: the list is empty [mapping.grants-nothing]"
            ])
    }

    @Test func `an exception ends, and not before it begins`() {
        #expect(
            findings(
                """
                exceptions:
                  - {id: e1, person: ada, reason: r, grant: {role: viewer, scope: organization}}
                  - {id: e2, person: ada, reason: r, grant: {role: viewer, scope: organization}, from: 2026-12-02, until: 2026-12-01}
                  - {id: e3, person: ada, reason: r, grant: {role: viewer, scope: organization}, until: next week}
                """) == [
                    "m.yaml:11:5: error: the key \"until\" is missing [yaml.missing-key]",
                    "m.yaml:12:107: error: the exception ends before it begins [mapping.exception-dates]",
                    "m.yaml:13:89: error: expected a day such as 2026-12-31 [yaml.wrong-value]",
                ])
    }

    @Test func `an exception of more than a year is a rule in disguise`() {
        #expect(
            findings(
                """
                exceptions:
                  - {id: e, person: ada, reason: r, grant: {role: viewer, scope: organization}, from: 2026-01-01, until: 2027-06-01}
                """) == [
                    "m.yaml:11:5: warning: the exception \"e\" lasts more than a year; write a rule for what is meant to stay [mapping.long-exception]"
                ])
    }

    @Test func `a conflict has two roles or more`() {
        #expect(
            findings("conflicts: [{id: c, reason: r, roles: [admin, admin]}]\n") == [
                "m.yaml:10:39: error: a conflict needs two roles or more [mapping.conflict-roles]"
            ])
    }

    @Test func `a rule that grants what a conflict keeps apart is found`() {
        #expect(
            findings("conflicts: [{id: c, reason: r, roles: [admin, viewer]}]\n") == [
                "m.yaml:7:5: warning: the rule \"all\" grants roles that \"c\" keeps apart; the conflict is at m.yaml:10:13 [mapping.rule-in-conflict]"
            ])
    }

    @Test func `a role that nothing grants is found`() {
        #expect(
            lint(roles).filter { $0.contains("viewer") } == [
                "m.yaml:3:5: warning: no rule and no exception grants the role \"viewer\" [mapping.unused-role]"
            ])
    }

    @Test func `a test is about somebody and expects something`() {
        #expect(
            findings(
                """
                tests:
                  - {name: t1}
                  - {name: t2, for: active eq true, person: ada, never: admin}
                  - {name: t3, for: active, never: admin}
                """) == [
                    "m.yaml:11:5: error: the test is about nobody; write for: with a condition, or person: with a login [mapping.test-subject]",
                    "m.yaml:11:5: error: the test expects nothing; write holds, lacks or never [mapping.test-without-expectation]",
                    "m.yaml:12:5: error: the test has both for and person; keep one of them [mapping.test-subject]",
                    "m.yaml:13:27: error: an operator is expected here; one of eq, ne, co, sw, ew, pr, gt, ge, lt, le [mapping.condition-syntax]",
                ])
    }

    @Test func `a lane says who decides, and only one of the two ways`() {
        #expect(
            findings(
                """
                review:
                  lanes:
                    - {name: a, match: {}, decide: automaticaly}
                    - {name: b, match: {}, decide: automatically, approvers: [roleOwner]}
                    - {name: c, match: {}}
                    - {name: d, match: {}, approvers: [rollOwner, boss]}
                    - {name: e, match: {tier: []}, approvers: []}
                    - {name: e, match: {most: 0}, approvers: manager, approvals: 10}
                """) == [
                    "m.yaml:12:36: error: expected automatically; did you mean \"automatically\"? [yaml.wrong-value]",
                    "m.yaml:13:7: error: the lane decides automatically and by people; keep either decide or approvers [mapping.lane-decision]",
                    "m.yaml:14:7: error: the lane names nobody who decides; write approvers, or decide: automatically [mapping.lane-decision]",
                    "m.yaml:15:40: error: this names no approver; did you mean \"roleOwner\"? [mapping.approver]",
                    "m.yaml:15:51: error: this names no approver; write roleOwner, manager, group:NAME or person:USERNAME [mapping.approver]",
                    "m.yaml:16:31: error: the list is empty; leave the key out [mapping.empty-match]",
                    "m.yaml:16:47: error: the list is empty [mapping.lane-decision]",
                    "m.yaml:17:14: error: the lane \"e\" is there twice; the other one is at m.yaml:16:14 [mapping.duplicate-id]",
                    "m.yaml:17:31: error: expected a whole number from 1 to 1000000 [yaml.wrong-value]",
                    "m.yaml:17:66: error: expected a whole number from 1 to 9 [yaml.wrong-value]",
                ])
    }

    @Test func `a lane that nothing reaches, and one that gives privileges away, are found`() {
        #expect(
            findings(
                """
                review:
                  lanes:
                    - {name: easy, match: {tier: standard}, decide: automatically}
                    - {name: viewers, match: {role: viewer}, approvers: roleOwner}
                    - {name: odd, match: {action: grant, cause: inactive}, approvers: roleOwner}
                    - {name: rest, match: {}, decide: automatically}
                """) == [
                    "m.yaml:13:7: warning: no change can reach the lane \"viewers\"; a lane above takes everything that it matches, or no role or cause fits it [mapping.unreachable-lane]",
                    "m.yaml:14:7: warning: no change can reach the lane \"odd\"; a lane above takes everything that it matches, or no role or cause fits it [mapping.unreachable-lane]",
                    "m.yaml:15:7: warning: the lane \"rest\" grants privileged roles without anybody's approval; match tier: [standard, sensitive], or action: revoke [mapping.automatic-privilege]",
                ])
    }

    @Test func `changes that no lane takes are named by tier`() {
        let text = """
            review: {lanes: [{name: l, match: {tier: [standard, sensitive]}, approvers: roleOwner}]}
            """
        #expect(
            lint(roles + text).filter { $0.contains("no-lane") } == [
                "m.yaml:6:18: note: some changes of privileged roles match no lane: they need 2 approvals of the role's owner; end the lanes with one that has match: {} [mapping.no-lane]"
            ])
    }

    @Test func `an error anywhere gives no mapping, and spares nobody the findings of other files`()
    {
        let loaded = RoleMapping.load([
            MappingRevision.File(path: "a.yaml", text: "formatVersion: 1\nroles: ["),
            MappingRevision.File(path: "b.yaml", text: "formatVersion: 1\nrulez: []"),
        ])
        #expect(loaded.mapping == nil)
        #expect(loaded.diagnostics.map(\.code).sorted() == ["yaml.syntax", "yaml.unknown-key"])
    }

    // P22
    @Test func `what a rule says has a digest of its own, and its spelling does not count`() throws
    {
        func rule(_ text: String) throws -> RuleReference {
            let mapping = mapping("rules:\n  - {id: r, title: \(text)\n    }")
            return try #require(mapping.rules.first?.reference)
        }
        let original = try rule(
            "T, when: department eq \"A\", grant: [{role: viewer, scope: organization}, {role: admin, scope: organization}]"
        )
        #expect(
            try rule(
                "Other, when: '(Department  EQ \"A\")' , grant: [{scope: organization, role: admin}, {role: viewer, scope: organization}] # why"
            ) == original)
        for text in [
            "T, when: department eq \"B\", grant: [{role: viewer, scope: organization}, {role: admin, scope: organization}]",
            "T, when: department eq \"A\", grant: [{role: viewer, scope: organization}]",
            "T, when: department eq \"A\", grant: [{role: viewer, scope: \"region:x\"}, {role: admin, scope: organization}]",
        ] {
            #expect(try rule(text) != original)
        }
    }

    @Test func `what an exception says has a digest too`() throws {
        func exception(_ person: String, _ until: String) throws -> RuleReference {
            let mapping = mapping(
                "exceptions:\n  - {id: e, person: \(person), reason: r, until: \(until), grant: {role: viewer, scope: organization}}"
            )
            return try #require(mapping.exceptions.first?.reference)
        }
        let original = try exception("ada", "2026-12-31")
        #expect(try exception("ADA", "2026-12-31") == original)
        #expect(try exception("ada", "2027-01-01") != original)
        #expect(try exception("eve", "2026-12-31") != original)
    }

    @Test func `the revision names file and line of each rule`() {
        let mapping = mapping(
            "rules:\n  - {id: r, title: T, when: active eq true, grant: {role: viewer, scope: organization}}\n"
        )
        #expect(
            mapping.revision.rules.map { "\($0.file):\($0.line) \($0.title)" } == ["m.yaml:7 T"])
        #expect(mapping.revision.roles.map(\.id.rawValue) == ["admin", "manager", "viewer"])
    }
}

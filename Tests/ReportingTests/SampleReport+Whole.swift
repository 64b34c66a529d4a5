import Diagnostics
import Directory
import Entitlements

@testable import Reporting

extension Sample {
    static let report = report(changes: changes)

    static func report(
        changes: [ReportedChange], people: [ReportedPerson] = people,
        guards: [ReportedGuard] = guards, diagnostics: [Diagnostic] = diagnostics
    ) -> ChangeSetReport {
        ChangeSetReport(
            changeSet: ReportedChangeSet(
                id: ChangeSetID(rawValue: 42), digest: Digest(of: "set"), state: .pending,
                created: time(1), base: Revision(41), mapping: Digest(of: "mappings")),
            run: ReportedRun(id: "118", start: time(0), end: time(1)), sources: sources,
            diagnostics: diagnostics,
            population: Population(
                people: 2104, active: 2051,
                roles: [
                    .init(role: admin, inForce: 9), .init(role: auditor, inForce: 1),
                    .init(role: manager, inForce: 31), .init(role: viewer, inForce: 171),
                ]),
            guards: guards, changes: changes, people: people, rules: rules)
    }

    static let sources = [
        SourceProof(
            source: SourceID("corp"),
            certificate: ReadingCertificate(
                source: SourceID("corp"), start: time(0), end: time(1),
                queries: [
                    ReadingQuery(
                        subject: "people",
                        query: "ou=People,dc=example,dc=org sub (objectClass=inetOrgPerson)",
                        entries: 2108, pages: 3,
                        exclusions: [.init(.neitherPersonNorGroup, 4)]),
                    ReadingQuery(
                        subject: "groups",
                        query: "ou=Groups,dc=example,dc=org sub (objectClass=groupOfNames)",
                        entries: 88, pages: 1),
                ], reasons: []),
            counts: ReadingCounts(people: 2104, groups: 88, memberships: 5120),
            previous: ReadingCounts(people: 2107, groups: 88, memberships: 5108),
            unmatched: 12, unresolved: 3),
        SourceProof(
            source: SourceID("okta"),
            certificate: ReadingCertificate(
                source: SourceID("okta"), start: time(-1440), end: time(-1439),
                queries: [
                    ReadingQuery(
                        subject: "people", query: "/Users?count=200", entries: 2092, pages: 11)
                ], reasons: []),
            counts: ReadingCounts(people: 2092, groups: 0, memberships: 0), previous: nil,
            staleBecause: [
                IncompleteReason(
                    code: "timed-out", message: "page 7 of people did not come within 60 s",
                    hint: "run again; the last complete reading is used until then")
            ]),
    ]

    static let diagnostics = [
        Diagnostic(
            .warning, "directory.dangling-manager", "the manager is not in the reading",
            at: .entry(source: "corp", entry: "uid=hugo,ou=People,dc=example,dc=org")),
        Diagnostic(
            .note, "mapping.unused-rule", "the rule matches nobody",
            at: .file(path: "platform.yaml", line: 7, column: 5), hint: "remove it if it is done"),
    ]

    static let explainedAda = ExplainedPerson(
        id: id("ada"), userName: "ada", displayName: "Ada Lindqvist", isActive: true,
        accounts: [
            .init(
                key: AccountKey(source: SourceID("corp"), anchor: Anchor("ada-0001")),
                label: "uid=ada,ou=People,dc=example,dc=org")
        ])

    static let granted = ExplainedChange(
        changeSet: ChangeSetID(rawValue: 7), digest: Digest(of: "set 7"),
        change: changeID(.grant, "ada", viewer),
        reason: ChangeReason(
            cause: .joined, rules: ["members-read"], summary: "joined, and is in builder-relations"),
        decisions: [
            decision(
                changeID(.grant, "ada", viewer), .approve, by: "lee", "manager", "welcome")
        ], revision: Revision(8), applied: time(-9000))

    static let freshness = [
        SourceFreshness(source: SourceID("corp"), completeAsOf: time(1)),
        SourceFreshness(source: SourceID("okta"), completeAsOf: nil),
    ]

    static func explanation(revoked: ExplainedChange? = nil) -> Explanation {
        Explanation(
            person: explainedAda, role: viewer, revision: Revision(41),
            holdings: [
                Holding(
                    entitlement: EntitlementKey(
                        person: id("ada"), role: viewer.id, scope: .organization),
                    scope: "organization", derivations: [membersRead, managersManage],
                    granted: granted, revoked: revoked, lastReviewed: time(-200))
            ], freshness: freshness)
    }

    static let absence = AbsenceExplanation(
        person: ExplainedPerson(
            id: id("bo"), userName: "bo", displayName: "Bo Jensen", isActive: false, accounts: []),
        role: admin, scope: nil, revision: Revision(41), held: [],
        attempts: [
            .init(
                rule: rules[2], grants: "organization", matches: false,
                parts: [
                    .init(
                        condition: #"department eq "Platform""#, matches: false,
                        found: ["Builder Relations"]),
                    .init(condition: #"title pr"#, matches: true, found: ["Builder Advocate"]),
                    .init(condition: #"groups.display eq "admins""#, matches: false, found: []),
                ]),
            .init(
                rule: MappingRevision.Rule(
                    reference: reference("ex-2026-014", .exception), title: "migration cover",
                    file: "exceptions.yaml", line: 4), grants: "organization", matches: false,
                parts: [], obstacle: "it is for dara"),
        ],
        proposals: [
            .init(
                changeSet: ChangeSetID(rawValue: 42), change: changeID(.grant, "bo", admin),
                scope: "organization", state: .pending, requirement: privileged, decisions: []),
            .init(
                changeSet: ChangeSetID(rawValue: 40), change: changeID(.grant, "bo", admin),
                scope: "organization", state: .rejected, requirement: nil,
                decisions: [
                    decision(
                        changeID(.grant, "bo", admin), .reject, by: "mona", "roleOwner",
                        "not needed")
                ]),
        ], freshness: freshness)
}

import Directory
import Entitlements

@testable import Reporting

extension Sample {
    static let entitlements = EntitlementListing(
        revision: Revision(41),
        entries: [
            .init(
                person: "ada", displayName: "Ada Lindqvist", role: viewer, scope: "organization",
                since: Revision(8)),
            .init(
                person: "chen", displayName: "陳小明", role: manager, scope: "reports:chen",
                since: Revision(12)),
        ], freshness: freshness)

    static let changeSets = ChangeSetListing(entries: [
        .init(changeSet: report.changeSet, grants: 6, revokes: 4, tripped: 2, waiting: 7)
    ])

    static let ledger = LedgerListing(entries: [
        .init(
            number: 1, time: noon, kind: "run", summary: "run 118 found 10 changes",
            digest: Digest(of: "entry"))
    ])

    static let run = RunListing(
        run: "118", outcome: .changes,
        sources: [
            .init(
                id: SourceID("corp"), isComplete: true,
                counts: ReadingCounts(people: 2104, groups: 88, memberships: 5120)),
            .init(
                id: SourceID("okta"), isComplete: false,
                counts: ReadingCounts(people: 1200, groups: 0, memberships: 0),
                reasons: sources[1].staleBecause),
        ],
        proposal: .init(
            id: ChangeSetID(rawValue: 42), digest: Digest(of: "set"), state: .pending, grants: 6,
            revokes: 4, guards: guards))

    static let directory = DirectoryExport(
        people: [
            .init(
                id: id("ada"), userName: "ada", isActive: true,
                facts: [
                    .init(
                        attribute: .department, value: "Builder Relations",
                        source: SourceID("corp"), sourceAttribute: "departmentNumber"),
                    .init(
                        attribute: .emailsValue, value: "ada@example.org",
                        source: SourceID("corp"), sourceAttribute: "mail"),
                ], managers: ["grace", "lee", "kim"],
                groups: [
                    .init(display: "builder-relations", type: .indirect),
                    .init(display: "builders-europe", type: .direct),
                ])
        ],
        groups: [
            .init(
                id: GroupID("corp:g-br"), display: "builder-relations",
                dn: "cn=builder-relations,ou=Groups,dc=example,dc=org",
                members: [.init(userName: "ada", type: .indirect)])
        ])
}

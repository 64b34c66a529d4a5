import Diagnostics
import Directory
import Entitlements

@testable import Reporting

/// An invented organisation and what one run would change in it.
enum Sample {
    static let noon = Timestamp(secondsSinceEpoch: 1_795_348_800)  // 2026-11-22T12:00:00Z

    static func time(_ minutes: Int64) -> Timestamp {
        Timestamp(secondsSinceEpoch: noon.secondsSinceEpoch + minutes * 60)
    }

    static let viewer = role("insights-viewer", "Reads reports", .standard, "insights-owners")
    static let manager = role("insights-manager", "Manages a team", .sensitive, "insights-owners")
    static let admin = role("insights-admin", "Administers", .privileged, "platform-owners")
    static let auditor = role(
        "insights-auditor", "Audits decisions", .sensitive, "platform-owners")

    static func role(_ id: String, _ title: String, _ tier: Tier, _ owner: String) -> Role {
        Role(id: RoleID(id), title: title, tier: tier, owner: .group(owner))
    }

    static func id(_ login: String) -> PersonID { PersonID("corp:\(login)-0001") }

    static func person(
        _ login: String, _ name: String, _ department: String?, _ title: String?,
        under manager: String?, isActive: Bool = true
    ) -> ReportedPerson {
        ReportedPerson(
            id: id(login), userName: login, displayName: name, department: department,
            title: title, manager: manager.map { PersonStep(id: id($0), userName: $0) },
            isActive: isActive, entry: "uid=\(login),ou=People,dc=example,dc=org")
    }

    static let people = [
        person("kim", "Kim Okafor", "Executive", "Chief Executive", under: nil),
        person("lee", "Lee Sandoval", "Builder Relations", "Vice President", under: "kim"),
        person("mona", "Mona Haddad", "Platform", "Vice President", under: "kim"),
        person("grace", "Grace Moreau", "Builder Relations", "Manager, Europe", under: "lee"),
        person("ada", "Ada Lindqvist", "Builder Relations", "Builder Advocate", under: "grace"),
        person("bo", "Bo Jensen", "Builder Relations", "Builder Advocate", under: "grace"),
        person("chen", "陳小明", "Builder Relations", "Field Engineer", under: "lee"),
        person("dara", "Dara Ó Briain", "Platform", "Administrator", under: "mona"),
        person(
            "eve", "Eve Larsson", "Platform", "Administrator", under: "mona", isActive: false),
        person("finn", "Finn Castellanos", "Research", "Analyst", under: "mona"),
        person("gita", "Gita Rao", "Research", "Analyst", under: "finn"),
        person("hugo", "Hugo Brandt", "Finance", "Controller", under: "kim"),
    ].sorted { $0.id < $1.id }

    static let teamPath = [
        GroupStep(
            id: GroupID("corp:g-eu"), display: "builders-europe",
            label: "cn=builders-europe,ou=Groups,dc=example,dc=org"),
        GroupStep(
            id: GroupID("corp:g-br"), display: "builder-relations",
            label: "cn=builder-relations,ou=Groups,dc=example,dc=org"),
    ]

    static func reference(_ id: String, _ kind: RuleReference.Kind = .rule) -> RuleReference {
        RuleReference(kind: kind, id: id, digest: Digest(of: id))
    }

    static let membersRead = ExplainedDerivation(
        derivation: Derivation(
            origin: reference("members-read"),
            evidence: [
                Evidence(
                    condition: #"groups.display eq "builder-relations""#,
                    attribute: "groups.display", value: "builder-relations",
                    source: SourceID("corp"), sourceAttribute: "member", paths: [teamPath],
                    morePaths: true),
                Evidence(
                    condition: #"userType ne "Contractor""#, attribute: "userType", value: nil),
            ]),
        title: "Everybody in Builder Relations reads", file: "builder.yaml", line: 12)

    static let managersManage = ExplainedDerivation(
        derivation: Derivation(
            origin: reference("managers-manage"),
            evidence: [
                Evidence(
                    condition: #"title sw "Manager""#, attribute: "title",
                    value: "Manager, Europe", source: SourceID("corp"), sourceAttribute: "title"),
                Evidence(
                    condition: #"managers eq "lee""#, attribute: "managers", value: "lee",
                    line: [PersonStep(id: id("lee"), userName: "lee")]),
            ]),
        title: "Managers manage", file: "builder.yaml", line: 21)

    static let adminException = ExplainedDerivation(
        derivation: Derivation(origin: reference("ex-2026-014", .exception), evidence: []),
        title: "migration cover (BI-1432)", file: "exceptions.yaml", line: 4)

    static let rules = [
        MappingRevision.Rule(
            reference: reference("managers-manage"), title: "Managers manage",
            file: "builder.yaml", line: 21),
        MappingRevision.Rule(
            reference: reference("members-read"), title: "Everybody in Builder Relations reads",
            file: "builder.yaml", line: 12),
        MappingRevision.Rule(
            reference: reference("platform-admins"), title: "Platform administers",
            file: "platform.yaml", line: 7),
    ]
}

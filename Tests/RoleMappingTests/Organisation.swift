import Diagnostics
import Directory
import Entitlements
import RoleMapping

/// A small organisation written down in a test.
struct Organisation {
    struct Member {
        var userName: String
        var attributes: [Attribute: String] = [:]
        var manager: String?
        var isActive = true
        /// A second entry of the same login has an anchor of its own.
        var anchor: String?
    }

    struct Team {
        var name: String
        var people: [String] = []
        var groups: [String] = []
        var anchor: String?
    }

    var people: [Member]
    var groups: [Team] = []

    /// By way of a reading, as a source would give it.
    var snapshot: DirectorySnapshot {
        let people = people.sorted { ($0.anchor ?? $0.userName) < ($1.anchor ?? $1.userName) }
        let groups = groups.sorted { ($0.anchor ?? $0.name) < ($1.anchor ?? $1.name) }
        func account(_ userName: String) -> Int32 {
            Int32(people.firstIndex { $0.userName == userName }!)
        }
        let reading = SourceReading(
            source: SourceID("corp"),
            accounts: people.map { member in
                var values = [AttributeValues.Entry(.userName, member.userName)]
                values += member.attributes.sorted { $0.key < $1.key }
                    .map { AttributeValues.Entry($0.key, $0.value) }
                return Account(
                    anchor: Anchor(member.anchor ?? member.userName),
                    label: "uid=\(member.userName),dc=example,dc=org", isActive: member.isActive,
                    attributes: AttributeValues(values),
                    manager: member.manager.map { .account(account($0)) } ?? .none)
            },
            groups: groups.map { team in
                DirectoryGroup(
                    anchor: Anchor("g-" + (team.anchor ?? team.name)),
                    label: "cn=\(team.name),dc=example,dc=org", display: team.name,
                    accounts: team.people.map(account).sorted(),
                    groups: team.groups.map { name in
                        Int32(groups.firstIndex { $0.name == name }!)
                    }.sorted(), unresolved: [])
            },
            attributeNames: [.department: "departmentNumber", .groupsDisplay: "cn"],
            certificate: ReadingCertificate(
                source: SourceID("corp"), start: moment("2026-11-22"), end: moment("2026-11-22"),
                queries: [], reasons: []),
            diagnostics: [])
        return Correlation(keys: [], authority: Authority()).snapshot(
            of: [SelectedReading(id: SourceID("corp"), reading: reading)], known: [:])
    }
}

func moment(_ text: String) -> Timestamp { Timestamp(text)! }

/// Loads one file.
func load(_ text: String) -> LoadedMapping {
    RoleMapping.load([MappingRevision.File(path: "m.yaml", text: text)])
}

/// The findings as people see them, one a line.
func lint(_ text: String) -> [String] { load(text).diagnostics.map(\.description) }

/// Roles that the tests' rules grant.
let roles = """
    formatVersion: 1
    roles:
      - {id: viewer, title: Reads, tier: standard, owner: "group:owners"}
      - {id: manager, title: Manages, tier: sensitive, owner: "group:owners"}
      - {id: admin, title: Administers, tier: privileged, owner: "group:owners"}

    """

/// A sound mapping with the roles above and what is given.
func mapping(_ text: String) -> RoleMapping {
    let loaded = load(roles + text)
    guard let mapping = loaded.mapping else {
        preconditionFailure(loaded.diagnostics.map(\.description).joined(separator: "\n"))
    }
    return mapping
}

extension Evaluation {
    /// `person role scope` of each entitlement.
    var held: [String] {
        desired.entitlements.map { "\($0.key.person) \($0.key.role) \($0.key.scope)" }
    }

    var findings: [String] { diagnostics.map(\.description) }
}

import Diagnostics
import Directory
import Entitlements

/// A small organisation, told briefly: who is in it and which groups there are.
struct Office {
    struct Member {
        var anchor: String
        var userName: String
        var mail: String?
        var department = "Builder Relations"
        var isActive = true
        var isReadable = true
        var manager: String?
        var label: String?
    }

    struct Team {
        var anchor: String
        var display: String
        var members: [String] = []
        var teams: [String] = []
        var unresolved: [String] = []
    }

    var members: [Member] = []
    var teams: [Team] = []
    var source = "corp"
    var findings: [Diagnostic] = []

    /// Ada and Ben read reports, as members of `readers`; Cyd does not. Ben and Cyd report to Ada.
    static var usual: Office {
        Office(
            members: [
                Member(anchor: "a1", userName: "ada", mail: "ada@example.org"),
                Member(anchor: "b1", userName: "ben", mail: "ben@example.org", manager: "a1"),
                Member(anchor: "c1", userName: "cyd", mail: "cyd@example.org", manager: "a1"),
            ],
            teams: [
                Team(anchor: "g1", display: "readers", members: ["a1", "b1"]),
                Team(anchor: "g2", display: "empty"),
                Team(
                    anchor: "g3", display: "all", members: ["c1"], teams: ["g1"],
                    unresolved: ["cn=far"]),
            ])
    }

    subscript(member anchor: String) -> Member {
        get { members.first { $0.anchor == anchor } ?? Member(anchor: anchor, userName: anchor) }
        set {
            members.removeAll { $0.anchor == anchor }
            members.append(newValue)
        }
    }

    subscript(team anchor: String) -> Team {
        get { teams.first { $0.anchor == anchor } ?? Team(anchor: anchor, display: anchor) }
        set {
            teams.removeAll { $0.anchor == anchor }
            teams.append(newValue)
        }
    }

    func reading(at time: Timestamp, reasons: [IncompleteReason] = []) -> SourceReading {
        let members = members.sorted { $0.anchor < $1.anchor }
        let teams = teams.sorted { $0.anchor < $1.anchor }
        let position = { (anchor: String) in
            members.firstIndex { $0.anchor == anchor }.map(AccountIndex.init)
        }
        return SourceReading(
            source: SourceID(source),
            accounts: members.map { member in
                Account(
                    anchor: Anchor(member.anchor),
                    label: member.label ?? "uid=\(member.userName),ou=People,dc=example,dc=org",
                    isActive: member.isActive, attributes: attributes(of: member),
                    manager: member.manager.map { anchor in
                        position(anchor).map(ManagerReference.account) ?? .dangling(anchor)
                    } ?? .none, isReadable: member.isReadable)
            },
            groups: teams.map { team in
                DirectoryGroup(
                    anchor: Anchor(team.anchor), label: "cn=\(team.display),dc=example,dc=org",
                    display: team.display, accounts: team.members.compactMap(position).sorted(),
                    groups: team.teams.compactMap { anchor in
                        teams.firstIndex { $0.anchor == anchor }.map(Int32.init)
                    }.sorted(), unresolved: team.unresolved)
            },
            attributeNames: [.department: "departmentNumber", .userName: "uid"],
            certificate: ReadingCertificate(
                source: SourceID(source), start: time, end: time,
                queries: [
                    ReadingQuery(
                        subject: "people", query: "dc=example", entries: members.count, pages: 1)
                ], reasons: reasons),
            diagnostics: findings)
    }

    private func attributes(of member: Member) -> AttributeValues {
        var entries = [
            AttributeValues.Entry(.userName, member.userName),
            AttributeValues.Entry(.displayName, member.userName.uppercased()),
            AttributeValues.Entry(.department, member.department),
        ]
        if let mail = member.mail {
            entries.append(AttributeValues.Entry(.emailsValue, mail, element: 1))
            entries.append(AttributeValues.Entry(.emailsType, "work", element: 1))
        }
        return AttributeValues(entries)
    }
}

extension Timestamp {
    static func at(_ minute: Int64) -> Timestamp {
        Timestamp(secondsSinceEpoch: 1_800_000_000 + minute * 60)
    }
}

extension SnapshotDelta {
    /// Whether the directory says what the store holds.
    var isEmpty: Bool {
        joined.isEmpty && reactivated.isEmpty && departed.isEmpty && changed.isEmpty
            && groups.isEmpty
    }
}

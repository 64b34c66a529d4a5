import Diagnostics
import Directory

/// A source's complete reading, told briefly; anchors are the names.
struct Organisation {
    var accounts: [Account] = []
    var groups: [DirectoryGroup] = []

    mutating func add(
        _ name: String, active: Bool = true, manager: ManagerReference = .none,
        _ attributes: [(Attribute, String)] = []
    ) {
        accounts.append(
            Account(
                anchor: Anchor(name), label: "uid=\(name),dc=example,dc=org", isActive: active,
                attributes: AttributeValues(
                    attributes.map { AttributeValues.Entry($0.0, $0.1) }), manager: manager))
    }

    mutating func addGroup(
        _ name: String, display: String? = nil, _ members: [AccountIndex] = [],
        groups nested: [Int32] = []
    ) {
        groups.append(
            DirectoryGroup(
                anchor: Anchor(name), label: "cn=\(name),dc=example,dc=org",
                display: display ?? name, accounts: members, groups: nested, unresolved: []))
    }

    func reading(of source: String, reasons: [IncompleteReason] = []) -> SourceReading {
        let now = Timestamp(secondsSinceEpoch: 0)
        return SourceReading(
            source: SourceID(source), accounts: accounts, groups: groups,
            attributeNames: [.userName: "uid"],
            certificate: ReadingCertificate(
                source: SourceID(source), start: now, end: now, queries: [], reasons: reasons),
            diagnostics: [])
    }

    func selected(as source: String) -> SelectedReading {
        SelectedReading(id: SourceID(source), reading: reading(of: source))
    }
}

extension DirectorySnapshot {
    func codes(_ prefix: String = "correlation.") -> [String] {
        diagnostics.map(\.code).filter { $0.hasPrefix(prefix) }
    }

    var ids: [String] { people.map(\.id.rawValue) }
}

let byNumberThenMail = Correlation(
    keys: [.employeeNumber, .emailsValue], authority: Authority())

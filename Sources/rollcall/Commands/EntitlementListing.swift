import Directory
import EntitlementStore
import Entitlements
import Reporting

/// Entitlements in force, with their people's logins.
struct EntitlementListing {
    struct Row {
        let person: String
        let displayName: String
        let role: String
        let scope: String
        let since: HeldEntitlement
    }

    let moment: StoredMoment
    let freshness: [SourceFreshness]
    /// **Shape:** sorted by login, role, scope.
    let rows: [Row]

    /// - Parameters:
    ///   - person: nil for everybody.
    ///   - role: nil for all roles.
    init(
        _ store: EntitlementStore, asOf moment: Moment, person: PersonID? = nil, role: RoleID? = nil
    ) throws {
        let held = try store.entitlements(asOf: moment, person: person, role: role)
        let people = try store.people(Set(held.flatMap(\.key.people)), asOf: moment)
        self.moment = try store.moment(moment)
        freshness = try store.freshness(asOf: moment)
        rows = held.map { held in
            let person = people[held.key.person]
            return Row(
                person: person?.userName ?? held.key.person.rawValue,
                displayName: person?.displayName ?? "", role: held.key.role.rawValue,
                scope: held.key.scope.rendered { people[$0]?.userName }, since: held)
        }.sorted { ($0.person, $0.role, $0.scope) < ($1.person, $1.role, $1.scope) }
    }

    /// The outer contract: other programs read it.
    /// - Parameter ofOneRole: whether the question names the role, so that a table need not.
    func write(_ format: OutputFormat, emptyNotice: String, ofOneRole: Bool = false) {
        switch format {
        case .json: Output.json(json)
        case .text:
            var columns: [Table.Column] = [
                .init("person", isWhole: true), .init("name"), .init("role"),
                .init("scope", isWhole: true), .init("since", isWhole: true),
            ]
            if ofOneRole { columns.remove(at: 2) }
            var table = Table(columns, emptyNotice: emptyNotice)
            for row in rows {
                table.append(
                    [row.person, row.displayName] + (ofOneRole ? [] : [row.role])
                        + [row.scope, row.since.sinceTime.day])
            }
            Output.table(table)
            Output.line(note)
        }
    }

    /// **Shape:** `entitlements.schema.json`.
    var json: [String: JSONValue] {
        [
            "revision": .number(moment.revision.rawValue),
            "sources": .array(freshness.map(Self.json)),
            "entitlements": .array(
                rows.map {
                    [
                        "person": .string($0.person), "role": .string($0.role),
                        "scope": .string($0.scope),
                        "since": .string($0.since.sinceTime.description),
                        "sinceRevision": .number($0.since.since.rawValue),
                    ]
                }),
        ]
    }

    static func json(_ freshness: SourceFreshness) -> JSONValue {
        [
            "id": .string(freshness.source.rawValue),
            "completeAsOf": .optional(freshness.completeAsOf?.description),
        ]
    }

    /// What every answer carries: its revision, and how fresh it is.
    var note: String {
        (["revision \(moment.revision)"] + freshness.map(\.sentence)).joined(separator: " · ")
    }
}

import ArgumentParser
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
    func write(_ format: OutputFormat, emptyNotice: String) {
        switch format {
        case .json: Output.json(json)
        case .text:
            var table = Table(
                [.init("person"), .init("name"), .init("role"), .init("scope"), .init("since")],
                emptyNotice: emptyNotice)
            for row in rows {
                table.append([
                    row.person, row.displayName, row.role, row.scope,
                    row.since.sinceTime.description,
                ])
            }
            Output.table(table)
            Output.line(note)
        }
    }

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
        let sources = freshness.map {
            "\($0.source) complete as of \($0.completeAsOf?.description ?? "never")"
        }
        return (["revision \(moment.revision)"] + sources).joined(separator: " · ")
    }
}

struct EntitlementsList: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "entitlements",
        abstract: "List what is in force.",
        discussion: """
              rollcall entitlements
              rollcall entitlements --as-of 3 --format json
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var asOf: AsOfOption

    @Option(help: "Only this role.")
    var role: String?

    func execute(_ session: Session) async throws -> ExitStatus {
        try EntitlementListing(
            try session.store(), asOf: try asOf.moment(), role: role.map(RoleID.init)
        ).write(output.format, emptyNotice: "nobody holds anything")
        return .done
    }
}

struct WhoCan: RollcallCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who holds a role?", discussion: "  rollcall who-can insights-admin")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var asOf: AsOfOption

    @Argument(help: "The role.")
    var role: String

    func execute(_ session: Session) async throws -> ExitStatus {
        let store = try session.store()
        let moment = try asOf.moment()
        let roles = try store.mappingRevision(asOf: moment)?.roles ?? []
        let listing = try EntitlementListing(store, asOf: moment, role: RoleID(role))
        guard !listing.rows.isEmpty || roles.contains(where: { $0.id.rawValue == role }) else {
            throw RequestError.unknownRole
        }
        listing.write(output.format, emptyNotice: "nobody holds this role")
        return .done
    }
}

struct PersonCommand: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "What does somebody hold, and how does the directory describe them?",
        discussion: "  rollcall person ada")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var asOf: AsOfOption

    @Argument(help: "The person, by login.")
    var person: String

    func execute(_ session: Session) async throws -> ExitStatus {
        let store = try session.store()
        let moment = try asOf.moment()
        let id = try store.person(named: person, asOf: moment)
        let listing = try EntitlementListing(store, asOf: moment, person: id)
        let snapshot = try session.organization(in: store, asOf: moment)
        let description = snapshot.index(of: id).map { JSONDirectory.person($0, in: snapshot) }
        switch output.format {
        case .json:
            Output.json(listing.json.merging(["person": description ?? .null]) { $1 })
        case .text:
            if let index = snapshot.index(of: id) {
                Output.table(DirectoryTables.person(index, in: snapshot))
                Output.line("")
            }
            listing.write(OutputFormat.text, emptyNotice: "holds nothing")
        }
        return .done
    }
}

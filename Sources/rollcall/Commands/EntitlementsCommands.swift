import ArgumentParser
import Directory
import EntitlementStore
import Entitlements
import Reporting

/// `rollcall entitlements`.
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
        let store = try session.store()
        let moment = try asOf.moment()
        try EntitlementListing(
            store, asOf: moment, role: try role.map { try store.role(named: $0, asOf: moment) }
        ).write(output.format, emptyNotice: "nobody holds anything")
        try store.sayWhereTheRecordBegins(asOf: moment)
        return .done
    }
}

/// `rollcall who-can`.
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
        try EntitlementListing(
            store, asOf: moment, role: try store.role(named: role, asOf: moment)
        ).write(output.format, emptyNotice: "nobody holds this role", ofOneRole: true)
        try store.sayWhereTheRecordBegins(asOf: moment)
        return .done
    }
}

/// `rollcall person`.
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

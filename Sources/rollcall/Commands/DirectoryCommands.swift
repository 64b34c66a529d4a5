import ArgumentParser
import Diagnostics
import Directory
import EntitlementStore
import Entitlements
import Reporting

/// What the sources said.
struct DirectoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory",
        abstract: "Show what the sources said, normalised, with provenance.",
        subcommands: [DirectoryExport.self, DirectoryPerson.self, DirectoryGroupCommand.self])
}

/// Which organisation is shown.
struct DirectoryOptions: ParsableArguments {
    @Flag(help: "Read the sources now, instead of what the last run recorded.")
    var live = false

    @OptionGroup var asOf: AsOfOption

    /// The sources now, or what was recorded at the moment asked for.
    func snapshot(_ session: Session) async throws -> DirectorySnapshot {
        if live { return try await session.liveOrganization() }
        let store: EntitlementStore
        do {
            store = try session.store()
        } catch let error as StoreError where error.code == .notFound {
            // Before the first run there is nothing recorded, and the sources can be asked.
            return try await session.liveOrganization()
        }
        return try session.organization(in: store, asOf: try asOf.moment())
    }
}

/// `rollcall directory export`.
struct DirectoryExport: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Everybody and every group.",
        discussion: """
              rollcall directory export --format json > directory.json
              rollcall directory export --live
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var directory: DirectoryOptions

    func execute(_ session: Session) async throws -> ExitStatus {
        let snapshot = try await directory.snapshot(session)
        switch output.format {
        case .json: StandardStreams.write(JSONDirectory().text(of: snapshot))
        case .text: Output.table(DirectoryTables.people(of: snapshot))
        }
        return snapshot.isComplete ? .done : .failed
    }
}

/// `rollcall directory person`.
struct DirectoryPerson: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "Everybody with a login, with the source and attribute of each value.",
        discussion: "  rollcall directory person ada")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var directory: DirectoryOptions

    @Argument(help: "The person, by login.")
    var person: String

    func execute(_ session: Session) async throws -> ExitStatus {
        let snapshot = try await directory.snapshot(session)
        let found = snapshot.people(userName: person)
        guard !found.isEmpty else {
            throw snapshot.isComplete
                ? .unknownLogin(person, among: snapshot.people.map(\.userName))
                : RequestError("nobody of whom could be read has that login")
        }
        switch output.format {
        case .json:
            Output.json(["people": .array(found.map { JSONDirectory.person($0, in: snapshot) })])
        case .text:
            for index in found { Output.table(DirectoryTables.person(index, in: snapshot)) }
        }
        return .done
    }
}

/// `rollcall directory group`.
struct DirectoryGroupCommand: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "group",
        abstract: "Every group of a name, with everybody in it, and through what.",
        discussion: "  rollcall directory group builder-relations")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var directory: DirectoryOptions

    @Argument(help: "The group, by name.")
    var group: String

    func execute(_ session: Session) async throws -> ExitStatus {
        let snapshot = try await directory.snapshot(session)
        let found = snapshot.groups(display: group)
        guard !found.isEmpty else {
            guard snapshot.isComplete else {
                throw RequestError("no group that could be read has that name")
            }
            throw RequestError(
                "there is no group of that name; "
                    + (Suggestion.hint(for: group, among: snapshot.groups.map(\.display))
                        ?? "`rollcall directory export --format json` lists them"))
        }
        switch output.format {
        case .json:
            Output.json(["groups": .array(found.map { JSONDirectory.group($0, in: snapshot) })])
        case .text:
            for index in found {
                Output.line(snapshot.groups[Int(index)].label)
                Output.table(DirectoryTables.members(of: index, in: snapshot))
            }
        }
        return .done
    }
}

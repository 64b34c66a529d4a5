import ArgumentParser
import Directory
import Entitlements
import EntitlementStore
import Reporting
import Review
import SiteConfiguration

/// `rollcall mappings preview`.
struct MappingsPreview: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Count who would gain and lose what by the mapping files as they are now.",
        discussion: """
            Compares what the files grant with what is in force, on the organisation as the last run \
            recorded it; before the first run, or with --live, reads the sources. Records nothing, \
            and shows the same whether or not the files' own tests pass. Exits as a run would: with \
            2 when a test fails, with 3 when a guard would trip.

              rollcall mappings preview
              rollcall mappings preview --live --verbose
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var organization: OrganizationOptions

    @Flag(help: "Also list each entitlement that would begin or end, as JSON always does.")
    var verbose = false

    /// An empty one where there is none yet.
    private static func store(of session: Session) throws -> EntitlementStore {
        do { return try session.store() } catch let error as StoreError
            where error.code == .notFound
        {
            return try .rehearsal(of: session.configuration.store)
        }
    }

    func execute(_ session: Session) async throws -> ExitStatus {
        let mapping = try session.mapping()
        let store = try Self.store(of: session)
        let isRecorded = try store.moment().run != nil
        let snapshot =
            if organization.live || !isRecorded {
                try await session.liveOrganization(known: try store.links(includingOwn: true))
            } else {
                try session.organization(in: store, asOf: .now)
            }
        let preview = try ReviewDesk(store: store, correlation: session.configuration.correlation)
            .preview(
                of: mapping, on: snapshot, guards: session.configuration.guards,
                at: session.clock())
        switch output.format {
        case .json: StandardStreams.write(JSONPreview().text(of: preview))
        case .text:
            let rendering = TerminalPreview(Output.terminal, listsSteps: verbose)
            StandardStreams.write(rendering.text(of: preview))
        }
        // What could not be read is not there to be granted anything, and proves nothing.
        if !snapshot.isComplete { return .failed }
        if preview.failedTests > 0 { return .invalid }
        return preview.guards.isEmpty ? .done : .guarded
    }
}

import ArgumentParser
import Diagnostics
import DirectorySync
import Entitlements
import EntitlementStore
import Reporting
import Review
import SiteConfiguration

/// One run.
struct Sync: RollcallCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read the sources, apply the rules, propose a change set.",
        discussion: """
            Reads every source completely, or what has changed since where the source proves it, \
            evaluates the mapping rules, compares with what is in force and records the pending \
            change set. What the written policy decides by itself is applied at once; the rest \
            waits for `rollcall changes`.

              rollcall sync
              rollcall sync --dry-run
              rollcall sync --verify
              rollcall sync --quiet
              rollcall sync --format json --detailed-exit-code
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption

    @Flag(help: "Print what a run would do, and write nothing.")
    var dryRun = false

    @Flag(help: "Read everything, also where changes would do, and tell where the two differ.")
    var verify = false

    @Flag(
        name: .shortAndLong,
        help: "Print nothing: for jobs whose output is kept. The log has counts, and no names.")
    var quiet = false

    @Flag(help: "Exit with 10 when changes are pending.")
    var detailedExitCode = false

    func execute(_ session: Session) async throws -> ExitStatus {
        let mapping = try session.mapping()
        let location = session.configuration.store
        let store = try dryRun ? .rehearsal(of: location) : session.store(.readWrite)
        let progress = ProgressLine()
        let (isAsked, isDryRun) = (verify, dryRun)
        let (summary, desk) = try await withInterruption {
            defer { progress.end() }
            return try await session.synchronize(
                mapping, into: store, verifying: isAsked, isDryRun: isDryRun, progress.update)
        }
        switch output.format {
        case _ where quiet: break
        case .json: Output.json(summary.json)
        case .text: try write(summary, desk)
        }
        return summary.exitStatus(detailed: detailedExitCode)
    }

    private func write(_ summary: SyncSummary, _ desk: ReviewDesk) throws {
        for diagnostic in summary.outcome.diagnostics.prefix(50) {
            StandardStreams.say(diagnostic)
        }
        let more = summary.outcome.diagnostics.count - 50
        if more > 0 { StandardStreams.say("… and \(more) more findings") }
        Output.lines(summary.lines)
        if let proposal = summary.proposal, proposal.state == .pending {
            let report = try desk.report(on: proposal.id)
            // Those of the review: too few may approve, or nobody.
            for diagnostic in report.diagnostics
            where diagnostic.severity < .note && !summary.outcome.diagnostics.contains(diagnostic) {
                StandardStreams.say(diagnostic)
            }
            Output.line("")
            StandardStreams.write(
                TerminalReport(Output.terminal(rowLimit: 12)).text(of: report))
            if !summary.isDryRun { Output.lines(SyncSummary.nextSteps(for: report)) }
        }
    }
}

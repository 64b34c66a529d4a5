import ArgumentParser
import Directory
import Entitlements
import EntitlementStore
import Foundation
import Reporting
import Review
import SiteConfiguration

/// The life of change sets.
struct Changes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, show, decide and apply change sets.",
        subcommands: [
            ChangesList.self, ChangesShow.self, ChangesApprove.self, ChangesReject.self,
            ChangesHold.self, ChangesApply.self,
        ])
}

/// A change set by its number; without one, the one that waits.
struct ChangeSetArgument: ParsableArguments {
    @Argument(help: "The number of the change set. (default: the pending one)")
    var id: String?

    /// - Throws: ``RequestError``
    func resolve(in store: EntitlementStore, orLatest: Bool = false) throws -> ChangeSetID {
        guard let id else {
            if let pending = try store.pendingChangeSet() { return pending }
            if orLatest, let latest = try store.changeSets(limit: 1).first { return latest.id }
            throw RequestError("no change set is pending; see `rollcall changes list`")
        }
        let all = try store.changeSets()
        if let number = ChangeSetID(id), all.contains(where: { $0.id == number }) { return number }
        let matches = all.filter { id.utf8.count >= 6 && $0.digest.description.hasPrefix(id) }
        guard let match = matches.first, matches.count == 1 else {
            throw RequestError(
                matches.isEmpty
                    ? "there is no such change set; see `rollcall changes list`"
                    : "several change sets have this digest; name one by its number")
        }
        return match.id
    }
}

/// `rollcall changes list`.
struct ChangesList: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List change sets, the newest first.",
        discussion: "  rollcall changes list --state pending")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption

    @Option(help: "Only those in this state: pending, applied, rejected, superseded.")
    var state: ChangeSetState?

    @Option(help: "At most so many.")
    var limit: Int?

    func validate() throws { try requirePositive(limit: limit) }

    func execute(_ session: Session) async throws -> ExitStatus {
        let store = try session.store()
        let desk = ReviewDesk(store: store, correlation: session.configuration.correlation)
        let revisions = try store.revisionsByChangeSet()
        let listed = try store.changeSets(states: state.map { [$0] }, limit: limit).map {
            Listed(summary: $0, revisions: revisions[$0.id] ?? [], holds: try desk.holds(on: $0))
        }
        switch output.format {
        case .json: Output.json(["changeSets": .array(listed.map { .object($0.json) })])
        case .text:
            Output.table(Self.table(listed))
            for row in listed {
                Output.lines(row.holds.sentences.map { "change set \(row.summary.id): \($0)" })
            }
        }
        return .done
    }

    private struct Listed {
        let summary: ChangeSetSummary
        /// **Shape:** ascending; several where it was applied bit by bit.
        let revisions: [Revision]
        let holds: Holds

        var json: [String: JSONValue] {
            SyncSummary.json(summary, holds).merging(
                ["revisions": .array(revisions.map { .number($0.rawValue) })]
            ) { $1 }
        }
    }

    private static func table(_ rows: [Listed]) -> Table {
        var table = Table(
            [
                .init("id", .trailing), .init("state"), .init("revision", .trailing),
                .init("grant", .trailing), .init("revoke", .trailing), .init("guards", .trailing),
                .init("created"), .init("digest"),
            ], emptyNotice: "no change sets")
        for row in rows {
            let summary = row.summary
            table.append([
                summary.id.description, summary.state.rawValue,
                row.revisions.map(\.description).joined(separator: ", "), "\(summary.grants)",
                "\(summary.revokes)", "\(summary.guards.count)", summary.created.readable,
                summary.digest.short,
            ])
        }
        return table
    }
}

extension ChangeSetState: ExpressibleByArgument {}

/// `rollcall changes show`: the report.
struct ChangesShow: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a change set: what, why, on what proof, and who may approve.",
        discussion: """
              rollcall changes show
              rollcall changes show 12 --format html --output report.html
              rollcall changes show 12 --format csv > changes.csv
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, html, markdown, csv
    }

    @OptionGroup var common: CommonOptions
    @OptionGroup var changeSet: ChangeSetArgument

    @Option(help: "text, json, html, markdown or csv.")
    var format: Format = .text

    @Option(name: .shortAndLong, help: "Write to this file instead of standard output.")
    var output: String?

    func execute(_ session: Session) async throws -> ExitStatus {
        let store = try session.store()
        let desk = ReviewDesk(store: store, correlation: session.configuration.correlation)
        let id = try changeSet.resolve(in: store, orLatest: true)
        let text = try rendering().text(of: try desk.report(on: id))
        guard let output else {
            StandardStreams.write(text)
            return .done
        }
        do {
            // In place: the target may be a link or a device, which replacing would destroy.
            try Data(text.utf8).write(to: URL(filePath: output))
        } catch {
            throw RequestError("the output file cannot be written; look at its folder and rights")
        }
        StandardStreams.say("rollcall: written to \(output)")
        return .done
    }

    private func rendering() throws -> any Rendering<ChangeSetReport> {
        switch format {
        case .text: TerminalReport(output == nil ? Output.terminal : Terminal())
        case .json: JSONReport()
        case .html: try HTMLReport()
        case .markdown: MarkdownReport()
        case .csv: CSVReport()
        }
    }
}

/// `rollcall changes apply`.
struct ChangesApply: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Put the approved changes of a change set into force.",
        discussion: """
            Each change is checked once more: one whose preconditions no longer hold is parked as \
            stale. Changes that still wait for approval stay pending.

              rollcall changes apply
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var changeSet: ChangeSetArgument

    func execute(_ session: Session) async throws -> ExitStatus {
        let store = try session.existingStore()
        let desk = ReviewDesk(store: store, correlation: session.configuration.correlation)
        let id = try changeSet.resolve(in: store)
        let applied = try desk.apply(id, at: session.clock())
        let holds = try desk.holds(on: try store.changeSets(states: [.pending]).first)
        switch output.format {
        case .json:
            Output.json([
                "revision": .number(applied.revision.rawValue),
                "applied": .strings(applied.applied.map(\.description)),
                "stale": .strings(applied.stale.map(\.description)),
                "state": .string(applied.state.rawValue), "held": holds.json,
            ])
        case .text:
            Output.line(
                "\(Self.done(applied)); revision \(applied.revision) is in force, "
                    + "the change set is \(applied.state.rawValue)")
            Output.lines(holds.sentences)
        }
        return .done
    }

    private static func done(_ applied: AppliedChangeSet) -> String {
        if applied.applied.isEmpty, applied.stale.isEmpty {
            return "no change is approved, so none was applied"
        }
        let done = "applied \(applied.applied.count.counted("change"))"
        return applied.stale.isEmpty
            ? done : "\(done), parked \(applied.stale.count) as stale: it no longer fits"
    }
}

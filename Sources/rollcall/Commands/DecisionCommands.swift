import ArgumentParser
import Directory
import Entitlements
import EntitlementStore
import Reporting
import Review
import SiteConfiguration

/// What the three commands that decide have in common.
struct DecisionOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "The login of the person who decides.")
    var reviewer: String

    @Option(
        name: .customLong("change"), parsing: .upToNextOption,
        help: "Only these changes, by id. (default: every change that the person may decide)")
    var changes: [String] = []

    @Option(help: "Only changes of this person, by login.")
    var person: String?

    @Option(help: "Only changes of this role.")
    var role: String?

    @Option(help: "A sentence for the record.")
    var note: String?

    /// Records the decision, and says what it came to.
    func decide(
        _ verdict: Decision.Verdict, _ changeSet: ChangeSetArgument, _ session: Session,
        _ format: OutputFormat
    ) throws -> ExitStatus {
        guard session.configuration.identity == .local else {
            throw RequestError(
                "--as is believed only where rollcall.yaml says `review: {identity: local}`")
        }
        let store = try session.store(.readWrite)
        let desk = ReviewDesk(store: store, correlation: session.configuration.correlation)
        let id = try changeSet.resolve(in: store)
        let selection = ReviewDesk.Selection(
            changes: changes, person: person, role: role.map(RoleID.init))
        let result = try desk.decide(
            verdict, on: id, selection: selection, by: reviewer, note: note, at: session.clock())
        switch format {
        case .json: Output.json(json(result, of: id))
        case .text:
            Output.lines(lines(result))
            if result.waiting > 0 { Output.lines(Self.missing(in: try desk.report(on: id))) }
        }
        return .done
    }

    private func json(_ result: ReviewDesk.Result, of id: ChangeSetID) -> [String: JSONValue] {
        [
            "changeSet": .string(id.description),
            "decided": .strings(result.decided.map(\.change.description)),
            "notAllowed": .number(result.refused), "approved": .number(result.approved),
            "waiting": .number(result.waiting),
            "mustBeNamed": .strings(result.mustBeNamed.map(\.description)),
        ]
    }

    private func lines(_ result: ReviewDesk.Result) -> [String] {
        var lines = [
            "\(result.decided.count) decided; \(result.approved) approved and ready to apply, "
                + "\(result.waiting) waiting"
        ]
        if result.refused > 0 { lines.append("\(result.refused) are for others to decide") }
        if !result.mustBeNamed.isEmpty {
            lines.append(
                "a guard requires that these be named with --change: "
                    + result.mustBeNamed.map(\.description).joined(separator: " "))
        }
        return lines
    }

    /// Whose approval is still missing, the most changes first.
    private static func missing(in report: ChangeSetReport) -> [String] {
        let waiting = report.changes.filter(\.awaitsApproval).compactMap(\.requirement?.sentence)
        let counts = Dictionary(grouping: waiting) { $0 }.mapValues(\.count)
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let lines = counts.prefix(mostLines).map { sentence, count in
            "\(count.counted("change")) \(count == 1 ? "has" : "have") \(sentence)"
        }
        return counts.count > mostLines
            ? lines + ["… and others; `rollcall changes show` lists them all"] : lines
    }

    private static let mostLines = 8
}

/// `rollcall changes approve`.
struct ChangesApprove: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve changes.",
        discussion: """
            The mapping files say who may approve what, and how many must. Nobody approves what \
            concerns themself.

              rollcall changes approve --as lee
              rollcall changes approve 12 --as lee --change 0f3a5c7d9e1b --note "agreed with Kim"
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var changeSet: ChangeSetArgument
    @OptionGroup var decision: DecisionOptions

    func execute(_ session: Session) async throws -> ExitStatus {
        try decision.decide(.approve, changeSet, session, output.format)
    }
}

/// `rollcall changes reject`.
struct ChangesReject: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Reject changes: what is in force stays as it is.",
        discussion: "  rollcall changes reject --as lee --person ada --note \"stays until June\"")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var changeSet: ChangeSetArgument
    @OptionGroup var decision: DecisionOptions

    func execute(_ session: Session) async throws -> ExitStatus {
        try decision.decide(.reject, changeSet, session, output.format)
    }
}

/// `rollcall changes hold`.
struct ChangesHold: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Hold changes back until somebody has looked closer.",
        discussion: "  rollcall changes hold --as lee --change 0f3a5c7d9e1b")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var changeSet: ChangeSetArgument
    @OptionGroup var decision: DecisionOptions

    func execute(_ session: Session) async throws -> ExitStatus {
        try decision.decide(.hold, changeSet, session, output.format)
    }
}

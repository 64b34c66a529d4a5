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
        let store = try session.existingStore()
        let desk = ReviewDesk(store: store, correlation: session.configuration.correlation)
        let id = try changeSet.resolve(
            in: store, orLatest: verdict == .approve && !changes.isEmpty)
        let selection = ReviewDesk.Selection(
            changes: changes, person: person, role: role.map(RoleID.init))
        let result = try desk.decide(
            verdict, on: id, selection: selection, by: reviewer, note: note, at: session.clock())
        let holds = try desk.holds(on: try store.changeSet(id).summary)
        switch format {
        case .json: Output.json(json(result, holds, of: id))
        case .text:
            Output.lines(lines(result, verdict) + holds.sentences)
            if result.waiting > 0 { Output.lines(Self.missing(in: try desk.report(on: id))) }
        }
        return result.decided.isEmpty && !result.verdicts.mustBeNamed.isEmpty ? .guarded : .done
    }

    private func json(
        _ result: ReviewDesk.Result, _ holds: Holds, of id: ChangeSetID
    ) -> [String: JSONValue] {
        let (verdicts, decided) = (result.verdicts, result.decided.map(\.change.description))
        return [
            "changeSet": .string(id.description), "decided": .strings(decided),
            "notAllowed": .number(verdicts.others), "approved": .number(result.approved),
            "waiting": .number(result.waiting),
            "mustBeNamed": .strings(verdicts.mustBeNamed.map(\.description)),
            "held": holds.json, "leftHeld": .strings(verdicts.leftHeld.map(\.description)),
            "repeated": .strings(verdicts.repeated.map(\.description)),
            "proposedAgain": .strings(result.isForNextRun ? decided : []),
        ]
    }

    private func lines(_ result: ReviewDesk.Result, _ verdict: Decision.Verdict) -> [String] {
        let verdicts = result.verdicts
        let head = "\(result.decided.count) \(Self.word(for: verdict))"
        var lines = [
            result.isForNextRun
                ? "\(head); what was rejected is proposed again by the next run: `rollcall sync`"
                : "\(head); \(result.approved) approved and ready to apply, \(result.waiting) waiting"
        ]
        if !verdicts.repeated.isEmpty {
            lines.append(
                "the reviewer had said so of \(verdicts.repeated.count) before: nothing is recorded twice"
            )
        }
        if verdicts.others > 0 { lines.append("\(verdicts.others) are for others to decide") }
        if !verdicts.mustBeNamed.isEmpty {
            lines.append(
                "a guard requires that these be named with --change: "
                    + verdicts.mustBeNamed.map(\.description).joined(separator: " "))
        }
        if !verdicts.leftHeld.isEmpty {
            lines.append(
                "\(verdicts.leftHeld.count) left held, as the reviewer said: "
                    + "--change, --person or --role approves that too")
        }
        return lines
    }

    private static func word(for verdict: Decision.Verdict) -> String {
        switch verdict {
        case .approve: "decided"
        case .reject: "rejected"
        case .hold: "held"
        }
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
        discussion: """
            One rejection is enough, and runs do not propose the change again. Whoever rejected it \
            takes that back by approving it with --change: in a set that is closed already, the next \
            run then proposes it again. Another wording of its rule or exception, or other facts, \
            make it another change, which is proposed anew.

              rollcall changes reject --as lee --person ada --note "stays until June"
              rollcall changes approve --as lee --change 0f3a5c7d9e1b    takes that back
            """)

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
        discussion: """
            A hold ends when whoever holds decides otherwise, naming the change with --change, \
            --person or --role: approving everything leaves it as it is. A rejection ends it too, and so \
            does the leaving of whoever holds.

              rollcall changes hold --as lee --change 0f3a5c7d9e1b
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var changeSet: ChangeSetArgument
    @OptionGroup var decision: DecisionOptions

    func execute(_ session: Session) async throws -> ExitStatus {
        try decision.decide(.hold, changeSet, session, output.format)
    }
}

import Directory
import DirectorySync
import EntitlementStore
import Entitlements
import Reporting
import Review

/// What `sync` says of a run.
struct SyncSummary {
    /// What the run came to.
    let outcome: RunOutcome
    /// The change set of the run as it stands after the policy was applied; nil when none waits.
    let proposal: ChangeSetSummary?
    /// What people hold back of it.
    let holds: Holds
    /// In force now, after what the policy applied.
    let revision: Revision
    /// How many changes the written policy applied.
    let automatic: Int
    /// Whether all of it happened to a copy.
    let isDryRun: Bool

    /// What the exit code says of the run.
    /// - Parameter detailed: whether changes that wait have a code of their own.
    func exitStatus(detailed: Bool) -> ExitStatus {
        switch outcome.verdict {
        case .incomplete: return .failed
        case .refused: return .invalid
        case .unchanged, .changes: break
        }
        guard let proposal, proposal.state == .pending else { return .done }
        if !proposal.guards.isEmpty { return .guarded }
        return detailed ? .pending : .done
    }

    /// The outer contract: other programs read it.
    var json: [String: JSONValue] {
        [
            "run": [
                "id": .string(outcome.run.description),
                "outcome": .string(outcome.verdict.rawValue),
            ],
            "sources": .array(outcome.sources.map(Self.json)),
            "changeSet": proposal.map { .object(Self.json($0, holds)) } ?? .null,
            "unproved": .number(outcome.unknown.unproved),
            "withheld": .number(outcome.unknown.withheld),
            "rejected": .number(outcome.rejected),
            "revision": .number(revision.rawValue),
            "dryRun": .bool(isDryRun),
            "diagnostics": .array(outcome.diagnostics.map { JSONValue($0) }),
        ]
    }

    private static func json(_ source: RunOutcome.Source) -> JSONValue {
        [
            "id": .string(source.id.rawValue), "complete": .bool(source.certificate.isComplete),
            "people": .number(source.counts.people), "groups": .number(source.counts.groups),
            "memberships": .number(source.counts.memberships),
            "reasons": .array(source.certificate.reasons.map { JSONValue($0) }),
            "unknownSince": .optional(source.unknownSince?.description),
        ]
    }

    /// As every output shows a change set without its changes.
    static func json(_ summary: ChangeSetSummary, _ holds: Holds) -> [String: JSONValue] {
        [
            "id": .string(summary.id.description), "digest": .string(summary.digest.description),
            "state": .string(summary.state.rawValue),
            "created": .string(summary.created.description),
            "baseRevision": .number(summary.base.rawValue),
            "counts": ["grant": .number(summary.grants), "revoke": .number(summary.revokes)],
            "guards": .array(
                summary.guards.map { JSONValue($0, of: $0.subject.description) }),
            "held": holds.json,
        ]
    }

    /// What people read of the run, the report on its change set apart.
    var lines: [String] {
        var lines = [isDryRun ? "dry run: nothing was written" : "run \(outcome.run)"]
        lines += outcome.sources.flatMap { source in
            let counts = source.counts
            let size = [
                counts.people.counted("person", "people"), counts.groups.counted("group"),
                counts.memberships.counted("membership"),
            ].joined(separator: ", ")
            guard let reason = source.certificate.reasons.first else {
                return ["  source \(source.id): complete, \(size)"]
            }
            let line = "  source \(source.id): INCOMPLETE, \(reason.message) [\(reason.code)]"
            let since =
                source.unknownSince.map {
                    "unknown since \($0.readable), when it was last read completely"
                }
                ?? "unknown: it was never read completely"
            return [line] + (reason.hint.map { ["    \($0)"] } ?? [])
                + ["    what it alone could prove is \(since)"]
        }
        lines.append("  " + verdict)
        if outcome.rejected > 0 { lines.append("  \(ReviewError.wayBack)") }
        lines += unknown
        if automatic > 0 {
            lines.append("  the written policy applied \(automatic.counted("change"))")
        }
        return lines
    }

    /// What the run left as it was, and because of what.
    private var unknown: [String] {
        let (count, silent) = (outcome.unknown, outcome.unknown.silent)
        let unread =
            switch silent.count {
            case 0: "a value could not be read"
            case 1: "source \(silent[0]) could not be read"
            default: "sources \(silent.map(\.rawValue).joined(separator: ", ")) could not be read"
            }
        var lines: [String] = []
        if count.unproved > 0 {
            lines.append(
                "  \(entitlements(count.unproved, "stay")) though no rule grants "
                    + "\(count.unproved == 1 ? "it" : "them") now: \(unread)"
                    + (silent.isEmpty ? ", or an exception's login is nobody's" : ""))
        }
        if count.withheld > 0 {
            lines.append(
                "  \(entitlements(count.withheld, "wait")) though a rule grants "
                    + "\(count.withheld == 1 ? "it" : "them") now: \(unread)")
        }
        return lines
    }

    private func entitlements(_ count: Int, _ verb: String) -> String {
        count == 1 ? "1 entitlement \(verb)s" : "\(count) entitlements \(verb)"
    }

    private var verdict: String {
        switch outcome.verdict {
        case .unchanged where outcome.rejected > 0:
            "unchanged: revision \(revision) stands, and is not what the rules grant: "
                + "\(outcome.rejected) change\(outcome.rejected == 1 ? "" : "s") of theirs "
                + "\(outcome.rejected == 1 ? "was" : "were") rejected"
        case .unchanged: "unchanged: revision \(revision) is what the rules grant"
        case .changes where isDryRun && outcome.proposal?.isKept == false:
            "changes: a run would record them as a change set"
        case .changes: "changes: change set \(outcome.proposal.map { "\($0.id)" } ?? "–")"
        case .incomplete: "incomplete: nothing is revoked for what could not be read"
        case .refused:
            "refused: the mappings' own tests fail; no change set was made: "
                + "see `rollcall mappings test --live`"
        }
    }

    /// What there is to do about changes that wait.
    static func nextSteps(for report: ChangeSetReport) -> [String] {
        ["", "to look closer   rollcall changes show --format html --output report.html"]
            + zip(["to decide        ", padding, padding], deciding(report)).map { $0 + $1 }
            + ["to put in force  rollcall changes apply"]
    }

    private static let padding = "                 "

    /// What a guard holds back is approved by its id alone.
    private static func deciding(_ report: ChangeSetReport) -> [String] {
        let command = "rollcall changes approve --as USERNAME"
        let named = report.mustBeNamed
        if named.isEmpty { return [command] }
        let others = report.changes.count(where: \.awaitsApproval) - named.count
        let shown = named.prefix(3).map(\.description).joined(separator: " ")
        let rest = named.count - 3
        return (others > 0 ? [command] : []) + [
            "\(command) --change \(shown)",
            rest > 0
                ? "a guard asks for these and \(rest) more by name: see rollcall changes show"
                : "a guard asks for \(named.count == 1 ? "this one" : "these") by name",
        ]
    }
}

import Directory
import Entitlements

/// One change of a report on a terminal: a line that says what, and below it why and who decides.
struct TerminalChange {
    private let row: ArrangedReport.Row
    private let arranged: ArrangedReport
    private let terminal: Terminal

    init(_ row: ArrangedReport.Row, _ arranged: ArrangedReport, _ terminal: Terminal) {
        self.row = row
        self.arranged = arranged
        self.terminal = terminal
    }

    /// Appends the lines of the change.
    func render(into output: inout String) {
        let isGrant = row.change.action == .grant
        let flag = row.attention.isRisky ? terminal.paint("!", .yellow) : " "
        let action = terminal.paint(isGrant ? "+ grant " : "- revoke", isGrant ? .green : .red)
        let tier = row.change.tier == .standard ? "" : " [\(row.change.tier.rawValue)]"
        output += "\(flag) \(action)  \(terminal.paint(row.reported.id.description, .faint))"
        output += "  \(terminal.paint(row.person.userName.legible, .bold))"
        output += "  \(row.reported.role.id.rawValue.legible)\(tier)"
        output += "  \(row.reported.scope.legible)\n"
        for line in details {
            for part in line.legible.wrapped(to: terminal.width - 6) {
                output += "      \(part)\n"
            }
        }
    }

    private var details: [String] {
        let reason = row.change.reason
        var lines = [about, "\(reason.cause.words): \(reason.summary)"]
        for rule in reason.rules.map({ arranged.rule($0, of: row) }) {
            lines.append(
                "\(rule.kind.rawValue) \(rule.id)" + (rule.title.map { " “\($0)”" } ?? "")
                    + (rule.place.map { " (\($0))" } ?? ""))
        }
        lines += row.reported.derivations.flatMap(\.paths).map { "via \($0)" }
        lines += row.guards.map { "guard: \(arranged.report.guards[$0].finding.summary)" }
        lines += row.reported.conflicts.map { "conflict \($0.id): \($0.reason)" }
        lines += row.reported.decisions.map(\.sentence)
        if let applied = row.reported.applied {
            lines.append("applied \(applied.time.readable) as revision \(applied.revision)")
        } else {
            lines.append(row.reported.standing)
        }
        return lines
    }

    /// Who it is, beside the login.
    private var about: String {
        let person = row.person
        var parts = [person.displayName, row.change.lifeCycle.rawValue]
        if let title = person.title { parts.append(title) }
        if let department = person.department { parts.append(department) }
        if let manager = person.manager { parts.append("reports to \(manager.userName)") }
        if let since = row.reported.heldSince {
            parts.append("held since \(since.time.day) (revision \(since.revision))")
        }
        return parts.joined(separator: " · ")
    }
}

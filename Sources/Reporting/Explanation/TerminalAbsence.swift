import Directory
import Entitlements

/// `why-not` for a terminal: what would grant the role, and where it fails.
public struct TerminalAbsence: Rendering {
    /// What it is written for.
    public let terminal: Terminal

    public init(_ terminal: Terminal = Terminal()) { self.terminal = terminal }

    public func render(_ absence: AbsenceExplanation, into output: inout String) {
        output += terminal.paint(absence.headline.legible, .bold) + "\n"
        for reason in absence.reasons {
            for line in reason.legible.wrapped(to: terminal.width - 2) { output += "  \(line)\n" }
        }
        for attempt in absence.attempts {
            output += "\n"
            attempt.tree { found in [Tree("found: \(found)")] }
                .draw(width: terminal.width, into: &output)
        }
        output += "\n" + absence.freshness.sentence(at: absence.revision).legible + "\n"
    }
}

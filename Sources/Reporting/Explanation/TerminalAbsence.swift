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
            tree(attempt).draw(width: terminal.width, into: &output)
        }
        output += "\n" + absence.freshness.sentence(at: absence.revision).legible + "\n"
    }

    private func tree(_ attempt: AbsenceExplanation.Attempt) -> Tree {
        var branches = attempt.parts.map { part in
            Tree("\(part.matches ? "✓" : "✗") \(part.condition)", found(part))
        }
        if let obstacle = attempt.obstacle { branches.append(Tree("✗ \(obstacle)")) }
        return Tree(attempt.headline, branches)
    }

    private func found(_ part: AbsenceExplanation.Part) -> [Tree] {
        part.matches ? [] : [Tree("found: \(part.foundWords)")]
    }
}

extension AbsenceExplanation {
    /// Whether the person holds the role at all.
    var headline: String {
        let name = person.shownName
        let over = scope.map { " over \($0)" } ?? ""
        return held.isEmpty
            ? "\(name) does not hold \(role.id)\(over)"
            : "\(name) does hold \(role.id), over \(held.enumerated)"
    }

    /// What stands in the way beside the conditions: one sentence each.
    var reasons: [String] {
        var sentences: [String] = []
        if !person.isActive { sentences.append("is inactive: an inactive person holds nothing") }
        for proposal in proposals { sentences.append(proposal.sentence) }
        if attempts.isEmpty { sentences.append("no rule and no exception grants this role") }
        return sentences
    }
}

extension AbsenceExplanation.Attempt {
    /// Which rule, whether it matches, and what it would grant.
    var headline: String {
        let title = rule.title.isEmpty ? "" : " “\(rule.title)”"
        return "\(rule.reference.kind.rawValue) \(rule.reference.id)\(title)"
            + " \(matches ? "matches" : "does not match"), grants \(grants)"
            + "  \(rule.file):\(rule.line)"
    }
}

extension AbsenceExplanation.Part {
    /// `“Sales”, “Support”, …`, or `no value`.
    var foundWords: String {
        if found.isEmpty { return "no value" }
        return found.map { "“\($0)”" }.joined(separator: ", ") + (moreFound ? ", …" : "")
    }
}

extension AbsenceExplanation.Proposal {
    /// What was proposed, and what became of it.
    var sentence: String {
        let what = "granted over \(scope) in change set \(changeSet) (change \(change))"
        switch state {
        case .rejected:
            let by = decisions.last { $0.verdict == .reject }
            return what + ", and " + (by?.sentence ?? "rejected")
        case .stale: return what + ", and went stale: its preconditions no longer held"
        case .applied: return what + ", and applied"
        case .held:
            return what + ", and "
                + (decisions.last { $0.verdict == .hold }?.sentence ?? "held for a closer look")
        case .approved: return what + ", approved and waiting to be applied"
        case .pending:
            return what + ", awaiting approval"
                + (requirement.map { ": \($0.sentence)" } ?? "")
        }
    }
}

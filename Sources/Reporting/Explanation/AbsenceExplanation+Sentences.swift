import Directory
import Entitlements

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
            guard let by = decisions.standing.last(where: { $0.verdict == .reject }) else {
                return what + ", rejected, and taken back: the next run proposes it again"
            }
            return what + ", and " + by.sentence
                + " (whoever rejected it takes that back: "
                + "`rollcall changes approve --as USERNAME --change \(change)`)"
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

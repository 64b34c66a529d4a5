import Directory
import Entitlements

/// `why` and `why-lost` as Markdown, to be pasted into a ticket.
public struct MarkdownExplanation: Rendering {
    public init() {}

    public func render(_ explanation: Explanation, into output: inout String) {
        let (person, role) = (explanation.person, explanation.role)
        output += "## Why \(person.shownName.markdown) and \(role.id.rawValue.markdown)\n\n"
        output += "\(role.title.markdown); \(role.tier.rawValue); owned by"
        output += " \(role.owner.description.markdown).\n"
        if explanation.holdings.isEmpty { output += "\nNo holding of this role is recorded.\n" }
        for holding in explanation.holdings {
            let tree = HoldingTree(holding, of: person).tree
            output += "\n### \(tree.text.markdown)\n\n"
            MarkdownTree.append(tree.branches, depth: 0, to: &output)
        }
        output += "\n" + explanation.freshness.sentence(at: explanation.revision).markdown + "\n"
    }
}

/// `why-not` as Markdown.
public struct MarkdownAbsence: Rendering {
    public init() {}

    public func render(_ absence: AbsenceExplanation, into output: inout String) {
        output += "## \(absence.headline.markdown)\n\n"
        MarkdownTree.append(absence.reasons.map { Tree($0) }, depth: 0, to: &output)
        for attempt in absence.attempts {
            MarkdownTree.append([attempt.tree { _ in [] }], depth: 0, to: &output)
        }
        output += "\n" + absence.freshness.sentence(at: absence.revision).markdown + "\n"
    }
}

/// A tree as a nested list.
enum MarkdownTree {
    static func append(_ branches: [Tree], depth: Int, to output: inout String) {
        for branch in branches {
            output += String(repeating: "  ", count: depth) + "- \(branch.text.markdown)\n"
            append(branch.branches, depth: depth + 1, to: &output)
        }
    }
}

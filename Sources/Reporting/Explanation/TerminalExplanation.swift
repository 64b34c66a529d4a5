import Directory
import Entitlements

/// `why` and `why-lost` for a terminal: a tree from the entitlement down to the entry that it comes
/// from, and to the people who approved it.
public struct TerminalExplanation: Rendering {
    /// What it is written for.
    public let terminal: Terminal

    public init(_ terminal: Terminal = Terminal()) { self.terminal = terminal }

    public func render(_ explanation: Explanation, into output: inout String) {
        let (person, role) = (explanation.person, explanation.role)
        let verb = explanation.holdings.contains { $0.revoked == nil } ? "holds" : "does not hold"
        output += terminal.paint(person.shownName.legible, .bold)
        output += person.isActive ? "" : " (inactive)"
        output += " \(verb) \(terminal.paint(role.id.rawValue.legible, .bold)):"
        output += " \(role.title.legible), \(role.tier.rawValue)\n"
        if explanation.holdings.isEmpty { output += "no holding of this role is recorded\n" }
        for holding in explanation.holdings {
            output += "\n"
            HoldingTree(holding, of: person).tree.draw(width: terminal.width, into: &output)
        }
        output += "\n" + explanation.freshness.sentence(at: explanation.revision).legible + "\n"
    }
}

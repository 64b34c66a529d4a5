import Directory
import Entitlements

/// The reporting lines of everybody who has a change, up to the top, cut to what fits on a page.
///
/// Branches are opened level by level while they fit, the ones with the most changes first; a branch
/// that stays closed says how many people and changes are in it, so that the sums are always whole.
struct ReportingTree {
    /// One line of the picture.
    struct Line {
        let person: ReportedPerson
        let depth: Int
        /// The line of the manager; nil at the top.
        let parent: Int?
        /// The person's own changes.
        let own: BalanceMatrix.Balance
        /// Of the people below who have no line of their own.
        let hiddenPeople: Int
        let hidden: BalanceMatrix.Balance
    }

    static let lineLimit = 60
    /// At most so many people are opened below one manager.
    static let breadthLimit = 24

    /// **Shape:** each manager before the people below, who follow at once.
    let lines: [Line]
    /// People at the top for whom there was no room. **Units:** people.
    let hiddenRoots: Int

    /// Opens branches until ``lineLimit`` is reached.
    init(_ arranged: ArrangedReport) {
        let forest = ReportingForest(arranged)
        let open = forest.opened(lineLimit: Self.lineLimit, breadthLimit: Self.breadthLimit)
        var lines: [Line] = []
        var waiting: [(node: Int, depth: Int, parent: Int?)] =
            forest.roots.filter(open.contains).reversed().map { ($0, 0, nil) }
        while let (node, depth, parent) = waiting.popLast() {
            let shown = forest.below[node].filter(open.contains)
            let closed = forest.below[node].filter { !open.contains($0) }
            lines.append(
                Line(
                    person: arranged.report.people[node], depth: depth, parent: parent,
                    own: forest.own[node], hiddenPeople: forest.people(in: closed),
                    hidden: forest.balance(of: closed)))
            waiting += shown.reversed().map { ($0, depth + 1, lines.count - 1) }
        }
        self.lines = lines
        hiddenRoots = forest.roots.count { !open.contains($0) }
    }
}

/// The picture: an indented tree; a filled mark is a person with changes, a hollow one stands on the
/// line between.
extension ReportingTree {
    private static let (indent, rowHeight) = (24, 24)

    /// With its caption; nothing when there is no change.
    var figure: Markup {
        guard !lines.isEmpty else { return "" }
        var markup: Markup = """
            <figure><figcaption><b>Where in the organisation.</b> <span>Reporting lines of the \
            people with changes; a filled mark has changes, a hollow one stands on the line between.\
            </span></figcaption><div class="scroll" role="region" \
            aria-label="Picture of the reporting lines" tabindex="0">\(picture)</div>
            """
        if hiddenRoots > 0 {
            markup +=
                "<p class=\"note\">… and \(hiddenRoots.counted("further line")) at the top</p>"
        }
        markup += "</figure>\n"
        return markup
    }

    private var picture: Markup {
        let depth = lines.reduce(0) { max($0, $1.depth) }
        let (width, height) = (depth * Self.indent + 660, lines.count * Self.rowHeight + 6)
        let people = lines.count { $0.own.total > 0 }
        var markup: Markup = """
            <svg width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img" \
            aria-labelledby="tree-t tree-d"><title id="tree-t">Reporting tree with the changes \
            marked</title><desc id="tree-d">\(lines.count.counted("person", "people")) on \
            \((depth + 1).counted("level")), \(people.grouped) of them with changes of their own. \
            \(lines.prefix(40).map(words).joined(separator: " "))</desc>
            """
        for (index, line) in lines.enumerated() { append(line, at: index, to: &markup) }
        markup += "</svg>"
        return markup
    }

    private func append(_ line: Line, at index: Int, to markup: inout Markup) {
        let (x, y) = (line.depth * Self.indent + 8, index * Self.rowHeight + 15)
        if let parent = line.parent {
            let (parentX, parentY) = (x - Self.indent, parent * Self.rowHeight + 15)
            markup += """
                <path class="rule" d="M\(parentX) \(parentY + 6)V\(y - 6)q0 6 6 6H\(x - 6)"/>
                """
        }
        let mark = line.own.total > 0 ? "dot" : "hollow"
        markup += """
            <circle class="\(mark)" cx="\(x)" cy="\(y)" r="4.5"/><text x="\(x + 11)" \
            y="\(y + 4)"><tspan class="\(line.own.total > 0 ? "b" : "")">\(line.person.displayName)\
            </tspan><tspan class="s" dx="6">\(line.person.title ?? line.person.department ?? "")\
            </tspan>
            """
        append(line.own, to: &markup)
        if line.hiddenPeople > 0 {
            markup += """
                <tspan class="s" dx="8">and \
                \(line.hiddenPeople.counted("more person", "more people")) below</tspan>
                """
            append(line.hidden, to: &markup)
        }
        markup += "</text>"
    }

    private func append(_ balance: BalanceMatrix.Balance, to markup: inout Markup) {
        if balance.gains > 0 {
            markup += "<tspan class=\"g b\" dx=\"8\">+\(balance.gains.grouped)</tspan>"
        }
        if balance.losses > 0 {
            markup += "<tspan class=\"r b\" dx=\"8\">−\(balance.losses.grouped)</tspan>"
        }
    }

    private func words(_ line: Line) -> String {
        "\(line.person.displayName): \(line.own.gains.grouped) gained,"
            + " \(line.own.losses.grouped) lost."
    }
}

/// A line of text with others below it, drawn with box characters.
struct Tree {
    /// Made legible when it is drawn.
    let text: String
    /// From top to bottom.
    var branches: [Tree]

    init(_ text: String, _ branches: [Tree] = []) {
        self.text = text
        self.branches = branches
    }

    /// Lines that hang one below the other: the first is the root.
    static func chain(_ lines: [String]) -> [Tree] {
        lines.reversed().reduce(into: []) { below, line in below = [Tree(line, below)] }
    }

    /// The root, the rest drawn below it; long lines are wrapped within the drawing.
    func draw(width: Int, into output: inout String) {
        let trunk = branches.isEmpty ? "" : "│  "
        let whole = text.legible
        let lines = whole.columns > width ? whole.wrapped(to: width) : [whole]
        output += lines[0] + "\n"
        for line in lines.dropFirst() { output += trunk + "  " + line + "\n" }
        drawBranches(indent: "", width: width, into: &output)
    }

    private func drawBranches(indent: String, width: Int, into output: inout String) {
        for (position, branch) in branches.enumerated() {
            let isLast = position == branches.count - 1
            let below = indent + (isLast ? "   " : "│  ")
            let trunk = branch.branches.isEmpty ? "" : "│  "
            let lines = branch.text.legible.wrapped(to: max(24, width - below.columns))
            output += indent + (isLast ? "└─ " : "├─ ") + lines[0] + "\n"
            for line in lines.dropFirst() { output += below + trunk + "  " + line + "\n" }
            branch.drawBranches(indent: below, width: width, into: &output)
        }
    }
}

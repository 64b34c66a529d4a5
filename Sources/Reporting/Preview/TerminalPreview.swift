import Entitlements

/// A preview for a terminal: counts by role and, if they are asked for, the entitlements one by one.
public struct TerminalPreview: Rendering {
    /// What it is written for.
    public let terminal: Terminal
    /// Whether each step is listed.
    public let listsSteps: Bool

    public init(_ terminal: Terminal = Terminal(), listsSteps: Bool = false) {
        self.terminal = terminal
        self.listsSteps = listsSteps
    }

    public func render(_ preview: MappingPreview, into output: inout String) {
        output += "mappings \(preview.mapping.short) on revision \(preview.revision), for"
        output += " \(preview.population.active.grouped) active of"
        output += " \(preview.population.people.counted("person", "people"))\n"
        warnings(preview, into: &output)
        if preview.steps.isEmpty {
            output += "nothing would change\n"
            return
        }
        TerminalTable(terminal.withoutLimit).render(roles(preview), into: &output)
        if listsSteps {
            output += "\n"
            TerminalTable(terminal.withoutLimit).render(steps(preview), into: &output)
        }
    }

    private func warnings(_ preview: MappingPreview, into output: inout String) {
        var lines = preview.guards.map {
            "a guard would trip: \($0.finding.kind.rawValue), \($0.finding.summary)"
        }
        if preview.failedTests > 0 {
            lines.append(
                "a run would be refused: \(preview.failedTests.counted("test")) of the mapping files"
                    + " \(preview.failedTests == 1 ? "fails" : "fail"), see `rollcall mappings test`"
            )
        }
        if preview.unproved > 0 {
            lines.append(
                "\(preview.unproved.counted("entitlement")) without a rule would stay: a source that"
                    + " could not be read may know better")
        }
        for line in lines { output += terminal.paint("! \(line.legible)", .yellow) + "\n" }
    }

    private func roles(_ preview: MappingPreview) -> Table {
        var table = Table([
            .init("role"), .init("tier"), .init("in force", .trailing), .init("grants", .trailing),
            .init("revokes", .trailing), .init("afterwards", .trailing),
            .init("people gain", .trailing), .init("people lose", .trailing),
        ])
        for balance in preview.roles where balance.grants + balance.revokes > 0 {
            let id = balance.role.id
            table.append(
                balance.cells + [
                    preview.people(.grant, of: id).grouped, preview.people(.revoke, of: id).grouped,
                ])
        }
        return table
    }

    private func steps(_ preview: MappingPreview) -> Table {
        var table = Table([
            .init("change"), .init("person"), .init("role"), .init("scope"), .init("why"),
        ])
        for step in preview.steps {
            table.append([
                step.action.rawValue, step.userName, step.role.id.rawValue, step.scope,
                "\(step.reason.cause.words): \(step.reason.summary)",
            ])
        }
        return table
    }
}

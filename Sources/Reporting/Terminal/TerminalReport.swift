import Diagnostics
import Directory
import Entitlements

/// A report for a terminal: what matters on one screen, the long rest in the page for browsers.
public struct TerminalReport: Rendering {
    /// What it is written for; a limit on rows makes a short report.
    public let terminal: Terminal

    public init(_ terminal: Terminal = Terminal()) { self.terminal = terminal }

    public func render(_ report: ChangeSetReport, into output: inout String) {
        let arranged = ArrangedReport(report)
        head(arranged, into: &output)
        sources(report, into: &output)
        guards(report, into: &output)
        roles(arranged, into: &output)
        changes(arranged, into: &output)
        findings(report.diagnostics, into: &output)
    }

    private func head(_ arranged: ArrangedReport, into output: inout String) {
        let (set, run) = (arranged.report.changeSet, arranged.report.run)
        let total = arranged.total()
        output += terminal.paint("Change set \(set.id)", .bold)
        output += "  \(set.state.rawValue)  \(set.digest.short)\n"
        output += "made \(set.created.readable) by run \(run.id.legible) on revision \(set.base)\n"
        output += "\(total.grants.counted("grant")), \(total.revokes.counted("revoke"))"
        output += " for \(arranged.peopleTouched.grouped) of"
        output += " \(arranged.report.population.people.counted("person", "people"))"
        output += " (\(arranged.people(.joiner).counted("joiner")),"
        output += " \(arranged.people(.mover).counted("mover")),"
        output += " \(arranged.people(.leaver).counted("leaver")))\n"
        for sentence in arranged.report.holds.sentences { output += sentence.legible + "\n" }
    }

    private func sources(_ report: ChangeSetReport, into output: inout String) {
        section("Sources", into: &output)
        var table = Table([
            .init("source"), .init("complete as of"), .init("people", .trailing), .init("±"),
            .init("groups", .trailing), .init("±"), .init("memberships", .trailing), .init("±"),
        ])
        for proof in report.sources {
            var cells = [
                proof.source.rawValue, proof.certificate?.end.readable ?? "never read completely",
            ]
            for field in [\ReadingCounts.people, \.groups, \.memberships] {
                cells += [
                    proof.counts?[keyPath: field].grouped ?? "–", proof.difference(field) ?? "",
                ]
            }
            table.append(cells)
        }
        TerminalTable(terminal.withoutLimit).render(table, into: &output)
        for proof in report.sources {
            for reason in proof.staleBecause {
                let line = "! \(proof.source) is stale: \(reason.message) [\(reason.code)]"
                output += terminal.paint(line.legible, .yellow) + "\n"
            }
            if let since = proof.unknownSince {
                let line =
                    "! what \(proof.source) alone could prove is unknown since \(since.readable)"
                output += terminal.paint(line.legible, .yellow) + "\n"
            }
        }
    }

    private func guards(_ report: ChangeSetReport, into output: inout String) {
        let tripped = report.guards.filter(\.isTripped)
        section("Guards", into: &output)
        let held = (report.guards.count - tripped.count).counted("measurement")
        if report.guards.isEmpty {
            output += "none tripped\n"
        } else if tripped.isEmpty {
            output += "none tripped; \(held) within the limits\n"
        }
        for item in tripped {
            let figures =
                "(\(item.finding.measured.grouped) of \(item.finding.total.grouped),"
                + " limit \(item.finding.limit.grouped))"
            output += terminal.paint("! \(item.finding.kind.rawValue)", .yellow)
            output += "  \(item.finding.summary.legible) \(terminal.paint(figures, .faint))\n"
        }
    }

    private func roles(_ arranged: ArrangedReport, into output: inout String) {
        section("Entitlements", into: &output)
        var table = Table([
            .init("role"), .init("tier"), .init("in force", .trailing), .init("grants", .trailing),
            .init("revokes", .trailing), .init("afterwards", .trailing),
        ])
        for balance in arranged.roles where balance.grants + balance.revokes > 0 {
            table.append(balance.cells)
        }
        if !table.rows.isEmpty {
            TerminalTable(terminal.withoutLimit).render(table, into: &output)
        }
        output += "\(arranged.unchanged.counted("entitlement")) unchanged\n"
    }

    private func changes(_ arranged: ArrangedReport, into output: inout String) {
        guard !arranged.rows.isEmpty else { return }
        section("Changes, the risky ones first", into: &output)
        let shown = arranged.rows.prefix(terminal.rowLimit ?? .max)
        for row in shown { TerminalChange(row, arranged, terminal).render(into: &output) }
        let hidden = arranged.rows.count - shown.count
        if hidden > 0 { output += "… and \(hidden.grouped) more; see --format html\n" }
    }

    /// A short report says how many there are: whoever makes one has shown them already.
    private func findings(_ diagnostics: [Diagnostic], into output: inout String) {
        guard !diagnostics.isEmpty else { return }
        let count = diagnostics.count.counted("finding")
        guard terminal.rowLimit == nil else {
            output += "\n\(count) in the data of this run\n"
            return
        }
        section("\(count) in the data of this run", into: &output)
        for diagnostic in diagnostics {
            let lines = diagnostic.debugDescription.legible.wrapped(to: terminal.width - 2)
            output += lines.joined(separator: "\n  ") + "\n"
        }
    }

    private func section(_ title: String, into output: inout String) {
        output += "\n" + terminal.paint(title, .bold) + "\n"
    }
}

extension Terminal {
    /// The same without a limit on rows: for the short tables of a report.
    var withoutLimit: Terminal { Terminal(width: width, colors: colors) }
}

import Diagnostics
import Directory
import Entitlements

/// A report as GitHub-flavoured Markdown: for a ticket or a merge request.
public struct MarkdownReport: Rendering {
    public init() {}

    public func render(_ report: ChangeSetReport, into output: inout String) {
        let arranged = ArrangedReport(report)
        head(arranged, into: &output)
        guards(report, into: &output)
        sources(report, into: &output)
        roles(arranged, into: &output)
        changes(arranged, into: &output)
        findings(report.diagnostics, into: &output)
    }

    private func head(_ arranged: ArrangedReport, into output: inout String) {
        let (set, run) = (arranged.report.changeSet, arranged.report.run)
        let total = arranged.total()
        output += "# Change set \(set.id): \(set.state.rawValue)\n\n"
        output += "\(total.grants.counted("grant")) and \(total.revokes.counted("revoke")) for"
        output += " \(arranged.peopleTouched.grouped) of"
        output += " \(arranged.report.population.people.counted("person", "people"));"
        output += " \(arranged.unchanged.counted("entitlement")) unchanged.\n\n"
        output += "- digest `\(set.digest)`\n"
        output += "- made \(set.created.readable) by run \(run.id.markdown) on revision"
        output += " \(set.base), mappings `\(set.mapping.short)`\n"
        output += "- \(arranged.people(.joiner).counted("joiner")),"
        output += " \(arranged.people(.mover).counted("mover")),"
        output += " \(arranged.people(.leaver).counted("leaver"))\n"
    }

    private func guards(_ report: ChangeSetReport, into output: inout String) {
        output += "\n## Guards\n\n"
        var table = Table(
            [
                .init("Guard"), .init("Subject"), .init("Measured", .trailing),
                .init("Limit", .trailing), .init("Of", .trailing), .init("Finding"),
            ], emptyNotice: "None tripped.")
        for item in report.guards {
            table.append([
                item.finding.kind.words, item.subject, item.finding.measured.grouped,
                item.finding.limit.grouped, item.finding.total.grouped,
                item.isTripped ? "tripped: \(item.finding.summary)" : "within the limit",
            ])
        }
        MarkdownTable().render(table, into: &output)
    }

    private func sources(_ report: ChangeSetReport, into output: inout String) {
        output += "\n## Sources\n\n"
        for proof in report.sources {
            let asOf = proof.certificate.map { "complete as of \($0.end.readable)" }
            output += "- **\(proof.source.rawValue.markdown)**: "
            output += (asOf ?? "never read completely") + proof.markdownCounts + "\n"
            for reason in proof.staleBecause {
                output += "  - stale: \(reason.message.markdown) (\(reason.code.markdown))\n"
            }
            if let since = proof.unknownSince {
                output += "  - what it alone could prove is unknown since \(since.readable)\n"
            }
            for query in proof.certificate?.queries ?? [] {
                output += "  - \(query.subject.markdown): \(query.query.markdown):"
                output += " \(query.entries.counted("entry", "entries")),"
                output += " \(query.excluded.grouped) excluded\n"
            }
            for exclusion in proof.exclusions {
                output += "  - excluded \(exclusion.count.grouped): \(exclusion.reason.words)\n"
            }
        }
    }

    private func roles(_ arranged: ArrangedReport, into output: inout String) {
        output += "\n## Entitlements\n\n"
        var table = Table([
            .init("Role"), .init("Tier"), .init("In force", .trailing), .init("Grants", .trailing),
            .init("Revokes", .trailing), .init("Afterwards", .trailing),
        ])
        for balance in arranged.roles {
            table.append(balance.cells)
        }
        MarkdownTable().render(table, into: &output)
    }

    private func changes(_ arranged: ArrangedReport, into output: inout String) {
        output += "\n## Changes\n\n"
        var table = Table(
            [
                .init("Change"), .init("Person"), .init("Role"), .init("Scope"), .init("Why"),
                .init("Path"), .init("Review"),
            ], emptyNotice: "No change.")
        for row in arranged.rows {
            let reported = row.reported
            let places = row.change.reason.rules.compactMap { arranged.rule($0, of: row).place }
            table.append([
                "\(reported.id) \(row.change.action.rawValue)",
                "\(row.person.displayName) (\(row.person.userName)), \(row.change.lifeCycle.rawValue)",
                "\(reported.role.id), \(row.change.tier.rawValue)", reported.scope,
                "\(row.change.reason.cause.words): \(row.change.reason.summary)"
                    + (places.isEmpty ? "" : " (\(places.joined(separator: ", ")))"),
                reported.derivations.flatMap(\.paths).joined(separator: "; "),
                ([reported.standing] + reported.decisions.map(\.sentence)).joined(separator: "; "),
            ])
        }
        MarkdownTable().render(table, into: &output)
    }

    private func findings(_ diagnostics: [Diagnostic], into output: inout String) {
        guard !diagnostics.isEmpty else { return }
        output += "\n## Findings\n\n"
        for diagnostic in diagnostics { output += "- \(diagnostic.debugDescription.markdown)\n" }
    }
}

extension SourceProof {
    fileprivate var markdownCounts: String {
        guard let counts else { return "" }
        let fields: [(KeyPath<ReadingCounts, Int>, String)] = [
            (\.people, "people"), (\.groups, "groups"), (\.memberships, "memberships"),
        ]
        let parts = fields.map { field, word in
            "\(counts[keyPath: field].grouped) \(word)"
                + (difference(field).map { " (\($0))" } ?? "")
        }
        return "; \(parts.joined(separator: ", ")); \(unmatched.grouped) unmatched,"
            + " \(unresolved.grouped) unresolved"
    }
}

import Diagnostics
import Directory
import Entitlements

/// A report for auditors: one row a change, everything that an auditor filters by in a column of its
/// own; of the run's findings those on the entries that the change rests on. See ``CSVTable`` for how cells are written.
public struct CSVReport: Rendering {
    public init() {}

    public func render(_ report: ChangeSetReport, into output: inout String) {
        let arranged = ArrangedReport(report)
        var table = Table(Self.headings.map { Table.Column($0) })
        for row in arranged.rows { table.append(cells(row, in: arranged)) }
        CSVTable().render(table, into: &output)
    }

    private static let headings = [
        "changeSet", "change", "state", "action", "personID", "userName", "displayName",
        "department", "title", "manager", "active", "lifeCycle", "role", "roleTitle", "tier",
        "owner", "scope", "before", "after", "heldSinceRevision", "heldSince", "cause", "reason",
        "rules", "places", "path", "guards", "conflicts", "lane", "approvalsNeeded",
        "approvalsGiven", "approvers", "decisions", "appliedRevision", "applied",
        "findings",
    ]

    private func cells(_ row: ArrangedReport.Row, in arranged: ArrangedReport) -> [String] {
        identity(row, in: arranged) + cause(row, in: arranged) + review(row.reported)
            + [row.findings.map(\.debugDescription).joined(separator: "; ")]
    }

    private func identity(_ row: ArrangedReport.Row, in arranged: ArrangedReport) -> [String] {
        let (reported, person) = (row.reported, row.person)
        let isGrant = row.change.action == .grant
        return [
            arranged.report.changeSet.id.description, reported.id.description,
            reported.state.rawValue, row.change.action.rawValue, person.id.rawValue,
            person.userName, person.displayName, person.department ?? "", person.title ?? "",
            person.manager?.userName ?? "", person.isActive ? "true" : "false",
            row.change.lifeCycle.rawValue, reported.role.id.rawValue, reported.role.title,
            row.change.tier.rawValue, reported.role.owner.description, reported.scope,
            isGrant ? "not held" : "held", isGrant ? "held" : "not held",
            reported.heldSince?.revision.description ?? "",
            reported.heldSince?.time.description ?? "",
        ]
    }

    private func cause(_ row: ArrangedReport.Row, in arranged: ArrangedReport) -> [String] {
        let reason = row.change.reason
        let guards = row.guards.map { arranged.report.guards[$0].finding.summary }
        return [
            reason.cause.rawValue, reason.summary, reason.rules.joined(separator: "; "),
            reason.rules.compactMap { arranged.rule($0, of: row).place }.joined(separator: "; "),
            row.reported.derivations.flatMap(\.paths).joined(separator: "; "),
            guards.joined(separator: "; "),
            row.reported.conflicts.map(\.id).joined(separator: "; "),
        ]
    }

    private func review(_ reported: ReportedChange) -> [String] {
        let requirement = reported.requirement
        return [
            requirement?.lane ?? "", requirement.map { String($0.needed) } ?? "",
            requirement.map { String($0.given) } ?? "",
            requirement?.approvers.joined(separator: "; ") ?? "",
            reported.decisions.map(\.sentence).joined(separator: "; "),
            reported.applied?.revision.description ?? "", reported.applied?.time.description ?? "",
        ]
    }
}

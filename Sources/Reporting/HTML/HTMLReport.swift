import Directory
import Entitlements

/// A report as one page for a browser, on a screen, a phone, paper or read aloud.
///
/// The page stands alone: it loads nothing, and shows everything with scripts off. The frame is made
/// by Mustache, the changes in Swift, since there may be 10,000 of them.
public struct HTMLReport: Rendering {
    private let page: PageTemplate

    /// - Throws: ``ReportingError/Code/template``, which the tests exclude.
    public init() throws(ReportingError) { page = try PageTemplate() }

    public func render(_ report: ChangeSetReport, into output: inout String) {
        let arranged = ArrangedReport(report)
        var values = head(arranged)
        values.merge(arranged.summaryValues) { $1 }
        values.merge(arranged.guardValues) { $1 }
        values.merge(arranged.sourceValues) { $1 }
        values.merge(arranged.changeValues) { $1 }
        values.merge(arranged.findingValues) { $1 }
        values["pictures"] = pictures(arranged).text
        output += page.render(values)
    }

    private func head(_ arranged: ArrangedReport) -> [String: Any] {
        let (set, run) = (arranged.report.changeSet, arranged.report.run)
        let total = arranged.total()
        return [
            "id": set.id.description, "state": set.state.rawValue,
            "digest": set.digest.description, "created": set.created.readable,
            "createdISO": set.created.description, "run": run.id.legible,
            "base": set.base.description, "mapping": set.mapping.short,
            "grants": total.grants.counted("grant"), "revokes": total.revokes.counted("revoke"),
            "touched": arranged.peopleTouched.grouped,
            "people": arranged.report.population.people.counted("person", "people"),
            "unchanged": arranged.unchanged.counted("entitlement"),
            "count": arranged.rows.count.grouped,
        ]
    }

    private func pictures(_ arranged: ArrangedReport) -> Markup {
        var markup = BalanceMatrix(arranged).figure
        markup += ReportingTree(arranged).figure
        return markup
    }
}

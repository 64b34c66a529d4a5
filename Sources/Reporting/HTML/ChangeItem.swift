import Directory
import Entitlements

/// One change of the page: a row of five cells on a wide screen, a card on a narrow one.
struct ChangeItem {
    private let row: ArrangedReport.Row
    private let arranged: ArrangedReport

    init(_ row: ArrangedReport.Row, _ arranged: ArrangedReport) {
        self.row = row
        self.arranged = arranged
    }

    private var reported: ReportedChange { row.reported }

    /// Appends the item; its `data-` attributes are what the page's filters look at.
    func append(to markup: inout Markup) {
        let isFlagged = !row.guards.isEmpty || !reported.conflicts.isEmpty
        let change = row.change
        markup += """
            <li id="c-\(reported.id.description)" data-a="\(change.action.rawValue)" \
            data-t="\(change.tier.rawValue)" data-r="\(reported.role.id.rawValue)" \
            data-d="\(row.person.department ?? "–")" data-l="\(change.lifeCycle.rawValue)" \
            data-s="\(reported.state.rawValue)"
            """
        markup += isFlagged ? " data-x=\"1\">" : ">"
        appendAction(to: &markup)
        appendPerson(to: &markup)
        appendEntitlement(to: &markup)
        appendReason(to: &markup)
        appendReview(to: &markup)
        markup += "</li>\n"
    }

    private func appendAction(to markup: inout Markup) {
        let isGrant = row.change.action == .grant
        let id = reported.id.description
        markup +=
            isGrant
            ? "<div><h4 class=\"grant\"><i aria-hidden=\"true\">+</i>Grant"
            : "<div><h4 class=\"revoke\"><i aria-hidden=\"true\">−</i>Revoke"
        markup += """
            <span class="vh"> \(reported.role.id.rawValue) \(isGrant ? "to" : "from") \
            <bdi>\(row.person.displayName)</bdi></span></h4>\
            <a class="id" href="#c-\(id)" title="Link to change \(id)"><code>\(id)</code></a></div>
            """
    }

    private func appendPerson(to markup: inout Markup) {
        let person = row.person
        markup += """
            <div><span class="k">Person</span><b><bdi>\(person.displayName)</bdi></b> \
            <bdi>\(person.userName)</bdi><span class="m">\(row.change.lifeCycle.rawValue)\
            \(person.isActive ? "" : ", inactive")
            """
        if let title = person.title { markup += " · \(title)" }
        if let department = person.department { markup += " · \(department)" }
        if let manager = person.manager { markup += " · reports to <bdi>\(manager.userName)</bdi>" }
        markup += "</span></div>"
    }

    private func appendEntitlement(to markup: inout Markup) {
        let role = reported.role
        let isGrant = row.change.action == .grant
        markup += """
            <div><span class="k">Entitlement</span><b>\(role.id.rawValue)</b> over \
            \(reported.scope)<span class="m">\(role.title) · <span class="tier \
            \(row.change.tier.rawValue)">\(row.change.tier.rawValue)</span> · owned by \
            \(role.owner.description)</span>
            """
        let held = reported.heldSince.map { "held since \($0.time.day)" } ?? "held"
        markup += "<span class=\"m\">\(isGrant ? "not held" : held) → "
        markup +=
            isGrant
            ? "<b class=\"grant\">held</b></span></div>"
            : "<b class=\"revoke\">not held</b></span></div>"
    }

    private func appendReason(to markup: inout Markup) {
        let reason = row.change.reason
        markup += """
            <div><span class="k">Why</span><b>\(reason.cause.words)</b> \(reason.summary)
            """
        for rule in reason.rules.map({ arranged.rule($0, of: row) }) {
            markup += "<span class=\"m\">\(rule.id)"
            if let title = rule.title { markup += ": \(title)" }
            if let place = rule.place { markup += " <code>\(place)</code>" }
            markup += "</span>"
        }
        for path in reported.derivations.lazy.flatMap(\.paths).prefix(3) {
            markup += "<span class=\"via\">\(path)</span>"
        }
        for conflict in reported.conflicts {
            markup += "<span class=\"w\">Conflict \(conflict.id): \(conflict.reason)</span>"
        }
        for index in row.guards {
            markup += """
                <span class="w">Guard: <a href="#g\(index)">\
                \(arranged.report.guards[index].finding.summary)</a></span>
                """
        }
        appendProof(to: &markup)
        markup += "</div>"
    }

    /// The long part: every piece of evidence, with the entries' own names.
    private func appendProof(to markup: inout Markup) {
        guard !reported.derivations.isEmpty else { return }
        markup += "<details><summary>Evidence</summary><ul>"
        for explained in reported.derivations {
            markup +=
                "<li><b>\(explained.derivation.origin.id)</b> <code>\(explained.place)</code></li>"
            for evidence in explained.derivation.evidence {
                markup += "<li><code>\(evidence.condition)</code> · \(evidence.finding)"
                for path in evidence.paths {
                    markup +=
                        "<span class=\"via\">\(path.map(\.label).joined(separator: " → "))</span>"
                }
                markup +=
                    evidence.morePaths ? "<span class=\"m\">and further paths</span></li>" : "</li>"
            }
        }
        markup += "</ul></details>"
    }

    private func appendReview(to markup: inout Markup) {
        markup += "<div><span class=\"k\">Review</span><b>\(reported.state.rawValue)</b>"
        if let requirement = reported.requirement {
            markup +=
                requirement.needed == 0
                ? " decided automatically"
                : " \(requirement.given) of \(requirement.needed.counted("approval"))"
            markup += "<span class=\"m\">lane \(requirement.lane)</span>"
            if reported.awaitsApproval {
                markup +=
                    "<span class=\"m\">may approve: \(requirement.approvers.joined(separator: ", "))</span>"
            }
            if let raised = requirement.raisedBecause {
                markup += "<span class=\"w\">\(raised)</span>"
            }
        }
        for decision in reported.decisions {
            markup += "<span class=\"m\">\(decision.sentence)</span>"
        }
        if let applied = reported.applied {
            markup += """
                <span class="m">applied and found so \(applied.time.readable), revision \
                \(applied.revision.description)</span>
                """
        }
        markup += "</div>"
    }
}

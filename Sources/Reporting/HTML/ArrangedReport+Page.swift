import Diagnostics
import Directory
import Entitlements

/// The values that the page's templates name, section by section; Mustache escapes them.
extension ArrangedReport {
    /// For the template `summary`.
    var summaryValues: [String: Any] {
        [
            "tiles": tiles,
            "roles": roles.map { balance in
                figures(balance.before, balance.grants, balance.revokes, balance.after).merging([
                    "id": balance.role.id.rawValue.legible, "title": balance.role.title.legible,
                    "tier": balance.role.tier.rawValue,
                    "owner": balance.role.owner.description.legible,
                ]) { $1 }
            },
            "tiers": Tier.allCases.reversed().map { tier in
                let sum = total(tier)
                return figures(sum.before, sum.grants, sum.revokes, sum.after)
                    .merging(["tier": tier.rawValue]) { $1 }
            },
        ]
    }

    private func figures(_ before: Int, _ grants: Int, _ revokes: Int, _ after: Int) -> [String:
        Any]
    {
        [
            "before": before.grouped, "grants": grants == 0 ? "–" : grants.signed,
            "revokes": revokes == 0 ? "–" : (-revokes).signed, "after": after.grouped,
        ]
    }

    private var tiles: [[String: Any]] {
        let (all, privileged) = (total(), total(.privileged))
        let population = report.population
        let privilegedChanges = privileged.grants + privileged.revokes
        let tripped = report.guards.count(where: \.isTripped)
        return [
            tile(all.grants, "grants", "beside \(all.before.grouped) in force"),
            tile(all.revokes, "revokes", "of \(all.before.grouped) in force"),
            tile(peopleTouched, "people", "of \(population.people.grouped) known"),
            tile(people(.joiner), "joiners", "with a change"),
            tile(people(.mover), "movers", "with a change"),
            tile(people(.leaver), "leavers", "with a change"),
            tile(
                privilegedChanges, "privileged changes",
                "beside \(privileged.before.grouped) in force", warns: privilegedChanges > 0),
            tile(
                tripped, "guards tripped",
                report.guards.isEmpty ? "none" : "of \(report.guards.count.grouped) measured",
                warns: tripped > 0),
        ]
    }

    private func tile(_ value: Int, _ label: String, _ of: String, warns: Bool = false)
        -> [String: Any]
    {
        ["value": value.grouped, "label": label, "of": of, "warn": warns]
    }

    /// For the template `guards`.
    var guardValues: [String: Any] {
        let tripped = report.guards.count(where: \.isTripped)
        var values: [String: Any] = [
            "hasGuards": !report.guards.isEmpty,
            "guards": report.guards.enumerated().map { index, item in
                let finding = item.finding
                let concerned = finding.changes.count.counted("change")
                return [
                    "index": String(index), "isTripped": item.isTripped,
                    "kind": finding.kind.words, "subject": item.subject.legible,
                    "measured": finding.measured.grouped, "limit": finding.limit.grouped,
                    "total": finding.total.grouped, "summary": finding.summary.legible,
                    "concerns": finding.changes.isEmpty
                        ? "It concerns the whole change set." : "It concerns \(concerned).",
                    "meter": GuardMeter(finding).picture.text,
                ] as [String: Any]
            },
        ]
        if tripped > 0 { values["tripped"] = tripped.grouped }
        return values
    }

    /// For the findings on the template `page`.
    var findingValues: [String: Any] {
        [
            "hasFindings": !report.diagnostics.isEmpty,
            "findingCount": report.diagnostics.count.grouped,
            "findings": report.diagnostics.map { diagnostic in
                var values: [String: Any] = [
                    "severity": diagnostic.severity.rawValue,
                    "message": diagnostic.message.legible, "code": diagnostic.code,
                ]
                values["place"] = diagnostic.place?.debugDescription.legible
                values["hint"] = diagnostic.hint?.legible
                return values
            },
        ]
    }
}

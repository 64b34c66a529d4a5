import Directory
import Entitlements

/// The values of the page's list of changes: the choices of its filters, and the changes in two
/// groups.
extension ArrangedReport {
    /// For the template `changes`.
    var changeValues: [String: Any] {
        let risky = rows.prefix { $0.attention.isRisky }
        let groups = [
            group("Privileged, guarded or in conflict: look closely", risky),
            group("Others", rows.dropFirst(risky.count)),
        ]
        return [
            "filters": filters, "hasChanges": !rows.isEmpty, "groups": groups.compactMap { $0 },
        ]
    }

    private func group(_ title: String, _ rows: ArraySlice<Row>) -> [String: Any]? {
        guard !rows.isEmpty else { return nil }
        var markup: Markup = ""
        for row in rows { ChangeItem(row, self).append(to: &markup) }
        return ["title": title, "count": rows.count.grouped, "rows": markup.text]
    }

    private var filters: [[String: Any]] {
        [
            filter("Action", "a") { $0.change.action.rawValue },
            filter("Tier", "t") { $0.change.tier.rawValue },
            filter("Role", "r") { $0.reported.role.id.rawValue },
            filter("Department", "d") { $0.person.department ?? "–" },
            filter("Life cycle", "l") { $0.change.lifeCycle.rawValue },
            filter("State", "s") { $0.reported.state.rawValue },
        ]
    }

    private func filter(_ label: String, _ name: String, of value: (Row) -> String)
        -> [String: Any]
    {
        let options = Set(rows.map(value)).sorted().map(\.legible)
        return ["label": label, "name": name, "options": options]
    }
}

import Directory
import Entitlements

/// Who gains and who loses: departments by roles, with how many changes there are in each.
///
/// Large organisations are cut: the departments and roles with the most changes stand for
/// themselves, the rest together.
struct BalanceMatrix {
    /// **Units:** entitlements that would begin and end.
    struct Balance {
        var gains = 0
        var losses = 0
        /// Changes of either kind.
        var total: Int { gains + losses }
    }

    static let departmentLimit = 16
    static let roleLimit = 6

    /// **Shape:** the most changes first, then by name; the rest, if any, last.
    let departments: [String]
    let roles: [String]
    private var cells: [[Balance]]

    /// - Complexity: linear in the changes
    init(_ arranged: ArrangedReport) {
        func department(_ row: ArrangedReport.Row) -> String {
            row.person.department ?? "no department"
        }
        func role(_ row: ArrangedReport.Row) -> String { row.reported.role.id.rawValue }
        let rows = arranged.rows
        let (departments, departmentIndex) = Self.names(
            rows.lazy.map(department), limit: Self.departmentLimit, rest: "other departments")
        let (roles, roleIndex) = Self.names(
            rows.lazy.map(role), limit: Self.roleLimit, rest: "other roles")
        (self.departments, self.roles) = (departments, roles)
        cells = Array(
            repeating: Array(repeating: Balance(), count: roles.count), count: departments.count)
        for row in rows {
            let line = departmentIndex[department(row)] ?? departments.count - 1
            let column = roleIndex[role(row)] ?? roles.count - 1
            switch row.change.action {
            case .grant: cells[line][column].gains += 1
            case .revoke: cells[line][column].losses += 1
            }
        }
    }

    subscript(line: Int, column: Int) -> Balance { cells[line][column] }

    /// The largest number of gains or of losses in a cell; at least 1.
    var largest: Int { cells.joined().reduce(1) { max($0, $1.gains, $1.losses) } }

    private static func names(_ names: some Sequence<String>, limit: Int, rest: String)
        -> (shown: [String], index: [String: Int])
    {
        var counts: [String: Int] = [:]
        for name in names { counts[name, default: 0] += 1 }
        let sorted = counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
        let kept = sorted.prefix(limit).map(\.key)
        let index = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        return (sorted.count > limit ? kept + [rest] : kept, index)
    }
}

/// The picture: in each cell losses grow to the left and gains to the right of an axis.
extension BalanceMatrix {
    private static let (left, top, rowHeight) = (190, 44, 26)

    /// With its caption, and the same figures as a table; nothing when there is no change.
    var figure: Markup {
        guard !departments.isEmpty else { return "" }
        return """
            <figure><figcaption><b>Who gains and who loses, by department and role.</b> \
            <span>Left of each axis <b class="revoke">− losses</b>, right of it \
            <b class="grant">+ gains</b>.</span></figcaption>\
            <div class="scroll" role="region" aria-label="Picture of gains and losses" \
            tabindex="0">\(picture)</div>\
            <details><summary>The same as a table</summary>\(table)</details></figure>

            """
    }

    private var picture: Markup {
        let columnWidth = min(220, max(120, 850 / max(1, roles.count)))
        let width = Self.left + roles.count * columnWidth
        let height = Self.top + departments.count * Self.rowHeight + 8
        var markup: Markup = """
            <svg width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img" \
            aria-labelledby="matrix-t matrix-d"><title id="matrix-t">Gains and losses by department \
            and role</title><desc id="matrix-d">\(description)</desc>
            """
        for (column, role) in roles.enumerated() {
            let axis = Self.left + column * columnWidth + columnWidth / 2
            markup += """
                <text class="b" x="\(axis)" y="18" text-anchor="middle">\
                \(role.fitted(to: columnWidth / 7))</text>\
                <path class="axis" d="M\(axis) 28V\(height - 4)"/>
                """
        }
        for line in departments.indices {
            append(line: line, columnWidth: columnWidth, width: width, to: &markup)
        }
        markup += "</svg>"
        return markup
    }

    private func append(line: Int, columnWidth: Int, width: Int, to markup: inout Markup) {
        let middle = Self.top + line * Self.rowHeight + Self.rowHeight / 2 - 6
        markup += """
            <path class="rule" d="M0 \(middle + Self.rowHeight / 2)H\(width)"/>\
            <text x="0" y="\(middle + 4)">\(departments[line].fitted(to: 26))</text>
            """
        for column in roles.indices {
            let cell = self[line, column]
            let axis = Self.left + column * columnWidth + columnWidth / 2
            let reach = columnWidth / 2 - 44
            func length(_ count: Int) -> Int { max(2, count * reach / largest) }
            if cell.losses > 0 {
                let bar = length(cell.losses)
                markup += """
                    <rect class="r" x="\(axis - bar - 1)" y="\(middle - 6)" width="\(bar)" \
                    height="12" rx="1.5"/><text class="r" x="\(axis - bar - 6)" \
                    y="\(middle + 4)" text-anchor="end">−\(cell.losses.grouped)</text>
                    """
            }
            if cell.gains > 0 {
                let bar = length(cell.gains)
                markup += """
                    <rect class="g" x="\(axis + 1)" y="\(middle - 6)" width="\(bar)" height="12" \
                    rx="1.5"/><text class="g" x="\(axis + bar + 6)" y="\(middle + 4)">\
                    +\(cell.gains.grouped)</text>
                    """
            }
        }
    }

    private var description: String {
        let sums = roles.indices.map { column in
            let cells = departments.indices.map { self[$0, column] }
            let (gains, losses) = cells.reduce((0, 0)) { ($0.0 + $1.gains, $0.1 + $1.losses) }
            return "\(roles[column]): \(gains.grouped) gained, \(losses.grouped) lost"
        }
        return sums.joined(separator: "; ") + "."
    }

    private var table: Markup {
        var markup: Markup = """
            <div class="scroll" role="region" aria-label="Gains and losses as a table" \
            tabindex="0"><table><caption>Gains and losses by department and role</caption>\
            <thead><tr><th scope="col">Department</th>
            """
        for role in roles { markup += "<th scope=\"col\" class=\"num\">\(role)</th>" }
        markup += "</tr></thead><tbody>"
        for (line, department) in departments.enumerated() {
            markup += "<tr><th scope=\"row\">\(department)</th>"
            for column in roles.indices {
                let cell = self[line, column]
                let text = cell.total == 0 ? "–" : "+\(cell.gains.grouped) −\(cell.losses.grouped)"
                markup += "<td class=\"num\">\(text)</td>"
            }
            markup += "</tr>"
        }
        markup += "</tbody></table></div>"
        return markup
    }
}

import Directory
import Entitlements

/// The reporting lines among the people of a report, as indices into them, with sums from below.
///
/// Only people with a change, and those above them, are in it. Who is in a loop of managers would
/// have no top and is left out; the directory cuts such loops before.
struct ReportingForest {
    /// **Shape:** by the number of changes at and below, the most first, then by login.
    let roots: [Int]
    /// The people directly below each. **Shape:** as the roots.
    let below: [[Int]]
    /// Each person's own changes.
    let own: [BalanceMatrix.Balance]
    /// At and below each.
    private let sums: [BalanceMatrix.Balance]
    /// People with changes at and below each.
    private let touched: [Int]

    /// - Complexity: linear in people and changes, and a sort
    init(_ arranged: ArrangedReport) {
        let people = arranged.report.people
        let own = Self.own(arranged)
        let managers = people.map { person in
            person.manager.flatMap { arranged.index(of: $0.id) }
        }
        var reports = Array(repeating: [Int](), count: people.count)
        for (person, manager) in managers.enumerated() {
            if let manager { reports[manager].append(person) }
        }
        var (sums, touched) = (own, own.map { $0.total > 0 ? 1 : 0 })
        let order = Self.topDown(managers, reports)
        for person in order.reversed() {
            guard let manager = managers[person] else { continue }
            sums[manager].gains += sums[person].gains
            sums[manager].losses += sums[person].losses
            touched[manager] += touched[person]
        }
        func ranked(_ people: [Int], _ all: [ReportedPerson]) -> [Int] {
            people.filter { sums[$0].total > 0 }.sorted { left, right in
                sums[left].total == sums[right].total
                    ? all[left].userName < all[right].userName
                    : sums[left].total > sums[right].total
            }
        }
        roots = ranked(order.filter { managers[$0] == nil }, people)
        below = reports.map { ranked($0, people) }
        (self.own, self.sums, self.touched) = (own, sums, touched)
    }

    /// The people who get a line: from the top, level by level, while they fit.
    func opened(lineLimit: Int, breadthLimit: Int) -> Set<Int> {
        var open = Set(roots.prefix(breadthLimit))
        var waiting = Array(roots.prefix(breadthLimit))
        var next = 0
        while next < waiting.count {
            let children = below[waiting[next]].prefix(breadthLimit)
            next += 1
            guard open.count + children.count <= lineLimit else { continue }
            open.formUnion(children)
            waiting += children
        }
        return open
    }

    /// People with changes, at the branches' tops and below.
    func people(in branches: [Int]) -> Int { branches.reduce(0) { $0 + touched[$1] } }

    /// The changes at the branches' tops and below.
    func balance(of branches: [Int]) -> BalanceMatrix.Balance {
        branches.reduce(into: BalanceMatrix.Balance()) { sum, branch in
            sum.gains += sums[branch].gains
            sum.losses += sums[branch].losses
        }
    }

    private static func own(_ arranged: ArrangedReport) -> [BalanceMatrix.Balance] {
        var own = Array(repeating: BalanceMatrix.Balance(), count: arranged.report.people.count)
        for row in arranged.rows {
            guard let index = arranged.index(of: row.person.id) else { continue }
            switch row.change.action {
            case .grant: own[index].gains += 1
            case .revoke: own[index].losses += 1
            }
        }
        return own
    }

    /// Every person after their manager, level by level.
    private static func topDown(_ managers: [Int?], _ reports: [[Int]]) -> [Int] {
        var order = managers.indices.filter { managers[$0] == nil }
        var next = 0
        while next < order.count {
            order += reports[order[next]]
            next += 1
        }
        return order
    }
}

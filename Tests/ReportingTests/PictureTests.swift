import Directory
import Entitlements
import Testing

@testable import Reporting

@Suite struct PictureTests {
    /// A company in which each manager has `width` people below, and everybody a change.
    private func company(of count: Int, width: Int, department: (Int) -> String) -> ChangeSetReport
    {
        let people = (0..<count).map { index in
            Sample.person(
                name(index), "Person \(index)", department(index), nil,
                under: index == 0 ? nil : name((index - 1) / width))
        }
        return Sample.report(
            changes: people.map { person in
                Sample.change(
                    .grant, person.userName, Sample.viewer, .matched, "now", ["members-read"])
            }, people: people.sorted { $0.id < $1.id }, guards: [])
    }

    private func name(_ index: Int) -> String { "p\(10_000 + index)" }

    @Test func `the tree stays on a page, and its sums stay whole`() {
        let tree = ReportingTree(ArrangedReport(company(of: 3_000, width: 8) { _ in "A" }))
        #expect(tree.lines.count <= ReportingTree.lineLimit)
        #expect(tree.lines.reduce(0) { $0 + $1.own.gains + $1.hidden.gains } == 3_000)
        #expect(tree.lines.reduce(0) { $0 + 1 + $1.hiddenPeople } == 3_000)
        #expect(tree.hiddenRoots == 0)
    }

    @Test func `a manager of a thousand people does not fill the page`() {
        let tree = ReportingTree(ArrangedReport(company(of: 1_001, width: 1_000) { _ in "A" }))
        #expect(tree.lines.count == 1 + ReportingTree.breadthLimit)
        #expect(tree.lines[0].hiddenPeople == 1_000 - ReportingTree.breadthLimit)
    }

    @Test func `managers without a change stand on the line; others are left out`() {
        let tree = ReportingTree(ArrangedReport(Sample.report))
        let names = tree.lines.map { String(repeating: ">", count: $0.depth) + $0.person.userName }
        #expect(
            names == [
                "kim", ">mona", ">>eve", ">>finn", ">>>gita", ">>dara", ">lee", ">>grace",
                ">>>ada", ">>>bo", ">>chen", ">hugo",
            ])
    }

    @Test func `a loop of managers ends`() {
        let people = [
            Sample.person("a", "A", nil, nil, under: "b"),
            Sample.person("b", "B", nil, nil, under: "a"),
        ]
        let change = Sample.change(.grant, "a", Sample.viewer, .matched, "now", [])
        let tree = ReportingTree(ArrangedReport(Sample.report(changes: [change], people: people)))
        #expect(tree.lines.isEmpty)
    }

    @Test func `many departments are cut to the largest, the rest together`() {
        let report = company(of: 400, width: 8) { "department \($0 % 40)" }
        let matrix = BalanceMatrix(ArrangedReport(report))
        #expect(matrix.departments.count == BalanceMatrix.departmentLimit + 1)
        #expect(matrix.departments.last == "other departments")
        let sum = matrix.departments.indices.reduce(0) { $0 + matrix[$1, 0].gains }
        #expect(sum == 400)
    }

    @Test func `a department called like the rest is no trap`() {
        let report = company(of: 60, width: 8) { $0 == 0 ? "other departments" : "d\($0 % 20)" }
        let matrix = BalanceMatrix(ArrangedReport(report))
        #expect(matrix.departments.indices.reduce(0) { $0 + matrix[$1, 0].gains } == 60)
    }
}

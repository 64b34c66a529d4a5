import TestSupport
import Testing

@testable import Directory

@Suite struct ReportingLinesTests {
    @Test func `a line upwards has the nearest first`() {
        let lines = ReportingLines(managers: [nil, 0, 1, 1])
        #expect(lines.managers(of: 3) == [1, 0])
        #expect(lines.manager(of: 0) == nil)
        #expect(lines.reports(3, to: 0))
        #expect(!lines.reports(0, to: 3))
        #expect(!lines.reports(0, to: 0))
        #expect(lines.loops.isEmpty)
    }

    @Test func `loops are cut, and who is their own manager is one`() {
        let lines = ReportingLines(managers: [0, 4, 1, 2, 2])
        #expect(lines.loops == [[0], [1, 2, 4]])
        for person in [0, 1, 2, 4] as [PersonIndex] { #expect(lines.manager(of: person) == nil) }
        #expect(lines.manager(of: 3) == 2)
        #expect(lines.reports(3, to: 2))
        #expect(!lines.reports(1, to: 2))
    }

    @Test func `a line of 100,000 is as good as any`() {
        let lines = ReportingLines(managers: [nil] + (0..<99_999).map { Int32($0) })
        #expect(lines.reports(99_999, to: 0))
        #expect(lines.managers(of: 99_999).count == 99_999)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `reports are what a naive walk finds`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let count = Int32.random(in: 1...12, using: &random)
        let managers: [PersonIndex?] = (0..<count).map { _ in
            let manager = Int32.random(in: -1..<count, using: &random)
            return manager < 0 ? nil : manager
        }
        let lines = ReportingLines(managers: managers)
        func walk(_ person: PersonIndex) -> [PersonIndex] {
            var seen: [PersonIndex] = []
            var next = managers[Int(person)]
            while let manager = next, !seen.contains(manager) {
                seen.append(manager)
                next = managers[Int(manager)]
            }
            return seen
        }
        let looping = (0..<count).filter { walk($0).contains($0) }
        #expect(lines.loops.flatMap { $0 }.sorted() == looping)
        for person in 0..<count {
            var line: [PersonIndex] = []
            for manager in walk(person) where !looping.contains(person) {
                line.append(manager)
                if looping.contains(manager) { break }
            }
            #expect(lines.managers(of: person) == line)
            for manager in 0..<count {
                #expect(lines.reports(person, to: manager) == line.contains(manager))
            }
        }
    }
}

import TestSupport
import Testing

@testable import Directory

@Suite struct MembershipGraphTests {
    // P15
    @Test func `a group that lists itself ends`() {
        let graph = MembershipGraph(people: [[0]], groups: [[0]], personCount: 1)
        #expect(graph.contains(0, 0))
        #expect(graph.cycles == [[0]])
        #expect(graph.contains(0, group: 0))
        #expect(graph.allMembers(of: 0) == [0])
        #expect(
            graph.paths(from: 0, to: 0, limit: 9)
                == MembershipPaths(
                    paths: [[0]], isTruncated: false))
    }

    // P15
    @Test(arguments: [2, 3]) func `everybody in a cycle of groups is in all of them`(length: Int) {
        let groups = (0..<length).map { [Int32(($0 + 1) % length)] }
        let people = (0..<length).map { [Int32($0)] }
        let graph = MembershipGraph(people: people, groups: groups, personCount: length)
        let all = Array(0..<Int32(length))
        #expect(graph.cycles == [all])
        for index in all {
            #expect(graph.allGroups(of: index) == all)
            #expect(graph.allMembers(of: index) == all)
            #expect(all.allSatisfy { graph.contains($0, group: index) })
            #expect(graph.paths(from: index, to: index, limit: 9).paths == [[index]])
            let next = (index + 1) % Int32(length)
            #expect(graph.paths(from: next, to: index, limit: 9).paths == [[next, index]])
        }
    }

    // P15
    @Test func `a diamond keeps its two paths`() {
        let graph = MembershipGraph(
            people: [[], [], [], [0]], groups: [[1, 2], [3], [3], []], personCount: 1)
        #expect(graph.cycles.isEmpty)
        let both = graph.paths(from: 0, to: 0, limit: 9)
        #expect(both == MembershipPaths(paths: [[3, 1, 0], [3, 2, 0]], isTruncated: false))
        let first = graph.paths(from: 0, to: 0, limit: 1)
        #expect(first == MembershipPaths(paths: [[3, 1, 0]], isTruncated: true))
        #expect(graph.paths(from: 0, to: 0, limit: 2).isTruncated == false)
        #expect(
            graph.paths(from: 0, to: 0, limit: 0) == MembershipPaths(paths: [], isTruncated: true))
    }

    @Test func `a direct membership comes before an indirect one`() {
        let graph = MembershipGraph(people: [[0], [0]], groups: [[1], []], personCount: 2)
        #expect(graph.paths(from: 0, to: 0, limit: 9).paths == [[0], [1, 0]])
        #expect(graph.paths(from: 1, to: 0, limit: 9).paths.isEmpty)
        #expect(graph.containsDirectly(0, 0))
        #expect(!graph.containsDirectly(0, 1))
    }

    // P30
    @Test func `a group without members is still a group`() {
        let graph = MembershipGraph(people: [[], [0]], groups: [[], []], personCount: 1)
        #expect(graph.allMembers(of: 0).isEmpty)
        #expect(graph.directMembers(of: 0).isEmpty)
        #expect(graph.contains(0, group: 0) && !graph.contains(1, group: 0))
    }

    @Test func `a ladder of 2 to the 40 paths gives the first hundred at once`() {
        var groups: [[Int32]] = []
        for level in 0..<40 {
            let bottom = Int32(level * 3)
            groups += [[bottom + 1, bottom + 2], [bottom + 3], [bottom + 3]]
        }
        groups.append([])
        var people = [[Int32]](repeating: [], count: groups.count)
        people[groups.count - 1] = [0]
        let found = MembershipGraph(people: people, groups: groups, personCount: 1)
            .paths(from: 0, to: 0, limit: 100)
        #expect(found.paths.count == 100)
        #expect(found.isTruncated)
        #expect(Set(found.paths).count == 100)
        #expect(found.paths.allSatisfy { $0.count == 81 })
    }

    // P15
    @Test func `a chain and a ring of 100,000 groups are as good as any`() {
        let depth = 100_000
        var people = [[Int32]](repeating: [], count: depth)
        people[depth - 1] = [0]
        let chain = (0..<depth).map { $0 + 1 < depth ? [Int32($0 + 1)] : [] }
        let ring = (0..<depth).map { [Int32(($0 + 1) % depth)] }
        for groups in [chain, ring] {
            let graph = MembershipGraph(people: people, groups: groups, personCount: 1)
            #expect(graph.contains(0, 0))
            #expect(graph.allGroups(of: 0).count == depth)
            #expect(graph.allMembers(of: 0) == [0])
            #expect(graph.paths(from: 0, to: 0, limit: 2).paths.map(\.count) == [depth])
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `the closure is what a naive walk reaches`(seed: UInt64) {
        let model = RandomGraph(seed: seed)
        let graph = model.graph
        for group in 0..<Int32(model.groups.count) {
            let above = model.reachable(from: [group])
            #expect(
                (0..<Int32(model.groups.count)).filter { graph.contains($0, group: group) } == above
            )
            let below = (0..<Int32(model.groups.count)).filter {
                model.reachable(from: [$0]).contains(group)
            }
            let members = Set(below.flatMap { model.people[Int($0)] }).sorted()
            #expect(graph.allMembers(of: group) == members)
        }
        for person in 0..<Int32(model.personCount) {
            let direct = model.directGroups(of: person)
            let all = model.reachable(from: direct)
            #expect(Array(graph.directGroups(of: person)) == direct)
            #expect(graph.allGroups(of: person) == all)
            for group in 0..<Int32(model.groups.count) {
                #expect(graph.contains(group, person) == all.contains(group))
                #expect(graph.containsDirectly(group, person) == direct.contains(group))
            }
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `the paths are all simple paths, shortest first`(seed: UInt64) {
        let model = RandomGraph(seed: seed)
        for person in 0..<Int32(model.personCount) {
            for group in 0..<Int32(model.groups.count) {
                let expected = model.simplePaths(from: person, to: group)
                for limit in [1, 3, 10_000] {
                    let found = model.graph.paths(from: person, to: group, limit: limit)
                    #expect(found.paths == Array(expected.prefix(limit)))
                    #expect(found.isTruncated == (expected.count > limit))
                }
            }
        }
    }
}

/// A small graph with cycles and diamonds, and the slow and obvious answers.
struct RandomGraph {
    let people: [[Int32]]
    let groups: [[Int32]]
    let personCount: Int

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let count = Int32.random(in: 1...7, using: &random)
        let persons = Int32.random(in: 1...4, using: &random)
        let density = Int.random(in: 1...4, using: &random)
        func some(of range: Int32) -> [Int32] {
            (0..<range).filter { _ in Int.random(in: 0..<10, using: &random) < density }
        }
        groups = (0..<count).map { _ in some(of: count) }
        people = (0..<count).map { _ in some(of: persons) }
        personCount = Int(persons)
    }

    var graph: MembershipGraph {
        MembershipGraph(people: people, groups: groups, personCount: personCount)
    }

    func parents(of group: Int32) -> [Int32] {
        (0..<Int32(groups.count)).filter { groups[Int($0)].contains(group) }
    }

    func directGroups(of person: Int32) -> [Int32] {
        (0..<Int32(people.count)).filter { people[Int($0)].contains(person) }
    }

    func reachable(from starts: [Int32]) -> [Int32] {
        var seen = Set(starts)
        var open = starts
        while let next = open.popLast() {
            for parent in parents(of: next) where seen.insert(parent).inserted {
                open.append(parent)
            }
        }
        return seen.sorted()
    }

    func simplePaths(from person: Int32, to target: Int32) -> [[Int32]] {
        func extend(_ path: [Int32]) -> [[Int32]] {
            guard let last = path.last, last != target else { return [path] }
            return parents(of: last).filter { !path.contains($0) }.flatMap { extend(path + [$0]) }
        }
        return directGroups(of: person).flatMap { extend([$0]) }.sorted {
            $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1)
        }
    }
}

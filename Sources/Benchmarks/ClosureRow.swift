import Directory
import TestSupport

/// Whether the closure of nested groups stays linear in its edges.
enum ClosureRow {
    /// Direct memberships, as the graph takes them.
    private struct Edges {
        let people: [[PersonIndex]]
        let groups: [[GroupIndex]]
        let personCount: Int

        var count: Int {
            people.reduce(0) { $0 + $1.count } + groups.reduce(0) { $0 + $1.count }
        }

        init(organizationOf size: Int) {
            let organization = GeneratedOrganization(people: size, groups: size / 50, seed: 1)
            people = organization.groups.map { $0.people.map(PersonIndex.init) }
            groups = organization.groups.map { $0.groups.map(GroupIndex.init) }
            personCount = size
        }

        /// A group in a group in a group …, with one person in each.
        init(chainOf size: Int) {
            people = (0..<size).map { [PersonIndex($0)] }
            groups = (0..<size).map { $0 == 0 ? [] : [GroupIndex($0 - 1)] }
            personCount = size
        }
    }

    /// Builds graphs of two sizes in turn, and compares the time that an edge takes.
    static func measure(runs: Int) -> [Finding] {
        [
            compare(
                "closure of nested groups, ten times the organisation",
                Edges(organizationOf: 50_000), Edges(organizationOf: 500_000), runs),
            compare(
                "closure of a chain of groups, ten times as long", Edges(chainOf: 20_000),
                Edges(chainOf: 200_000), runs),
        ]
    }

    /// The time an edge takes in the large graph, against the small one: 1 is linear, 10 would be
    /// quadratic.
    private static func compare(
        _ work: String, _ small: Edges, _ large: Edges, _ runs: Int
    ) -> Finding {
        Benchmarks.say(work)
        var times: (small: [Double], large: [Double]) = ([], [])
        for _ in 0..<runs {
            times.small.append(nanoseconds(small))
            times.large.append(nanoseconds(large))
        }
        let (before, after) = (times.small.median, times.large.median)
        return Finding(
            work: work, measured: "\(Finding.text(after)) ns an edge",
            against: "\(Finding.text(before)) ns an edge", figure: after / before, must: 2)
    }

    private static func nanoseconds(_ edges: Edges) -> Double {
        let time = ContinuousClock().measure {
            let graph = MembershipGraph(
                people: edges.people, groups: edges.groups, personCount: edges.personCount)
            precondition(graph.membershipCount == edges.count)
        }
        return time / .nanoseconds(1) / Double(edges.count)
    }
}

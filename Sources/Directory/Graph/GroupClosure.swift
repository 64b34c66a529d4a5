/// Which group contains which, through any nesting.
///
/// The groups of a cycle share one component. A component that is in one other alone is only linked
/// to it (chains and trees cost nothing, however deep); one that is in several has a sorted run of
/// everything above it. So the memory is that of the runs of groups with several parents.
struct GroupClosure: Sendable {
    /// For each group its component; a component's parents have smaller numbers.
    private let component: [Int32]
    /// For each component its groups.
    private let members: IndexRows
    /// Components under the one component they are in.
    private let links: Forest
    /// For each component the top of its tree of links.
    private let tops: [Int32]
    /// For each component with several parents the components above it; empty for others.
    private let above: IndexRows

    /// - Parameter parents: for each group the groups that list it.
    /// - Complexity: O(edges + runs read and written)
    init(parents: IndexRows) {
        let components = Components(edges: parents)
        component = components.ofNode
        members = IndexRows(grouping: component, rows: Int(components.count))
        var builder = Builder(count: Int(components.count))
        for number in 0..<components.count {
            builder.add(
                number,
                parents: members[number].lazy.flatMap { parents[$0] }
                    .map { [component] in component[Int($0)] })
        }
        links = Forest(parents: builder.links)
        tops = builder.tops
        above = builder.above
    }

    /// Whether `group` is `target` or in it, through any nesting. Does not allocate.
    func holds(_ group: Int32, in target: Int32) -> Bool {
        let (below, top) = (component[Int(group)], component[Int(target)])
        return links.holds(below, below: top) || above.row(tops[Int(below)], contains: top)
    }

    /// The groups of each cycle of several. **Shape:** each ascending; in no order.
    var cycles: [ArraySlice<Int32>] {
        (0..<Int32(members.count)).map { members[$0] }.filter { $0.count > 1 }
    }

    /// Appends the group and every group that contains it, in no order.
    func appendAncestors(of group: Int32, to list: inout [Int32]) {
        var number = component[Int(group)]
        list.append(contentsOf: members[number])
        while links.parents[Int(number)] >= 0 {
            number = links.parents[Int(number)]
            list.append(contentsOf: members[number])
        }
        for higher in above[number] { list.append(contentsOf: members[higher]) }
    }
}

extension GroupClosure {
    /// Builds links and runs, parents before children.
    private struct Builder {
        var links: [Int32] = []
        var tops: [Int32] = []
        var above = IndexRows()
        /// For each component the last one for which it was seen.
        private var seenFor: [Int32]

        init(count: Int) { seenFor = [Int32](repeating: -1, count: count) }

        mutating func add(_ number: Int32, parents: some Sequence<Int32>) {
            var distinct: [Int32] = []
            for parent in parents where parent != number && mark(parent, for: number) {
                distinct.append(parent)
            }
            links.append(distinct.count == 1 ? distinct[0] : -1)
            tops.append(distinct.count == 1 ? tops[Int(distinct[0])] : number)
            above.append(distinct.count > 1 ? run(above: distinct, for: number) : [])
        }

        private mutating func run(above parents: [Int32], for number: Int32) -> [Int32] {
            var run = parents
            climbing: for parent in parents {
                var higher = parent
                while links[Int(higher)] >= 0 {
                    higher = links[Int(higher)]
                    // What is marked has been climbed from, or is a parent that will be.
                    guard mark(higher, for: number) else { continue climbing }
                    run.append(higher)
                }
                for highest in above[higher] where mark(highest, for: number) {
                    run.append(highest)
                }
            }
            return run.sorted()
        }

        /// False when it was marked before.
        private mutating func mark(_ component: Int32, for number: Int32) -> Bool {
            if seenFor[Int(component)] == number { return false }
            seenFor[Int(component)] = number
            return true
        }
    }
}

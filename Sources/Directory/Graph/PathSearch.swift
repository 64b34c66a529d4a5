/// The simple paths up to a target, shortest first, without walking into what leads nowhere.
///
/// After each path found, the paths not yet found are split by where they leave it; of each part
/// only the shortest is looked for. So the work is bounded by the paths asked for, not by those
/// that exist.
/// - SeeAlso: J. Yen, "Finding the K Shortest Loopless Paths in a Network", Management Science 17
///   (1971); E. Lawler, Management Science 18 (1972), for the split
struct PathSearch {
    /// The shortest of the paths that begin with `path[..<fixed]` and do not go on to `banned`.
    private struct Candidate {
        var path: [Int32]
        var fixed: Int
        var banned: [Int32]
    }

    /// The groups of which the numbers used here are positions, ascending.
    private let groups: [Int32]
    private let parents: IndexRows
    private let children: IndexRows
    private let starts: [Int32]
    private let target: Int32?
    private var candidates: [Candidate] = []

    /// - Parameters:
    ///   - groups: all groups that a path may use; ascending.
    ///   - starts: the groups with which a path may begin; others than `groups` are left out.
    init(
        groups: [Int32], parents: (Int32) -> ArraySlice<Int32>, starts: ArraySlice<Int32>,
        target: Int32
    ) {
        let goal = groups.position(of: target)
        var rows = IndexRows()
        for (position, group) in groups.enumerated() {
            // A path ends where it reaches the target.
            let isGoal = Int32(position) == goal
            rows.append(isGoal ? [] : parents(group).compactMap(groups.position))
        }
        self.groups = groups
        self.parents = rows
        self.children = rows.transposed(rows: groups.count)
        self.starts = starts.compactMap(groups.position)
        self.target = goal
    }

    /// - Parameter limit: at most so many.
    mutating func paths(limit: Int) -> MembershipPaths {
        var found: [[Int32]] = []
        propose(after: [], banned: [])
        while found.count < limit, let next = takeShortest() {
            found.append(next.path.map { groups[Int($0)] })
            split(next)
        }
        return MembershipPaths(paths: found, isTruncated: !candidates.isEmpty)
    }

    private mutating func takeShortest() -> Candidate? {
        let best = candidates.indices.min { left, right in
            let (left, right) = (candidates[left].path, candidates[right].path)
            if left.count != right.count { return left.count < right.count }
            return left.lexicographicallyPrecedes(right)
        }
        return best.map { candidates.remove(at: $0) }
    }

    private mutating func split(_ found: Candidate) {
        for length in found.fixed..<found.path.count {
            let banned = length == found.fixed ? found.banned : []
            propose(after: found.path[..<length], banned: banned + [found.path[length]])
        }
    }

    private mutating func propose(after prefix: ArraySlice<Int32>, banned: [Int32]) {
        let ways = prefix.last.map { parents[$0] } ?? starts[...]
        // Most groups have one way up: nothing to search then.
        guard ways.count > banned.count else { return }
        let open = ways.filter { !banned.contains($0) && !prefix.contains($0) }
        guard !open.isEmpty, let rest = shortest(from: open, avoiding: prefix) else { return }
        candidates.append(
            Candidate(path: prefix + rest, fixed: prefix.count, banned: banned))
    }

    /// The shortest way to the target, of equal ones the first by index.
    private func shortest(from starts: [Int32], avoiding: ArraySlice<Int32>) -> [Int32]? {
        let distance = distances(avoiding: avoiding)
        let reachable = starts.filter { distance[Int($0)] < .max }
        guard var node = reachable.min(by: { distance[Int($0)] < distance[Int($1)] }) else {
            return nil
        }
        var path = [node]
        while distance[Int(node)] > 0 {
            let nearer = distance[Int(node)] - 1
            guard let next = parents[node].first(where: { distance[Int($0)] == nearer }) else {
                return nil
            }
            node = next
            path.append(node)
        }
        return path
    }

    /// Steps from each group to the target; `Int32.max` where there is no way.
    private func distances(avoiding: ArraySlice<Int32>) -> [Int32] {
        var distance = [Int32](repeating: .max, count: groups.count)
        guard let target else { return distance }
        var isClosed = [Bool](repeating: false, count: groups.count)
        for group in avoiding { isClosed[Int(group)] = true }
        distance[Int(target)] = 0
        var queue = [target]
        var next = 0
        while next < queue.count {
            let node = queue[next]
            next += 1
            for child in children[node]
            where !isClosed[Int(child)] && distance[Int(child)] == .max {
                distance[Int(child)] = distance[Int(node)] + 1
                queue.append(child)
            }
        }
        return distance
    }
}

extension [Int32] {
    /// Where the value stands in an ascending array.
    fileprivate func position(of value: Int32) -> Int32? {
        sortedIndex(of: value) { $0 }.map(Int32.init)
    }
}

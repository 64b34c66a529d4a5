/// Trees told by each node's parent, with interval numbers: whether one node is below another is
/// two comparisons.
///
/// Loops are cut: the nodes of a loop lose their parents and become tops.
struct Forest: Sendable, Hashable {
    /// For each node its parent; -1 at the top.
    private(set) var parents: [Int32]
    /// The loops that were cut. **Shape:** each ascending; sorted by their first.
    let loops: [[Int32]]
    /// For each node its place in an order in which what is below a node follows it at once.
    private let position: [Int32]
    /// For each node how many nodes its tree has, itself included.
    private let size: [Int32]

    /// - Parameter parents: for each node its parent, or -1; may contain loops.
    /// - Complexity: O(nodes)
    init(parents: [Int32]) {
        let leavesFirst = Self.peel(parents)
        loops = Self.loops(in: parents, outside: leavesFirst)
        let looping = loops.joined()
        var cut = parents
        for node in looping { cut[Int(node)] = -1 }
        let topsFirst = looping + leavesFirst.reversed()

        var size = [Int32](repeating: 1, count: cut.count)
        for node in topsFirst.reversed() where cut[Int(node)] >= 0 {
            size[Int(cut[Int(node)])] += size[Int(node)]
        }
        var position = [Int32](repeating: 0, count: cut.count)
        var free = position
        var nextTop: Int32 = 0
        for node in topsFirst.map(Int.init) {
            if cut[node] >= 0 {
                position[node] = free[Int(cut[node])]
                free[Int(cut[node])] += size[node]
            } else {
                position[node] = nextTop
                nextTop += size[node]
            }
            free[node] = position[node] + 1
        }
        (self.parents, self.position, self.size) = (cut, position, size)
    }

    /// Whether `node` is `top` or anywhere below it.
    func holds(_ node: Int32, below top: Int32) -> Bool {
        let distance = position[Int(node)] - position[Int(top)]
        return distance >= 0 && distance < size[Int(top)]
    }

    /// The nodes outside loops, each before its parent: leaves are taken off until none is left.
    private static func peel(_ parents: [Int32]) -> [Int32] {
        var children = [Int32](repeating: 0, count: parents.count)
        for parent in parents where parent >= 0 { children[Int(parent)] += 1 }
        var peeled = (0..<Int32(parents.count)).filter { children[Int($0)] == 0 }
        var next = 0
        while next < peeled.count {
            let parent = parents[Int(peeled[next])]
            next += 1
            guard parent >= 0 else { continue }
            children[Int(parent)] -= 1
            if children[Int(parent)] == 0 { peeled.append(parent) }
        }
        return peeled
    }

    private static func loops(in parents: [Int32], outside peeled: [Int32]) -> [[Int32]] {
        var isSettled = [Bool](repeating: false, count: parents.count)
        for node in peeled { isSettled[Int(node)] = true }
        var loops: [[Int32]] = []
        for start in 0..<Int32(parents.count) where !isSettled[Int(start)] {
            var loop: [Int32] = []
            var node = start
            while !isSettled[Int(node)] {
                isSettled[Int(node)] = true
                loop.append(node)
                node = parents[Int(node)]
            }
            loops.append(loop.sorted())
        }
        return loops
    }
}

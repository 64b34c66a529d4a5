/// The strongly connected components of a graph, without recursion: a chain of 100,000 groups is
/// as good as any.
///
/// - SeeAlso: R. Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM J. Comput. 1 (1972)
struct Components {
    /// For each node its component. **Shape:** an edge leads to the same or to a smaller number, so
    /// that ascending order meets what a component leads to before the component.
    private(set) var ofNode: [Int32]
    private(set) var count: Int32 = 0

    private let edges: IndexRows
    /// The order of discovery, from 1; 0 is undiscovered.
    private var number: [Int32]
    private var low: [Int32]
    /// How many edges of a node were followed.
    private var followed: [Int32]
    private var discovered: Int32 = 0
    private var path: [Int32] = []
    private var open: [Int32] = []

    /// - Complexity: O(nodes + edges)
    init(edges: IndexRows) {
        self.edges = edges
        ofNode = [Int32](repeating: -1, count: edges.count)
        number = [Int32](repeating: 0, count: edges.count)
        low = number
        followed = number
        for node in 0..<Int32(edges.count) where number[Int(node)] == 0 { search(from: node) }
    }

    private mutating func search(from root: Int32) {
        enter(root)
        while let node = path.last {
            let successors = edges[node]
            let position = successors.startIndex + Int(followed[Int(node)])
            guard position < successors.endIndex else {
                leave(node)
                continue
            }
            followed[Int(node)] += 1
            let successor = successors[position]
            if number[Int(successor)] == 0 {
                enter(successor)
            } else if ofNode[Int(successor)] < 0 {
                low[Int(node)] = min(low[Int(node)], number[Int(successor)])
            }
        }
    }

    private mutating func enter(_ node: Int32) {
        discovered += 1
        number[Int(node)] = discovered
        low[Int(node)] = discovered
        path.append(node)
        open.append(node)
    }

    private mutating func leave(_ node: Int32) {
        path.removeLast()
        if let before = path.last { low[Int(before)] = min(low[Int(before)], low[Int(node)]) }
        guard low[Int(node)] == number[Int(node)] else { return }
        while let member = open.popLast() {
            ofNode[Int(member)] = count
            if member == node { break }
        }
        count += 1
    }
}

/// Sets of numbers that grow together; the smallest number of a set stands for it.
struct DisjointSets {
    private var parents: [Int32]

    /// Each number below `count` in a set of its own.
    init(count: Int) { parents = Array(0..<Int32(count)) }

    /// Makes the sets of both numbers one.
    mutating func unite(_ one: Int32, _ other: Int32) {
        let (one, other) = (root(of: one), root(of: other))
        parents[Int(max(one, other))] = min(one, other)
    }

    mutating func root(of number: Int32) -> Int32 {
        var number = number
        while parents[Int(number)] != number {
            let grandparent = parents[Int(parents[Int(number)])]
            parents[Int(number)] = grandparent
            number = grandparent
        }
        return number
    }

    /// For each number the one that stands for its set.
    mutating func roots() -> [Int32] {
        (0..<Int32(parents.count)).map { root(of: $0) }
    }
}

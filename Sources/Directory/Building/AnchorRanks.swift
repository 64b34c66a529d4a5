/// The order of entries by anchor, and the place of each entry in it.
package struct AnchorRanks {
    /// Positions of entries, by anchor and then as they came.
    package let order: [Int32]
    /// For each position the place of its anchor among the distinct anchors.
    package let rank: [Int32]
    /// Whether no two entries have one anchor.
    package let isUnique: Bool

    /// - Parameter anchor: of the entry at a position from 0 up to `count`.
    /// - Complexity: O(n log n)
    package init(count: Int, anchor: (Int) -> Anchor) {
        var entries = (0..<count).map { (anchor: anchor($0), position: Int32($0)) }
        entries.sort { left, right in
            left.anchor == right.anchor
                ? left.position < right.position : left.anchor < right.anchor
        }
        var rank = [Int32](repeating: 0, count: entries.count)
        var next: Int32 = -1
        var previous: Anchor?
        for (anchor, position) in entries {
            if previous != anchor { next += 1 }
            previous = anchor
            rank[Int(position)] = next
        }
        isUnique = Int(next) + 1 == entries.count
        self.rank = rank
        order = entries.map(\.position)
    }
}

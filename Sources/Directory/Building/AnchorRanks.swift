/// The order of entries by anchor, and the place of each entry in it.
package struct AnchorRanks {
    /// Positions of entries, by anchor and then as they came.
    package let order: [Int32]
    /// For each position the place of its anchor among the distinct anchors.
    package let rank: [Int32]
    /// Whether no two entries have one anchor.
    package let isUnique: Bool

    /// - Parameter anchor: of the entry at a position from 0 up to `count`.
    /// - Complexity: linear for UUIDs, as far as their first halves differ; O(n log n) for others
    package init(count: Int, anchor: (Int) -> Anchor) {
        let bits = (0..<count).map { anchor($0).leadingBits }
        var entries = bits.enumerated().map { position, bits in
            NumberedPosition(number: bits ?? 0, position: Int32(position))
        }
        // Between a UUID and another text numbers tell nothing.
        if bits.contains(nil) { for index in entries.indices { entries[index].number = 0 } }
        entries.sortByNumber()
        entries.sortEqualNumbers(by: anchor)
        var rank = [Int32](repeating: 0, count: count)
        var next: Int32 = -1
        var previous: NumberedPosition?
        for entry in entries {
            let isSame = previous.map { previous in
                previous.number == entry.number
                    && anchor(Int(previous.position)) == anchor(Int(entry.position))
            }
            if isSame != true { next += 1 }
            previous = entry
            rank[Int(entry.position)] = next
        }
        isUnique = Int(next) + 1 == count
        self.rank = rank
        order = entries.map(\.position)
    }
}

/// A position, and a number that says as much of its place in an order as a number can.
private struct NumberedPosition {
    var number: UInt64
    let position: Int32
}

extension [NumberedPosition] {
    /// Sorts by the numbers, byte by byte from the lowest: entries with one number stay in their order.
    fileprivate mutating func sortByNumber() {
        var other = self
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            var starts = [Int](repeating: 0, count: 257)
            for entry in self { starts[Int(entry.number >> shift & 0xFF) + 1] += 1 }
            if starts.contains(count) { continue }
            for byte in 1..<256 { starts[byte] += starts[byte - 1] }
            for entry in self {
                let byte = Int(entry.number >> shift & 0xFF)
                other[starts[byte]] = entry
                starts[byte] += 1
            }
            swap(&self, &other)
        }
    }

    /// Sorts those that have one number, which stand together.
    fileprivate mutating func sortEqualNumbers(by anchor: (Int) -> Anchor) {
        var start = 0
        while start < count {
            let number = self[start].number
            let end = self[start...].firstIndex { $0.number != number } ?? count
            if end - start > 1 { sort(start..<end, by: anchor) }
            start = end
        }
    }

    private mutating func sort(_ range: Range<Int>, by anchor: (Int) -> Anchor) {
        var sorted = self[range].map { entry in
            (anchor: anchor(Int(entry.position)), entry: entry)
        }
        sorted.sort { left, right in
            left.anchor == right.anchor
                ? left.entry.position < right.entry.position : left.anchor < right.anchor
        }
        for (index, element) in zip(range, sorted) { self[index] = element.entry }
    }
}

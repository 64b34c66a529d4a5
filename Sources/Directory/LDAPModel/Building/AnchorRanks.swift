/// The order of entries by anchor, and the place of each entry in it.
struct AnchorRanks {
    /// Positions of entries, by anchor and then as they came.
    let order: [Int32]
    /// For each position the place of its anchor among the distinct anchors.
    let rank: [Int32]
    /// Whether no two entries have one anchor.
    let isUnique: Bool

    /// - Complexity: O(n log n), of which almost all compare two integers.
    init(_ anchors: some RandomAccessCollection<String>) {
        let anchors = Array(anchors)
        let areASCII = anchors.allSatisfy {
            $0.utf8.withContiguousStorageIfAvailable(\.isASCII) ?? false
        }
        // Eight letters at once; only for ASCII is their order that of strings.
        let heads = anchors.map { areASCII ? Self.head(of: $0) : 0 }
        var order = (0..<Int32(anchors.count)).map { (head: heads[Int($0)], position: $0) }
        order.sort { left, right in
            if left.head != right.head { return left.head < right.head }
            let (first, second) = (anchors[Int(left.position)], anchors[Int(right.position)])
            return first != second ? first < second : left.position < right.position
        }
        var rank = [Int32](repeating: 0, count: anchors.count)
        var next: Int32 = -1
        var previous: (head: UInt64, position: Int32)?
        for entry in order {
            let isSame = previous.map {
                $0.head == entry.head && anchors[Int($0.position)] == anchors[Int(entry.position)]
            }
            if isSame != true { next += 1 }
            previous = entry
            rank[Int(entry.position)] = next
        }
        isUnique = Int(next) + 1 == anchors.count
        self.rank = rank
        self.order = order.map(\.position)
    }

    private static func head(of text: String) -> UInt64 {
        var head: UInt64 = 0
        var count = 0
        for byte in text.utf8.prefix(8) {
            head = head << 8 | UInt64(byte)
            count += 1
        }
        return count == 8 ? head : head << UInt64(8 * (8 - count))
    }
}

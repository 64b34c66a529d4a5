extension Array {
    /// The first position whose element does not come before what is looked for, in an array where
    /// those that do come first; the end when all of them do.
    ///
    /// A closure that is inlined, since a key path copies the element at each step.
    /// - Complexity: O(log n)
    @inlinable @inline(__always)
    package func partitionPoint(where precedes: (borrowing Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if precedes(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where the wanted key is, in an array sorted by `key`.
    @inline(__always)
    func sortedIndex<Key: Comparable>(of wanted: Key, by key: (borrowing Element) -> Key) -> Int? {
        let position = partitionPoint { key($0) < wanted }
        return position < count && key(self[position]) == wanted ? position : nil
    }
}

extension Array where Element: Comparable {
    /// Ascending, each once.
    ///
    /// Inlined, since the sorting of a type that nobody knows is many times slower.
    @inlinable
    package consuming func sortedUnique() -> [Element] {
        sort()
        var kept = 0
        for index in indices where kept == 0 || self[kept - 1] != self[index] {
            if kept != index { self[kept] = self[index] }
            kept += 1
        }
        removeLast(count - kept)
        return self
    }
}

extension [Int32] {
    /// Ascending, each once, of numbers from 0 up to a bound: where many of them are there, without
    /// comparing.
    package consuming func sortedUnique(below bound: Int) -> [Int32] {
        let most = count
        guard most > bound / 32 else { return sortedUnique() }
        var bits = [UInt64](repeating: 0, count: (bound + 63) / 64)
        for number in self { bits[Int(number) / 64] |= 1 << UInt64(number % 64) }
        var numbers: [Int32] = []
        numbers.reserveCapacity(most)
        for (word, var rest) in bits.enumerated() {
            while rest != 0 {
                numbers.append(Int32(word * 64 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return numbers
    }
}

import Directory

/// Which stored rows are which of the present things, by key.
struct RowMatching: Sendable {
    /// A stored row that nothing present has the key of.
    struct Leftover: Sendable {
        let number: Int64
        /// What the present things were asked for.
        let key: String
        /// It was there until now.
        let isNew: Bool
    }

    /// For each present thing its row's number; 0 when it has none.
    fileprivate(set) var numbers: [Int64]
    /// Positions of present things whose row was there with other content. **Shape:** ascending.
    fileprivate(set) var changed: [Int32] = []
    /// Of those whose row says that they were gone. **Shape:** ascending.
    fileprivate(set) var returned: [Int32] = []
    /// Of those without a row. **Shape:** ascending.
    fileprivate(set) var fresh: [Int32] = []
    /// Of those whose row says that they were gone, or not active.
    fileprivate(set) var inactive: Set<Int32> = []
    /// How many rows say that what they describe is there, and not active.
    fileprivate(set) var inactiveRows = 0
    /// Rows of what is not there, those that are long gone too.
    fileprivate(set) var leftovers: [Leftover] = []

    /// A stored row that something present has the key of.
    struct Row {
        let number: Int64
        let isGone: Bool
        let isActive: Bool
        /// Whether what it describes is as it was.
        let isSame: Bool
    }

    /// Of so many present things, none of which has a row yet.
    init(count: Int) { numbers = [Int64](repeating: 0, count: count) }

    /// Gives the thing at that position its row, if it has one. To be called in order.
    mutating func match(_ position: Int32, _ row: Row?) {
        guard let row else { return fresh.append(position) }
        numbers[Int(position)] = row.number
        if row.isGone {
            returned.append(position)
        } else if !row.isSame {
            changed.append(position)
        }
        if row.isGone || !row.isActive { inactive.insert(position) }
    }

    /// Takes the rows of what is not there.
    mutating func leave(_ rows: [Leftover]) { leftovers = rows }

    /// - Parameters:
    ///   - contents: the present content hashes.
    ///   - key: the key at each position, ascending.
    ///   - rows: calls its argument with each stored row, ascending by key; its columns are number,
    ///     key, the run since which it is gone, content, and whether it is active.
    init(
        contents: [Int64], key: (Int) -> some Identifier,
        rows: ((any SQLRow) throws -> Void) throws -> Void
    ) rethrows {
        numbers = [Int64](repeating: 0, count: contents.count)
        try withoutActuallyEscaping(key) { key in
            var matcher = RowMatcher(contents: contents, key: key)
            try rows { row in matcher.take(row, into: &self) }
            matcher.finish(&self)
        }
    }

    /// Gives numbers to those without a row, counting on from the largest there is.
    mutating func number(from largest: Int64) {
        for (offset, position) in fresh.enumerated() {
            numbers[Int(position)] = largest + 1 + Int64(offset)
        }
    }
}

/// One pass over two sorted lists.
private struct RowMatcher<Key: Identifier> {
    let contents: [Int64]
    let key: (Int) -> Key
    private var next = 0
    private var unmatched: [Row] = []

    private typealias Row = (
        number: Int64, key: String, isGone: Bool, content: Int64, isActive: Bool
    )

    init(contents: [Int64], key: @escaping (Int) -> Key) {
        self.contents = contents
        self.key = key
    }

    mutating func take(_ row: any SQLRow, into matching: inout RowMatching) {
        if row.isNull(2), !row.flag(4) { matching.inactiveRows += 1 }
        while next < contents.count {
            let order = compare(key(next), with: row)
            if order > 0 { break }
            next += 1
            if order == 0 {
                match(
                    next - 1, (row.integer(0), "", !row.isNull(2), row.integer(3), row.flag(4)),
                    &matching)
                return
            }
        }
        unmatched.append(
            (row.integer(0), row.text(1), !row.isNull(2), row.integer(3), row.flag(4)))
    }

    private func match(_ position: Int, _ row: Row, _ matching: inout RowMatching) {
        matching.numbers[position] = row.number
        if row.isGone {
            matching.returned.append(Int32(position))
        } else if row.content != contents[position] {
            matching.changed.append(Int32(position))
        }
        if row.isGone || !row.isActive { matching.inactive.insert(Int32(position)) }
    }

    /// The database sorts by bytes and the present things by Swift's order of texts, which differ
    /// outside of composed Unicode: what the pass missed is found by key.
    mutating func finish(_ matching: inout RowMatching) {
        var fresh = contents.indices.filter { matching.numbers[$0] == 0 }
        if !unmatched.isEmpty, !fresh.isEmpty {
            let missed = Dictionary(
                fresh.map { (key($0).rawValue, $0) }, uniquingKeysWith: { first, _ in first })
            for (index, row) in unmatched.enumerated().reversed() {
                guard let position = missed[row.key], matching.numbers[position] == 0 else {
                    continue
                }
                match(position, row, &matching)
                unmatched.remove(at: index)
            }
            fresh.removeAll { matching.numbers[$0] != 0 }
            matching.changed.sort()
            matching.returned.sort()
        }
        matching.fresh = fresh.map(Int32.init)
        matching.leftovers = unmatched.map {
            RowMatching.Leftover(number: $0.number, key: $0.key, isNew: !$0.isGone)
        }
    }

    /// Negative when the key comes before the row's.
    private func compare(_ key: Key, with row: any SQLRow) -> Int {
        var order = 0
        row.withUTF8(1) { stored in
            key.withUTF8 { key in
                for index in 0..<min(key.count, stored.count) where key[index] != stored[index] {
                    order = Int(key[index]) - Int(stored[index])
                    return
                }
                order = key.count - stored.count
            }
        }
        return order
    }
}

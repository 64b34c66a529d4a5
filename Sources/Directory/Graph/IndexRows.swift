/// Rows of indices, one behind the other in a single array: edges of a graph, members of sets.
///
/// Four bytes an edge and four a row; no allocation a row.
/// **Shape:** rows keep what they were given; those of a graph are ascending and unique.
struct IndexRows: Sendable, Hashable {
    private var offsets: [Int32] = [0]
    private var values: [Int32] = []

    init() {}

    /// The same rows, end to end.
    init(_ rows: [[Int32]]) {
        for row in rows { append(row) }
    }

    /// One row a label: the positions at which it stands in `labels`, ascending.
    /// - Parameter labels: each below `rows`; a negative one is left out.
    init(grouping labels: [Int32], rows: Int) {
        self.init(rows: rows) { place in
            for (position, label) in labels.enumerated() where label >= 0 {
                place(label, Int32(position))
            }
        }
    }

    /// A counting sort: `fill` is called twice and must say the same both times.
    private init(rows: Int, fill: (_ place: (_ row: Int32, _ value: Int32) -> Void) -> Void) {
        var offsets = [Int32](repeating: 0, count: rows + 1)
        fill { row, _ in offsets[Int(row) + 1] += 1 }
        for row in 0..<rows { offsets[row + 1] += offsets[row] }
        var next = offsets
        var values = [Int32](repeating: 0, count: Int(offsets[rows]))
        fill { row, value in
            values[Int(next[Int(row)])] = value
            next[Int(row)] += 1
        }
        (self.offsets, self.values) = (offsets, values)
    }

    /// **Units:** rows.
    var count: Int { offsets.count - 1 }

    /// All values of all rows.
    var valueCount: Int { values.count }

    /// The values of a row, in the order in which they were given.
    subscript(row: Int32) -> ArraySlice<Int32> {
        values[Int(offsets[Int(row)])..<Int(offsets[Int(row) + 1])]
    }

    /// Adds a row as it is.
    mutating func append(_ row: some Sequence<Int32>) {
        values.append(contentsOf: row)
        offsets.append(Int32(values.count))
    }

    /// Appends a row in any order, with repetitions, as an ascending one without.
    mutating func append(sorting row: some Sequence<Int32>) {
        let start = values.count
        var isAscending = true
        for value in row {
            if values.count > start, values[values.count - 1] >= value { isAscending = false }
            values.append(value)
        }
        if !isAscending {
            let sorted = values[start...].sorted()
            values.removeSubrange(start...)
            for value in sorted where values.count == start || values.last != value {
                values.append(value)
            }
        }
        offsets.append(Int32(values.count))
    }

    /// For each value the rows in which it stands, ascending.
    func transposed(rows: Int) -> IndexRows {
        IndexRows(rows: rows) { place in
            for row in 0..<Int32(count) {
                for value in self[row] { place(value, row) }
            }
        }
    }

    /// Binary search in an ascending row. Does not allocate.
    func row(_ row: Int32, contains wanted: Int32) -> Bool {
        var low = Int(offsets[Int(row)])
        let end = Int(offsets[Int(row) + 1])
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < end && values[low] == wanted
    }
}

/// Rows under headings: what every list of the command line is made of.
public struct Table: Sendable, Hashable {
    /// Where in its column a cell stands; numbers trail.
    public enum Alignment: Sendable, Hashable { case leading, trailing }

    /// What a column is called, and how its cells stand.
    public struct Column: Sendable, Hashable {
        /// One or two words.
        public let heading: String
        /// Of the heading too.
        public let alignment: Alignment
        /// Whether its cells are never cut: what people go on to type, such as a login.
        public let isWhole: Bool

        public init(
            _ heading: String, _ alignment: Alignment = .leading, isWhole: Bool = false
        ) {
            self.heading = heading
            self.alignment = alignment
            self.isWhole = isWhole
        }
    }

    /// From left to right.
    public let columns: [Column]
    /// **Shape:** each row has a cell for each column.
    public private(set) var rows: [[String]] = []
    /// A sentence in place of the rows when there are none.
    public let emptyNotice: String

    public init(_ columns: [Column], emptyNotice: String = "nothing") {
        self.columns = columns
        self.emptyNotice = emptyNotice
    }

    /// Appends a row; cells that are missing are empty.
    public mutating func append(_ cells: [String]) {
        let missing = max(0, columns.count - cells.count)
        rows.append(cells.prefix(columns.count) + Array(repeating: "", count: missing))
    }
}

/// Rows of a bulk that are sent many at a time.
protocol PostgreSQLBatch: SQLBulk {
    /// Sends what was run so far: before something else is asked, and at the end.
    func flush() throws
}

/// Rows of an `INSERT` of plain values, sent by `COPY`.
/// - SeeAlso: https://www.postgresql.org/docs/current/sql-copy.html (binary format)
final class PostgreSQLCopy: PostgreSQLBatch {
    private let target: String
    private let columns: Int
    private unowned let connection: PostgreSQLConnection
    private var bytes = PostgreSQLCopy.header
    /// Where the last whole row ends.
    private var end = PostgreSQLCopy.header.count
    private var fields = 0

    private static let header: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A] + [UInt8](repeating: 0, count: 9)
    /// **Units:** bytes; more would not be quicker.
    private static let most = 256 << 10

    /// nil for a statement of another kind.
    init?(_ sql: String, connection: PostgreSQLConnection) {
        let words = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard let match = words.wholeMatch(of: /INSERT INTO (\w+ \([\w, ]+\)) VALUES \([?, ]+\)/)
        else { return nil }
        target = String(match.1)
        columns = target.count { $0 == "," } + 1
        self.connection = connection
    }

    private func begin(length: Int) {
        if fields == 0 { add(Int16(columns)) }
        fields += 1
        add(Int32(length))
    }

    private func add(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.bigEndian) { bytes += $0 }
    }

    func append(_ integer: Int64) {
        begin(length: 8)
        add(integer)
    }

    func append(_ text: String) {
        var text = text
        text.withUTF8(append(utf8:))
    }

    func append(_ value: [UInt8]) {
        begin(length: value.count)
        bytes += value
    }

    func append(utf8 text: UnsafeBufferPointer<UInt8>) {
        if PostgreSQLText.isPlain(text) {
            begin(length: text.count)
            bytes += text
        } else {
            append(PostgreSQLText.stored(text))
        }
    }

    func appendNull() { begin(length: -1) }

    func run() throws {
        fields = 0
        end = bytes.count
        if end > Self.most { try flush() }
    }

    func flush() throws {
        guard end > Self.header.count else { return }
        let rest = Array(bytes[end...])
        bytes.removeSubrange(end...)
        add(Int16(-1))
        try connection.copy(bytes, into: target)
        bytes = Self.header + rest
        end = Self.header.count
    }
}

/// Another statement, sent many times before the first answer is read.
final class PostgreSQLPipeline: PostgreSQLBatch {
    private let sql: String
    private unowned let connection: PostgreSQLConnection
    private var parameters = PostgreSQLParameters()
    private var sets: [PostgreSQLParameters] = []

    /// So few that neither side fills its buffer while the other does.
    private static let most = 128

    init(_ sql: String, connection: PostgreSQLConnection) {
        self.sql = sql
        self.connection = connection
    }

    func append(_ integer: Int64) { parameters.append(integer) }
    func append(_ text: String) { parameters.append(text) }
    func append(_ bytes: [UInt8]) { parameters.append(bytes) }
    func append(utf8 bytes: UnsafeBufferPointer<UInt8>) { parameters.append(utf8: bytes) }
    func appendNull() { parameters.appendNull() }

    func run() throws {
        sets.append(parameters)
        parameters = PostgreSQLParameters()
        if sets.count == Self.most { try flush() }
    }

    func flush() throws {
        if sets.isEmpty { return }
        let sets = sets
        self.sets = []
        try connection.pipeline(sql, sets)
    }
}

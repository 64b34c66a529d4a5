import Dispatch

/// Runs a statement for many rows: rows are made on the caller's thread while the ones before are
/// written on another, which has the connection meanwhile.
final class SQLiteBulk: SQLBulk {
    private let writer: Writer
    private var rows = BulkRows()

    /// **Units:** bytes of rows that go to the other thread at once.
    private static let batch = 64 << 10

    /// Lends the statement out until ``finish()``.
    init(_ statement: SQLiteStatement) { writer = Writer(statement) }

    func append(_ integer: Int64) { rows.append(integer) }

    func append(_ text: String) {
        var text = text
        text.withUTF8 { append(utf8: $0) }
    }

    func append(utf8 bytes: UnsafeBufferPointer<UInt8>) { rows.append(text: .init(bytes)) }

    func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { rows.append(blob: $0) } }

    func appendNull() { rows.appendNull() }

    /// A row that is refused is reported by a later call.
    func run() throws {
        rows.endRow()
        if rows.size < Self.batch { return }
        rows = try writer.begin(rows)
    }

    /// Writes what is left, on this thread: usually everything.
    func finish() throws {
        try writer.wait()
        try writer.statement.run(rows)
    }

    /// Waits until the connection is free, whatever became of the rows.
    func abandon() { try? writer.wait() }
}

/// The other thread.
private final class Writer: @unchecked Sendable {  // `queue`'s alone between begin and wait
    let statement: SQLiteStatement
    private let queue = DispatchQueue(label: "org.rollcall.store.bulk")
    private let work = DispatchGroup()
    private var rows = BulkRows()
    private var fault: (any Error)?

    init(_ statement: SQLiteStatement) { self.statement = statement }

    /// - Returns: an empty buffer: the one that was written last.
    func begin(_ next: BulkRows) throws -> BulkRows {
        try wait()
        var free = rows
        rows = next
        free.removeAll()
        queue.async(group: work) { [self] in
            do { try statement.run(rows) } catch { fault = error }
        }
        return free
    }

    func wait() throws {
        work.wait()
        if let fault { throw fault }
    }
}

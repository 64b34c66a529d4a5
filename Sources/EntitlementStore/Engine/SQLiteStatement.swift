import GRDBSQLite

/// A prepared statement. Owned by one connection and used on its thread only.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let database: OpaquePointer

    /// Prepares it; to be used again and again.
    init(_ sql: String, in database: OpaquePointer) throws {
        var handle: OpaquePointer?
        let status = sqlite3_prepare_v3(
            database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard status == SQLITE_OK, let handle else { throw SQLiteFault(of: database) }
        self.handle = handle
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds the values in order.
    func bind(_ arguments: [SQLValue]) {
        for (position, argument) in arguments.enumerated() {
            let column = Int32(position + 1)
            switch argument {
            case .null: sqlite3_bind_null(handle, column)
            case .integer(let number): sqlite3_bind_int64(handle, column, number)
            case .text(var text): text.withUTF8 { bind(utf8: .init($0), column, Self.copied) }
            case .bytes(let bytes): bytes.withUnsafeBytes { bind(blob: $0, column, Self.copied) }
            }
        }
    }

    /// Runs it for each of the rows, which stay where they are meanwhile.
    func run(_ rows: BulkRows) throws {
        defer {
            reset()
            sqlite3_clear_bindings(handle)
        }
        try rows.forEachValue { value, column in
            let column = Int32(column + 1)
            switch value {
            case .null: sqlite3_bind_null(handle, column)
            case .integer(let number): sqlite3_bind_int64(handle, column, number)
            case .text(let utf8): bind(utf8: utf8, column, nil)
            case .blob(let bytes): bind(blob: bytes, column, nil)
            }
        } endOfRow: {
            while try step() {}
            reset()
        }
    }

    private func bind(
        utf8: UnsafeRawBufferPointer, _ column: Int32, _ owner: sqlite3_destructor_type?
    ) {
        let chars = utf8.assumingMemoryBound(to: CChar.self)
        if let start = chars.baseAddress {
            sqlite3_bind_text(handle, column, start, Int32(chars.count), owner)
        } else {
            // An empty text may have no address, which SQLite would take for NULL.
            sqlite3_bind_text(handle, column, "", 0, Self.copied)
        }
    }

    private func bind(
        blob: UnsafeRawBufferPointer, _ column: Int32, _ owner: sqlite3_destructor_type?
    ) {
        if blob.isEmpty {
            sqlite3_bind_zeroblob(handle, column, 0)
        } else {
            sqlite3_bind_blob(handle, column, blob.baseAddress, Int32(blob.count), owner)
        }
    }

    /// - Returns: whether there is a row.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteFault(of: database)
        }
    }

    /// Makes it ready for the next values.
    func reset() { sqlite3_reset(handle) }

    /// SQLite's request to copy what is bound; without it the value stays where it is.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

extension SQLiteStatement: SQLRow {
    func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
    }

    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

    func text(_ column: Int) -> String {
        var text = ""
        withUTF8(column) { text = String(decoding: $0, as: UTF8.self) }
        return text
    }

    func bytes(_ column: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, Int32(column)) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    func withUTF8(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let start = sqlite3_column_text(handle, Int32(column))
        let count = start == nil ? 0 : Int(sqlite3_column_bytes(handle, Int32(column)))
        body(UnsafeBufferPointer(start: start, count: count))
    }
}

import GRDBSQLite

/// A prepared statement. Owned by one connection and used on its thread only.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let database: OpaquePointer
    /// **Units:** 1-based position of the value appended last.
    private var position: Int32 = 0

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

    /// Binds the values in order, behind those that were appended already.
    func bind(_ arguments: [SQLValue]) {
        for argument in arguments {
            switch argument {
            case .null: appendNull()
            case .integer(let number): append(number)
            case .text(let text): append(text)
            case .bytes(let bytes): append(bytes)
            }
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
    func reset() {
        sqlite3_reset(handle)
        position = 0
    }

    /// SQLite's request to copy what is bound.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

extension SQLiteStatement: SQLBulk {
    func append(_ integer: Int64) {
        position += 1
        sqlite3_bind_int64(handle, position, integer)
    }

    func append(_ text: String) {
        var text = text
        text.withUTF8(append(utf8:))
    }

    func append(utf8 bytes: [UInt8]) { bytes.withUnsafeBufferPointer(append(utf8:)) }

    private func append(utf8: UnsafeBufferPointer<UInt8>) {
        position += 1
        utf8.withMemoryRebound(to: CChar.self) { chars in
            // An empty text may have no address, which SQLite would take for NULL.
            _ =
                chars.baseAddress == nil
                ? sqlite3_bind_text(handle, position, "", 0, Self.copied)
                : sqlite3_bind_text(
                    handle, position, chars.baseAddress, Int32(chars.count), Self.copied)
        }
    }

    func append(_ bytes: [UInt8]) {
        position += 1
        bytes.withUnsafeBufferPointer { buffer in
            _ =
                buffer.isEmpty
                ? sqlite3_bind_zeroblob(handle, position, 0)
                : sqlite3_bind_blob(
                    handle, position, buffer.baseAddress, Int32(buffer.count), Self.copied)
        }
    }

    func appendNull() {
        position += 1
        sqlite3_bind_null(handle, position)
    }

    func run() throws {
        defer { reset() }
        while try step() {}
    }
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

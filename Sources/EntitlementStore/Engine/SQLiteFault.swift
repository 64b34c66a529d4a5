import GRDB
import GRDBSQLite

/// SQLite's own word on what went wrong, before it is known what was being done.
struct SQLiteFault: Error {
    let code: Int32
    let text: String

    /// What the last call on that connection left behind.
    init(of database: OpaquePointer) {
        code = sqlite3_extended_errcode(database)
        text = String(cString: sqlite3_errmsg(database))
    }

    init(_ error: DatabaseError) {
        code = error.extendedResultCode.rawValue
        text = error.message ?? ""
    }
}

extension StoreError {
    /// Whatever came out of a transaction, as the store's error.
    init(_ error: any Error, while operation: Operation, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let fault as SQLiteFault: self.init(fault, while: operation, path: path)
        case let error as DatabaseError:
            self.init(SQLiteFault(error), while: operation, path: path)
        default:
            self.init(.inconsistent, while: operation, path: path, detail: "\(error)")
        }
    }

    private init(_ fault: SQLiteFault, while operation: Operation, path: String) {
        // Readers need room too, for the index of the write-ahead log; and a limit on the size of files
        // is no full disk to SQLite.
        let hasNoRoom = [.SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_WRITE].map(\ResultCode.rawValue)
            .contains(fault.code)
        self.init(
            hasNoRoom ? .full : Code(sqlite: fault.code & 0xFF), while: operation,
            library: LibraryResult("SQLite", code: String(fault.code), text: fault.text), path: path
        )
    }
}

extension StoreError.Code {
    /// - Parameter primary: SQLite's primary result code.
    /// - SeeAlso: https://www.sqlite.org/rescode.html
    fileprivate init(sqlite primary: Int32) {
        switch primary {
        case SQLITE_FULL: self = .full
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH, SQLITE_IOERR: self = .unavailable
        case SQLITE_CORRUPT: self = .damaged
        case SQLITE_NOTADB: self = .notRollcall
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        default: self = .inconsistent
        }
    }
}

import Foundation
import GRDB

/// Looks at a file before it is opened as a store: nothing of a foreign database is ever changed.
enum SQLiteFile {
    /// "Roll" in ASCII, at a fixed place in the file's header.
    /// - SeeAlso: https://www.sqlite.org/pragma.html#pragma_application_id
    static let applicationID: Int64 = 0x526F_6C6C

    /// A file that does not exist, or holds nothing, may be opened for writing.
    /// - Throws: ``StoreError/Code/notFound``, ``StoreError/Code/notRollcall``,
    ///   ``StoreError/Code/newerVersion``, ``StoreError/Code/olderVersion`` and what opening gives.
    static func check(path: String, mode: EntitlementStore.Mode) throws(StoreError) {
        _ = SQLiteMemory.isUncounted
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            // A pipe would be waited for.
            throw StoreError(.notRollcall, while: .open, path: path)
        }
        // An empty file is what a first run leaves that was killed before it wrote anything.
        guard let header = try header(path: path, mode), !header.isEmpty else {
            if mode == .readOnly { throw StoreError(.notFound, while: .open, path: path) }
            return
        }
        guard header.applicationID == applicationID else {
            throw StoreError(.notRollcall, while: .open, path: path)
        }
        try Migrator.check(version: header.version, mode, path: path)
    }

    /// Makes a store that is not there yet: everybody's access is nobody else's to read. What SQLite keeps
    /// beside it gets the same mode.
    static func make(path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    private struct Header {
        let applicationID: Int64
        let version: Int
        let isEmpty: Bool
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    /// nil when there is no file, or only the beginning of one.
    private static func header(
        path: String, _ mode: EntitlementStore.Mode
    ) throws(StoreError) -> Header? {
        guard exists(path) else { return nil }
        do {
            return try header(path: path, readonly: true)
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK
        {
            // A store has a rollback journal only until its first run: that one was killed meanwhile.
            if mode == .readOnly { return nil }
            do {
                return try header(path: path, readonly: false)
            } catch {
                throw StoreError(error, while: .open, path: path)
            }
        } catch {
            throw StoreError(error, while: .open, path: path)
        }
    }

    private static func header(path: String, readonly: Bool) throws -> Header {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.busyMode = .timeout(SQLiteEngine.busyTimeout)
        return try DatabaseQueue(path: path, configuration: configuration).read { database in
            Header(
                applicationID: try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                version: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
                isEmpty: try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
                    == 0)
        }
    }
}

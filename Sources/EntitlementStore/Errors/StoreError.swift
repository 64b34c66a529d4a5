/// Why the store could not do something: broken machinery or a refusal, never odd data.
public struct StoreError: Error, Sendable, Hashable {
    /// What happened, as a caller can act on it.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Reading was asked for, and there is no store.
        case notFound = "not-found"
        /// The database, or its schema, is another program's.
        case notRollcall = "not-rollcall"
        /// It has other tables, views, indices or triggers than this version makes.
        case alteredSchema = "altered-schema"
        /// A newer version of Rollcall has written it.
        case newerVersion = "newer-version"
        /// An older version has written it, and it was opened for reading only.
        case olderVersion = "older-version"
        /// The file or its folder, or the server's database, cannot be written.
        case readOnly = "read-only"
        /// The file or its folder cannot be opened or read; the server has no such database, or no
        /// time for it.
        case unavailable
        /// The server cannot be reached, or the connection was lost. Lost while a transaction was being
        /// committed, that may have been done: whoever tries again finds it done.
        case unreachable
        /// The server's certificate is not to be believed, or it has none.
        case untrusted
        /// The server refuses the login, or lets it not do that.
        case denied
        /// The server is too old.
        case unsupported
        /// There is a store where a new one was to be made.
        case notEmpty = "not-empty"
        /// The disk is full, or the database has reached its largest size, or the process that of a file.
        case full
        /// The file is damaged.
        case damaged
        /// Another process kept the database locked for too long.
        case busy
        /// Another run holds the lease.
        case leaseHeld = "lease-held"
        /// The lease was taken over, released or has ended: this run may write nothing more.
        case leaseLost = "lease-lost"
        /// The ledger has an entry of a time that, by this machine's clock, is still to come.
        case clockBehind = "clock-behind"
        /// Another run was recorded between the comparison and its recording.
        case staleComparison = "stale-comparison"
        /// There is no such change set.
        case unknownChangeSet = "unknown-change-set"
        /// The change set has no such change.
        case unknownChange = "unknown-change"
        /// The change set is applied, rejected or superseded: nothing more can be decided or applied.
        case closedChangeSet = "closed-change-set"
        /// The change set is not the one that was approved, or its rows do not match its digest.
        case alteredChangeSet = "altered-change-set"
        /// A token of that name is in use.
        case duplicateToken = "duplicate-token"
        /// No token of that name is in use.
        case unknownToken = "unknown-token"
        /// There is no such revision, or nothing was recorded at that time.
        case unknownRevision = "unknown-revision"
        /// The database refused a statement; a fault in Rollcall, or rows that were changed by hand.
        case inconsistent
    }

    /// What was being done.
    public enum Operation: String, Sendable, Hashable, CaseIterable {
        case open, migrate, write, lease, compare, record, decide, apply, read, verify, copy, token
    }

    /// The database library's own words. They never hold a stored value.
    public struct LibraryResult: Sendable, Hashable {
        /// The database's name.
        public let database: String
        /// SQLite's extended result code, PostgreSQL's SQLSTATE; empty when there is none.
        public let code: String
        /// Its message; it may name tables and columns, and a server.
        public let text: String

        public init(_ database: String, code: String, text: String) {
            self.database = database
            self.code = code
            self.text = text
        }
    }

    /// Decides what the caller does, and the hint.
    public let code: Code
    public let operation: Operation
    /// nil when the refusal is the store's own.
    public let library: LibraryResult?
    /// The database's file or URL; nil when it does not matter. Private: it may hold a login.
    public let path: String?
    /// What the sentence must not say: a holder, an id, a statement; nil when there is nothing.
    public let detail: String?

    public init(
        _ code: Code, while operation: Operation, library: LibraryResult? = nil,
        path: String? = nil, detail: String? = nil
    ) {
        self.code = code
        self.operation = operation
        self.library = library
        self.path = path
        self.detail = detail
    }
}

import CSQLite

/// SQLite's count of the memory that it uses, for the whole process.
enum SQLiteMemory {
    /// Turns the count off, once: nobody asks for it, and it takes a lock at each allocation, which is
    /// a tenth of the time of a large run. False when something used SQLite before: then it counts.
    static let isUncounted = rollcall_sqlite_count_no_memory() == SQLITE_OK
}

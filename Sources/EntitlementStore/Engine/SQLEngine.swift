import Directory

/// A database that speaks SQL: SQLite or PostgreSQL. Everything above it is written once.
///
/// The statements keep to what both understand: `ON CONFLICT`, partial indices, no row ids, no
/// functions of one of them. Values are always bound, never pasted. A statement that fails ends the
/// transaction: PostgreSQL runs no other after it.
package protocol SQLEngine: Sendable {
    /// How its tables are defined.
    var dialect: SQLDialect { get }

    /// Runs the body on one unchanging state of the database; it may run beside a writer.
    func read<Result>(
        _ operation: StoreError.Operation, _ body: (any SQLConnection) throws -> Result
    ) throws(StoreError) -> Result

    /// Runs the body as the only writer, in one transaction: all of it is durable when this returns,
    /// or nothing of it was done.
    @discardableResult
    func write<Result>(
        _ operation: StoreError.Operation, _ body: (any SQLConnection) throws -> Result
    ) throws(StoreError) -> Result

    /// A watch over what others write.
    func watch() -> any StoreWatch
}

/// One connection within a transaction. Used by one thread at a time.
package protocol SQLConnection: AnyObject {
    /// Runs one statement. **Shape:** arguments stand for `?` in order.
    /// - Returns: how many rows it inserted, updated or deleted.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int

    /// Calls the body with each row of the answer, in order.
    func query(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws

    /// Runs one statement many times: see ``SQLBulk``. The body uses nothing else of the connection.
    func bulk(_ sql: String, _ body: (any SQLBulk) throws -> Void) throws

    /// Runs a body that writes very many rows into tables that are empty, in whatever way makes that
    /// quick; the tables are afterwards as they would be without it.
    func fill(_ tables: [String], _ body: () throws -> Void) throws

    /// How many references lead to no row.
    func danglingReferences() throws -> Int64

    /// Names of tables, views, indices and triggers that the newest migrations would not have made so, or
    /// would have made: what a database does by itself, no entry of the ledger tells.
    func alteredParts() throws -> [String]

    /// How many migrations the database has; 0 for a new one.
    func schemaVersion() throws -> Int

    /// Marks the database as Rollcall's, with so many migrations.
    func setSchemaVersion(_ version: Int) throws

    /// The columns of a table, in order; empty when there is no such table.
    func columns(of table: String) throws -> [SQLColumn]
}

/// A column of a table.
package struct SQLColumn: Sendable, Hashable {
    /// What its values are.
    package enum Kind: Sendable, Hashable { case integer, text, bytes }

    package let name: String
    package let kind: Kind
}

/// A value to be bound.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

/// One row of an answer, valid within the body it was given to. **Units:** columns are 0-based.
package protocol SQLRow: AnyObject {
    /// To be asked before the others, which give an empty value for NULL.
    func isNull(_ column: Int) -> Bool
    /// 0 for NULL.
    func integer(_ column: Int) -> Int64
    /// A copy; empty for NULL.
    func text(_ column: Int) -> String
    /// A copy; empty for NULL.
    func bytes(_ column: Int) -> [UInt8]
    /// The text without a copy of it.
    func withUTF8(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void)
}

/// A statement that runs once for each set of values appended, column by column in order.
package protocol SQLBulk: AnyObject {
    /// The value of the next `?`.
    func append(_ integer: Int64)
    /// As above; an empty text is not NULL.
    func append(_ text: String)
    /// As above, as a BLOB.
    func append(_ bytes: [UInt8])
    /// The bytes as a text.
    func append(utf8 bytes: UnsafeBufferPointer<UInt8>)
    /// NULL for the next `?`.
    func appendNull()
    /// Runs the statement with what was appended since the last time.
    func run() throws
}

extension SQLBulk {
    package func append(_ integer: Int64?) {
        if let integer { append(integer) } else { appendNull() }
    }

    package func append(_ text: String?) {
        if let text { append(text) } else { appendNull() }
    }

    /// The text of an identifier.
    package func append(_ id: some Identifier) { id.withUTF8 { append(utf8: $0) } }

    /// 1 or 0: neither database is asked for a type of its own.
    package func append(_ flag: Bool) { append(flag ? Int64(1) : 0) }
}

extension SQLRow {
    package func optionalInteger(_ column: Int) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    package func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    /// A number that was counted up to, 0 for NULL: more can be added to it.
    /// - Throws: ``StoreError/Code/inconsistent`` for one that nobody can have counted up to
    package func counted(_ column: Int) throws -> Int64 {
        let number = integer(column)
        guard (0...Self.most).contains(number) else {
            throw StoreError(.inconsistent, while: .read, detail: "a number of no row")
        }
        return number
    }

    /// A hundredth of the largest that there is: a percentage of it can be computed too.
    private static var most: Int64 { .max / 100 }

    /// Whether the number is not 0.
    package func flag(_ column: Int) -> Bool { integer(column) != 0 }
}

extension SQLConnection {
    package func fill(_ tables: [String], _ body: () throws -> Void) throws { try body() }

    /// Whether the table has no row.
    package func isEmpty(_ table: String) throws -> Bool {
        try count("SELECT count(*) FROM (SELECT 1 FROM \(table) LIMIT 1) one") == 0
    }

    /// The same with the arguments one by one.
    @discardableResult
    package func execute(_ sql: String, _ arguments: SQLValue...) throws -> Int {
        try execute(sql, arguments)
    }

    /// The first row, read by the body; nil when there is none. The query must give at most one.
    package func first<Value>(
        _ sql: String, _ arguments: SQLValue..., read: (any SQLRow) throws -> Value
    ) throws -> Value? {
        var found: Value?
        try query(sql, arguments) { row in if found == nil { found = try read(row) } }
        return found
    }

    /// All rows, each read by the body.
    package func all<Value>(
        _ sql: String, _ arguments: SQLValue..., read: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        var found: [Value] = []
        try query(sql, arguments) { row in found.append(try read(row)) }
        return found
    }

    /// The number in the first column of the first row; 0 when there is none.
    /// - Throws: as ``SQLRow/counted(_:)``
    package func count(_ sql: String, _ arguments: SQLValue...) throws -> Int64 {
        var number: Int64 = 0
        try query(sql, arguments) { row in number = try row.counted(0) }
        return number
    }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByNilLiteral
{
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(stringLiteral value: String) { self = .text(value) }
    package init(nilLiteral: ()) { self = .null }

    package static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    package static func optional(_ number: Int64?) -> SQLValue {
        number.map(SQLValue.integer) ?? .null
    }
}

import CPostgreSQL
import Foundation

/// One connection to a PostgreSQL server; its statements are prepared when they come a second time.
final class PostgreSQLConnection: SQLConnection, @unchecked Sendable {  // lent to one at a time
    private let handle: OpaquePointer
    private var seen: Set<String> = []
    private var names: [String: String] = [:]
    /// The answer that is being read, row by row: nothing else can be asked meanwhile.
    private var answer: PostgreSQLAnswer?
    private var batch: (any PostgreSQLBatch)?

    /// Takes over an open connection.
    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQfinish(handle) }

    /// Whether it is of no use any longer.
    var isLost: Bool { PQstatus(handle) == CONNECTION_BAD }

    /// **Units:** 10000 × the version, plus its second part: 150004 is 15.4.
    var serverVersion: Int { Int(PQserverVersion(handle)) }

    /// Runs statements without values, all in one round trip.
    /// - Returns: the tag of the last, such as `COMMIT`
    @discardableResult
    func run(_ statements: String) throws -> String {
        try settle()
        let result = PQexec(handle, statements)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return String(cString: PQcmdStatus(result))
        default: throw PostgreSQLFault(result, of: handle)
        }
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try settle()
        try send(sql, PostgreSQLParameters(arguments))
        return try finish()
    }

    func query(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws {
        try settle()
        try send(sql, PostgreSQLParameters(arguments))
        // Memory is bounded by one row, not by the answer.
        PQsetSingleRowMode(handle)
        let answer = PostgreSQLAnswer(handle)
        self.answer = answer
        defer {
            answer.discard()
            if self.answer === answer { self.answer = nil }
        }
        while let row = try answer.next() { try body(row) }
    }

    func bulk(_ sql: String, _ body: (any SQLBulk) throws -> Void) throws {
        try settle()
        let outer = batch
        defer { self.batch = outer }
        let batch: any PostgreSQLBatch =
            PostgreSQLCopy(sql, connection: self) ?? PostgreSQLPipeline(sql, connection: self)
        self.batch = batch
        try body(batch)
        try batch.flush()
    }

    /// The server checks each as it is written; somebody with more rights may have gone round that.
    func danglingReferences() throws -> Int64 {
        let questions = try all(
            """
            SELECT format('SELECT count(*) FROM %s t WHERE t.%I IS NOT NULL AND NOT EXISTS '
              '(SELECT 1 FROM %s r WHERE r.%I = t.%I)',
              c.conrelid::regclass, a.attname, c.confrelid::regclass, b.attname, a.attname)
            FROM pg_constraint c
              JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
              JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
            WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
            ORDER BY c.conname
            """, read: { $0.text(0) })
        return try questions.reduce(0) { try $0 + count($1) }
    }

    /// Makes the connection free: a query within a query, or within a batch, has its own answer.
    private func settle() throws {
        answer?.takeIn()
        answer = nil
        try batch?.flush()
    }

    /// Waits for a notification.
    /// - Throws: when the connection is lost.
    func isNotified(within limit: Duration) throws -> Bool {
        let end = ContinuousClock.now + limit
        while true {
            guard PQconsumeInput(handle) == 1 else { throw PostgreSQLFault(nil, of: handle) }
            var count = 0
            while let notification = PQnotifies(handle) {
                PQfreemem(notification)
                count += 1
            }
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            if count > 0 || left <= 0 { return count > 0 }
            var wanted = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
            _ = poll(&wanted, 1, Int32(min(left + 1, 60_000)))
        }
    }

    /// Forgets what was begun, and takes the transaction back.
    /// - Returns: whether the connection can be used again
    func rollBack() -> Bool {
        answer?.discard()
        answer = nil
        batch = nil
        return (try? run("ROLLBACK")) != nil
    }
}

extension PostgreSQLConnection {
    private func send(_ sql: String, _ parameters: PostgreSQLParameters) throws {
        let name = try isSeen(sql) ? prepared(sql) : nil
        let isSent = parameters.withLists { count, values, lengths, formats in
            if let name {
                PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
            } else {
                PQsendQueryParams(
                    handle, Self.numbered(sql), count, nil, values, lengths, formats, 1)
            }
        }
        guard isSent == 1 else { throw PostgreSQLFault(nil, of: handle) }
    }

    /// To prepare costs a round trip, which a statement that comes once does not earn.
    private func isSeen(_ sql: String) -> Bool { !seen.insert(sql).inserted }

    private func prepared(_ sql: String) throws -> String {
        if let name = names[sql] { return name }
        let name = "s\(names.count + 1)"
        let result = PQprepare(handle, name, Self.numbered(sql), 0, nil)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw PostgreSQLFault(result, of: handle)
        }
        names[sql] = name
        return name
    }

    /// With `$1`, `$2` … in the place of `?`, save within quotes.
    static func numbered(_ sql: String) -> String {
        var numbered = ""
        var number = 0
        var isQuoted = false
        for character in sql.unicodeScalars {
            if character == "'" { isQuoted.toggle() }
            if character == "?", !isQuoted {
                number += 1
                numbered += "$\(number)"
            } else {
                numbered.unicodeScalars.append(character)
            }
        }
        return numbered
    }

    /// Reads the answer to its end.
    /// - Returns: how many rows the statement touched.
    @discardableResult
    private func finish() throws -> Int {
        var fault: PostgreSQLFault?
        var count = 0
        while let result = PQgetResult(handle) {
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                count = Int(String(cString: PQcmdTuples(result))) ?? 0
            default: fault = fault ?? PostgreSQLFault(result, of: handle)
            }
        }
        if let fault { throw fault }
        return count
    }

    /// Adds rows in COPY's binary form.
    /// - Parameter target: a table and its columns in parentheses.
    func copy(_ bytes: [UInt8], into target: String) throws {
        let result = PQexec(handle, "COPY \(target) FROM STDIN (FORMAT binary)")
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COPY_IN else {
            throw PostgreSQLFault(result, of: handle)
        }
        let isSent = bytes.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                PQputCopyData(handle, $0.baseAddress, Int32($0.count)) == 1
            }
        }
        guard isSent, PQputCopyEnd(handle, nil) == 1 else { throw PostgreSQLFault(nil, of: handle) }
        try finish()
    }

    /// Runs one statement for each set of values, without waiting for an answer in between.
    func pipeline(_ sql: String, _ sets: [PostgreSQLParameters]) throws {
        let name = try prepared(sql)
        guard PQenterPipelineMode(handle) == 1 else { throw PostgreSQLFault(nil, of: handle) }
        defer { PQexitPipelineMode(handle) }
        for parameters in sets {
            let isSent = parameters.withLists { count, values, lengths, formats in
                PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
            }
            guard isSent == 1 else { throw PostgreSQLFault(nil, of: handle) }
        }
        guard PQpipelineSync(handle) == 1 else { throw PostgreSQLFault(nil, of: handle) }
        var fault: PostgreSQLFault?
        while true {
            guard let result = PQgetResult(handle) else {
                // Between two answers there is none.
                if isLost { throw fault ?? PostgreSQLFault(nil, of: handle) }
                continue
            }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC:
                if let fault { throw fault }
                return
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_ABORTED: continue
            default: fault = fault ?? PostgreSQLFault(result, of: handle)
            }
        }
    }
}

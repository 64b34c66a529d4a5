extension SQLConnection {
    /// Runs a query that ends with `IN` for all of the keys, so many at a time.
    /// - Parameters:
    ///   - sql: the list of keys is put behind it.
    ///   - arguments: for the `?` before the list.
    func queryEach(
        _ sql: String, _ keys: [SQLValue], after arguments: [SQLValue] = [],
        each body: (any SQLRow) throws -> Void
    ) throws {
        var start = 0
        while start < keys.count {
            var chunk = Array(keys[start..<min(start + Self.mostKeys, keys.count)])
            start += chunk.count
            // Few different statements, so that each is prepared once.
            while chunk.count > 1, chunk.count < Self.mostKeys { chunk.append(chunk[0]) }
            let marks = chunk.map { _ in "?" }.joined(separator: ", ")
            try query("\(sql) (\(marks))", arguments + chunk, body)
        }
    }

    private static var mostKeys: Int { 64 }
}

import Testing

@testable import EntitlementStore

/// What every engine must do.
@Suite(.onEveryEngine, .namingTheEngine) struct EngineTests {
    private func withTable(_ body: (any SQLEngine) throws -> Void) throws {
        let place = try StorePlace()
        let engine: any SQLEngine =
            switch place.location {
            case .sqlite(let path): try SQLiteEngine(path: path, mode: .readWrite)
            case .postgreSQL(let address): try PostgreSQLEngine(address, mode: .readWrite)
            }
        try engine.write(.migrate) { connection in
            try connection.execute(
                engine.dialect.rendered(
                    "CREATE TABLE things (no INTEGER PRIMARY KEY, name TEXT, body BLOB) {table}"))
            // Of a store that was never filled readers wait.
            try connection.fill(["things"]) {}
        }
        try body(engine)
    }

    @Test func `values come back as they were bound`() throws {
        try withTable { (engine) throws in
            try engine.write(.record) { connection in
                let insert = "INSERT INTO things (no, name, body) VALUES (?, ?, ?)"
                #expect(try connection.execute(insert, 1, "", .bytes([])) == 1)
                try connection.execute(insert, 2, nil, nil)
                try connection.execute(insert, .integer(.max), "nul\u{0}'%", .bytes([0, 255]))
                try connection.bulk(insert) { bulk in
                    bulk.append(Int64.min)
                    Array("é".utf8).withUnsafeBufferPointer { bulk.append(utf8: $0) }
                    bulk.appendNull()
                    try bulk.run()
                }
            }
            try engine.read(.read) { connection in
                let rows = try connection.all("SELECT no, name, body FROM things ORDER BY no") {
                    ($0.integer(0), $0.optionalText(1), $0.isNull(2) ? nil : $0.bytes(2))
                }
                #expect(rows.map(\.0) == [.min, 1, 2, .max])
                #expect(rows.map(\.1) == ["é", "", nil, "nul\u{0}'%"])
                #expect(rows.map(\.2) == [nil, [], nil, [0, 255]])
                #expect(try connection.count("SELECT count(*) FROM things WHERE no = ?", 2) == 1)
                #expect(try connection.count("SELECT max(no) FROM things WHERE no = 7") == 0)
            }
        }
    }

    private struct Stop: Error {}

    @Test func `filled tables have all their rows and indices, and as before when filling fails`()
        throws
    {
        try withTable { (engine) throws in
            let index = "CREATE INDEX things_by_name ON things (name) WHERE name IS NOT NULL"
            try engine.write(.migrate) { try $0.execute(index) }
            let before = try engine.read(.read) { try $0.alteredParts() }
            #expect(throws: StoreError.self) {
                try engine.write(.record) { connection in
                    try connection.fill(["things"]) { throw Stop() }
                }
            }
            #expect(try engine.read(.read) { try $0.alteredParts() } == before)
            try engine.write(.record) { connection in
                #expect(try connection.isEmpty("things"))
                try connection.fill(["things"]) {
                    try connection.execute("INSERT INTO things (no, name) VALUES (1, 'x')")
                }
                #expect(try !connection.isEmpty("things"))
            }
            #expect(try engine.read(.read) { try $0.alteredParts() } == before)
            #expect(
                try engine.read(.read) {
                    try $0.count("SELECT no FROM things WHERE name = 'x'")
                } == 1)
        }
    }

    @Test func `very many rows are all written, and a refused one among them is reported`() throws {
        try withTable { (engine) throws in
            let name = String(repeating: "x", count: 100)
            func write(_ numbers: some Sequence<Int64>) throws {
                try engine.write(.record) { connection in
                    try connection.bulk("INSERT INTO things (no, name) VALUES (?, ?)") { bulk in
                        for number in numbers {
                            bulk.append(number)
                            bulk.append(name + String(number))
                            try bulk.run()
                        }
                    }
                }
            }
            try write(1...5000)
            let others = Array(Int64(8000)...12_000)
            #expect(throws: StoreError.self) { try write([7000, 5000] + others) }
            #expect(throws: StoreError.self) { try write(others + [5000]) }
            let names = try engine.read(.read) { connection in
                try connection.all("SELECT no, name FROM things ORDER BY no") {
                    $0.text(1) == name + String($0.integer(0))
                }
            }
            #expect(names == [Bool](repeating: true, count: 5000))
        }
    }

    @Test func `a transaction that throws leaves nothing`() throws {
        try withTable { (engine) throws in
            let refusal = StoreError(.unknownChange, while: .apply)
            #expect(throws: refusal) {
                try engine.write(.apply) { connection in
                    try connection.execute("INSERT INTO things (no) VALUES (1)")
                    throw refusal
                }
            }
            #expect(throws: StoreError.self) {
                try engine.write(.apply) { connection in
                    try connection.execute("INSERT INTO things (no) VALUES (1)")
                    try connection.execute("INSERT INTO things (no) VALUES (1)")
                }
            }
            #expect(try engine.read(.read) { try $0.count("SELECT count(*) FROM things") } == 0)
        }
    }

    @Test func `reading sees one state and cannot write`() throws {
        try withTable { (engine) throws in
            try engine.read(.read) { connection in
                #expect(try connection.count("SELECT count(*) FROM things") == 0)
                try engine.write(.record) { try $0.execute("INSERT INTO things (no) VALUES (1)") }
                #expect(try connection.count("SELECT count(*) FROM things") == 0)
                #expect(throws: (any Error).self) {
                    try connection.execute("INSERT INTO things (no) VALUES (2)")
                }
            }
            #expect(try engine.read(.read) { try $0.count("SELECT count(*) FROM things") } == 1)
        }
    }

    @Test func `a query within a query of the same words has rows of its own`() throws {
        try withTable { (engine) throws in
            try engine.write(.record) { connection in
                for number in 1...3 {
                    try connection.execute(
                        "INSERT INTO things (no) VALUES (?)", .integer(Int64(number)))
                }
                var pairs = 0
                try connection.query("SELECT no FROM things", []) { _ in
                    try connection.query("SELECT no FROM things", []) { _ in pairs += 1 }
                }
                #expect(pairs == 9)
            }
        }
    }

    @Test func `the number of migrations is kept`() throws {
        try withTable { (engine) throws in
            let versions = try engine.write(.migrate) { connection in
                let before = try connection.schemaVersion()
                try connection.setSchemaVersion(3)
                return [before, try connection.schemaVersion()]
            }
            #expect(versions == [0, 3])
        }
    }
}

import Directory
import EntitlementStore
import Entitlements
import Testing

/// An engine that calls back before each statement of a write, so that a test can fail it, or look at
/// the files as they would be found if the process died there.
final class FaultEngine: SQLEngine, @unchecked Sendable {
    let base: any SQLEngine
    /// Called with the number of the statement, from 1. Set and called on the test's thread only.
    var before: (Int) throws -> Void = { _ in }
    private(set) var statements = 0

    init(_ base: any SQLEngine) { self.base = base }

    var dialect: SQLDialect { base.dialect }

    func read<Result>(
        _ operation: StoreError.Operation, _ body: (any SQLConnection) throws -> Result
    ) throws(StoreError) -> Result { try base.read(operation, body) }

    func write<Result>(
        _ operation: StoreError.Operation, _ body: (any SQLConnection) throws -> Result
    ) throws(StoreError) -> Result {
        statements = 0
        return try base.write(operation) { try body(FaultConnection($0, self)) }
    }

    func watch() -> any StoreWatch { base.watch() }

    fileprivate func count() throws {
        statements += 1
        try before(statements)
    }
}

private final class FaultConnection: SQLConnection {
    let base: any SQLConnection
    let engine: FaultEngine

    init(_ base: any SQLConnection, _ engine: FaultEngine) {
        self.base = base
        self.engine = engine
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try engine.count()
        return try base.execute(sql, arguments)
    }

    func query(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws {
        try base.query(sql, arguments, body)
    }

    func bulk(_ sql: String, _ body: (any SQLBulk) throws -> Void) throws {
        try base.bulk(sql) { try body(FaultBulk($0, engine)) }
    }

    func fill(_ tables: [String], _ body: () throws -> Void) throws {
        try base.fill(tables, body)
        try engine.count()
    }

    func danglingReferences() throws -> Int64 { try base.danglingReferences() }
    func alteredParts() throws -> [String] { try base.alteredParts() }
    func schemaVersion() throws -> Int { try base.schemaVersion() }
    func columns(of table: String) throws -> [SQLColumn] { try base.columns(of: table) }
    func setSchemaVersion(_ version: Int) throws { try base.setSchemaVersion(version) }
}

private final class FaultBulk: SQLBulk {
    let base: any SQLBulk
    let engine: FaultEngine

    init(_ base: any SQLBulk, _ engine: FaultEngine) {
        self.base = base
        self.engine = engine
    }

    func append(_ integer: Int64) { base.append(integer) }
    func append(_ text: String) { base.append(text) }
    func append(_ bytes: [UInt8]) { base.append(bytes) }
    func append(utf8 bytes: UnsafeBufferPointer<UInt8>) { base.append(utf8: bytes) }
    func appendNull() { base.appendNull() }

    func run() throws {
        try engine.count()
        try base.run()
    }
}

extension World {
    /// A world whose writes call back.
    static func faulty() throws -> (World, FaultEngine) {
        var engine: FaultEngine?
        let world = try World { base in
            let fault = FaultEngine(base)
            engine = fault
            return fault
        }
        return (world, try #require(engine))
    }

    /// A run with something of everything: people joined, changed and gone, a renamed group, members
    /// moved, a label reused, a superseded proposal, decisions carried over.
    func prepareBusyRun() throws -> PreparedRun {
        let first = try #require(try run(.usual, minute: 1).changeSet)
        let items = try store.changeSet(first).changeSet.items
        try decide(first, items.map(\.id), .approve, minute: 2)
        var office = Office.usual
        office.members.removeAll { $0.anchor == "c1" }
        office[member: "a1"].department = "Sales"
        office[member: "d1"] = Office.Member(anchor: "d1", userName: "cyd", mail: "d@example.org")
        office[team: "g1"].members = ["a1", "b1", "d1"]
        office[team: "g2"].display = "void"
        office[team: "g3"].members = []
        return try prepare([office], minute: 3)
    }
}

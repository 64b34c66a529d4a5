import Directory
import Entitlements
import Foundation
import TestSupport
import Testing

@testable import EntitlementStore

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

    func danglingReferences() throws -> Int64 { try base.danglingReferences() }
    func schemaVersion() throws -> Int { try base.schemaVersion() }
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

@Suite struct AtomicityTests {
    private struct PulledPlug: Error {}

    /// Everything that is stored, as text.
    private func contents(_ store: EntitlementStore) throws -> String {
        try store.engine.read(.read) { connection in
            var text = ""
            let tables = try connection.all(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
                read: { $0.text(0) })
            for table in tables where table != "leases" {
                let columns = try connection.all(
                    "SELECT name FROM pragma_table_info(?) ORDER BY cid", .text(table),
                    read: { "quote(\($0.text(0)))" }
                ).joined(separator: " || ',' || ")
                let rows = try connection.all(
                    "SELECT \(columns) FROM \(table)", read: { $0.text(0) })
                text += "\(table)\n\(rows.sorted().joined(separator: "\n"))\n"
            }
            return text
        }
    }

    private func world() throws -> (World, FaultEngine) {
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
    private func prepareBusyRun(_ world: World) throws -> PreparedRun {
        let first = try #require(try world.run(.usual, minute: 1).changeSet)
        let items = try world.store.changeSet(first).changeSet.items
        try world.decide(first, items.map(\.id), .approve, minute: 2)
        var office = Office.usual
        office.members.removeAll { $0.anchor == "c1" }
        office[member: "a1"].department = "Sales"
        office[member: "d1"] = Office.Member(anchor: "d1", userName: "cyd", mail: "d@example.org")
        office[team: "g1"].members = ["a1", "b1", "d1"]
        office[team: "g2"].display = "void"
        office[team: "g3"].members = []
        return try world.prepare([office], minute: 3)
    }

    @Test func `recording a run is all or nothing, whichever statement fails`() throws {
        let (world, engine) = try world()
        let run = try prepareBusyRun(world)
        let before = try contents(world.store)
        var failing = 0
        while failing < 1000 {
            failing += 1
            engine.before = { if $0 == failing { throw PulledPlug() } }
            do {
                try world.store.record(run, lease: world.lease)
                break
            } catch {
                #expect(error.code == .inconsistent)
                #expect(try contents(world.store) == before)
            }
        }
        #expect(failing > 30 && failing < 1000)
        #expect(try contents(world.store) != before)
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `deciding and applying are all or nothing`() throws {
        let (world, engine) = try world()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(id)
        let all = stored.changeSet.items.map(\.id)
        let steps: [() throws -> Void] = [
            { try world.decide(id, all, .approve, minute: 2) },
            {
                try world.store.apply(
                    id, digest: stored.changeSet.digest, approved: all, undecided: [], at: .at(2))
            },
        ]
        for step in steps {
            engine.before = { _ in }
            let before = try contents(world.store)
            var failing = 0
            while true {
                failing += 1
                engine.before = { if $0 == failing { throw PulledPlug() } }
                guard (try? step()) == nil else { break }
                #expect(try contents(world.store) == before)
            }
            #expect(failing > 2)
        }
        #expect(try world.store.verifyLedger().faults == [])
        #expect(try world.holders() == ["corp:a1", "corp:b1"])
    }

    /// The files as the system holds them at a moment are what is found after `kill -9` at it.
    @Test func `the death of the process loses nothing that was reported, and leaves no half`()
        throws
    {
        let (world, engine) = try world()
        let run = try prepareBusyRun(world)
        let before = try contents(world.store)
        let folder = try TemporaryFolder("crash")
        var images = 0
        engine.before = { number in
            if number % 4 != 1 { return }
            images += 1
            try copyImage(of: world, to: folder, "\(images)")
        }
        try world.store.record(run, lease: world.lease)
        // Reported: the image of the very next moment must have it.
        try copyImage(of: world, to: folder, "after")
        let after = try contents(world.store)
        #expect(images > 8)
        for image in 1...images {
            let found = try EntitlementStore.open(.sqlite(path: "\(folder.path)/\(image).db"))
            #expect(try contents(found) == before)
        }
        let found = try EntitlementStore.open(.sqlite(path: "\(folder.path)/after.db"))
        #expect(try contents(found) == after)
        #expect(try found.verifyLedger().faults == [])
    }

    private func copyImage(of world: World, to folder: TemporaryFolder, _ name: String) throws {
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: world.path + suffix, toPath: "\(folder.path)/\(name).db\(suffix)")
        }
    }
}

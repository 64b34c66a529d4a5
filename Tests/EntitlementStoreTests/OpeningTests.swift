import Directory
import Entitlements
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EntitlementStore

@Suite struct OpeningTests {
    private let folder: TemporaryFolder
    private var path: String { "\(folder.path)/rollcall.db" }

    init() throws { folder = try TemporaryFolder("opening") }

    private func code(_ mode: EntitlementStore.Mode, path: String? = nil) -> StoreError.Code? {
        do throws(StoreError) {
            _ = try EntitlementStore.open(.sqlite(path: path ?? self.path), mode: mode)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `a store is made when there is none, and found when there is one`() throws {
        #expect(code(.readOnly) == .notFound)
        #expect(code(.readWrite) == nil)
        #expect(code(.readWrite) == nil)
        #expect(code(.readOnly) == nil)
        let strict = """
            SELECT count(*) FROM pragma_table_list
            WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'
            """
        let values = try DatabaseQueue(path: path).read { database in
            try ["PRAGMA journal_mode", "PRAGMA application_id", "PRAGMA user_version", strict].map
            {
                try String.fetchOne(database, sql: $0)
            }
        }
        #expect(values == ["wal", "1383033964", "\(SchemaMigration.all.count)", "0"])
    }

    @Test func `what is committed is on the disk`() throws {
        let store = try EntitlementStore.open(.sqlite(path: path))
        #expect(try store.engine.write(.record) { try $0.count("PRAGMA synchronous") } == 3)
    }

    @Test func `the folder must exist`() {
        #expect(code(.readWrite, path: "\(folder.path)/missing/rollcall.db") == .unavailable)
    }

    @Test func `a file that is no database is left alone`() throws {
        let text = String(repeating: "no database at all\n", count: 99)
        try folder.write(text, to: "rollcall.db")
        #expect(code(.readWrite) == .notRollcall)
        #expect(code(.readOnly) == .notRollcall)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test func `a pipe in place of a store is not waited for`() {
        #expect(mkfifo(path, 0o600) == 0)
        #expect(code(.readWrite) == .notRollcall && code(.readOnly) == .notRollcall)
    }

    @Test func `another program's database is left alone`() throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE t (x)") }
        let before = try Data(contentsOf: folder.url("rollcall.db"))
        #expect(code(.readWrite) == .notRollcall)
        #expect(try Data(contentsOf: folder.url("rollcall.db")) == before)
    }

    @Test func `an empty file becomes a store`() throws {
        try folder.write("", to: "rollcall.db")
        #expect(code(.readOnly) == .notFound)
        #expect(code(.readWrite) == nil)
    }

    // P24
    @Test func `a first run that was killed while it made the store keeps no later run out`() throws
    {
        // What SQLite leaves between the first page and its commit: the page, and a journal that
        // takes it back.
        try DatabaseQueue(path: path).writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA cache_spill = 1; PRAGMA cache_size = 1")
            try database.execute(
                sql: "BEGIN; CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(99999))")
            for file in ["rollcall.db", "rollcall.db-journal"] {
                try FileManager.default.copyItem(
                    at: folder.url(file), to: folder.url("killed-\(file)"))
            }
            try database.execute(sql: "ROLLBACK")
        }
        let killed = "\(folder.path)/killed-rollcall.db"
        #expect(code(.readOnly, path: killed) == .notFound)
        #expect(code(.readWrite, path: killed) == nil)
        #expect(code(.readOnly, path: killed) == nil)
    }

    @Test func `a newer version's store is refused and left alone`() throws {
        #expect(code(.readWrite) == nil)
        try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(code(.readWrite) == .newerVersion)
        #expect(code(.readOnly) == .newerVersion)
    }

    @Test func `migrations known by another name are refused`() throws {
        #expect(code(.readWrite) == nil)
        try DatabaseQueue(path: path).write {
            try $0.execute(sql: "UPDATE schema_migrations SET name = 'other'")
        }
        #expect(code(.readWrite) == .newerVersion)
    }

    @Test func `an older store is brought to this version by whoever may write`() throws {
        let engine = try SQLiteEngine(path: path, mode: .readWrite)
        let next = SchemaMigration(
            name: "next", statements: ["CREATE TABLE extra (no INTEGER PRIMARY KEY) {table}"])
        try Migrator.migrate(engine)
        try Migrator.migrate(engine, migrations: SchemaMigration.all + [next])
        let names = try engine.read(.read) { connection in
            try connection.all(
                "SELECT name FROM schema_migrations ORDER BY position", read: { $0.text(0) })
        }
        #expect(names == SchemaMigration.all.map(\.name) + ["next"])
        #expect(try engine.read(.read) { try $0.count("SELECT count(*) FROM extra") } == 0)
        #expect(code(.readWrite) == .newerVersion)
    }

    @Test func `people of a store that kept a key of each login are found by their labels`() throws
    {
        let engine = try SQLiteEngine(path: path, mode: .readWrite)
        try Migrator.migrate(engine, migrations: Array(SchemaMigration.all.prefix(1)))
        try engine.write(.record) { connection in
            try connection.execute(
                """
                INSERT INTO people (no, id, first_run, since_run, user_name, user_name_key,
                  display_name, is_active, content) VALUES (1, 'corp:a1', 0, 0, 'Ada', 'ada', '', 1, 0)
                """)
            try connection.execute(
                "INSERT INTO labels (key, kind, owner_no, since_run, is_settled) VALUES (?, ?, 1, 0, 1)",
                .integer(ContentHash.of("ada")), "userName")
        }
        #expect(code(.readOnly) == .olderVersion)
        let store = try EntitlementStore.open(.sqlite(path: path))
        #expect(try store.people(userName: "ADA") == ["corp:a1"].map(PersonID.init(rawValue:)))
        #expect(try store.people(userName: "corp:a1").isEmpty)
    }

    @Test func `a migration that fails leaves the older store`() throws {
        let engine = try SQLiteEngine(path: path, mode: .readWrite)
        try Migrator.migrate(engine)
        let broken = SchemaMigration(
            name: "broken", statements: ["CREATE TABLE extra (x TEXT) {table}", "NONSENSE"])
        #expect(throws: StoreError.self) {
            try Migrator.migrate(engine, migrations: SchemaMigration.all + [broken])
        }
        #expect(code(.readOnly) == nil)
        #expect(
            try engine.read(.read) {
                try $0.count("SELECT count(*) FROM sqlite_master WHERE name = 'extra'")
            } == 0)
    }

    @Test func `a store opened for reading changes nothing`() throws {
        #expect(code(.readWrite) == nil)
        let store = try EntitlementStore.open(.sqlite(path: path), mode: .readOnly)
        #expect(try store.moment().run == nil)
        #expect {
            try store.acquireLease(holder: "x", at: .at(0), duration: 1)
        } throws: { error in
            (error as? StoreError)?.code == .readOnly
        }
    }

    @Test func `a damaged file is said to be damaged`() throws {
        let world = try World()
        for minute in 1..<9 { try world.run(.usual, minute: Int64(minute)) }
        let copy = "\(folder.path)/copy.db"
        try DatabaseQueue(path: world.path).writeWithoutTransaction {
            try $0.execute(sql: "VACUUM INTO ?", arguments: [copy])
        }
        var bytes = try Data(contentsOf: folder.url("copy.db"))
        for index in 4096 * 2..<bytes.count where index % 3 == 0 { bytes[index] = 0xA5 }
        try bytes.write(to: folder.url("rollcall.db"))
        let isRefused = code(.readWrite).map { [.damaged, .newerVersion].contains($0) }
        if isRefused == nil {
            let store = try EntitlementStore.open(.sqlite(path: path), mode: .readOnly)
            #expect {
                try store.verifyLedger()
            } throws: { error in
                (error as? StoreError)?.code == .damaged
            }
        } else {
            #expect(isRefused == true)
        }
    }

    @Test func `a full disk is said to be full, and nothing is half written`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        var office = Office.usual
        for number in 0..<500 {
            office.members.append(
                Office.Member(anchor: "x\(number)", userName: "extra\(number)", mail: nil))
        }
        let run = try world.prepare([office], minute: 2)
        try world.store.engine.write(.record) { connection in
            let pages = try connection.count("PRAGMA page_count")
            try connection.query("PRAGMA max_page_count = \(pages + 4)", []) { _ in }
        }
        #expect {
            try world.store.record(run, lease: world.lease)
        } throws: { error in
            (error as? StoreError)?.code == .full
        }
        #expect(try world.store.runs(limit: 9).count == 1)
        #expect(try world.rows("people") == 3)
        try world.store.engine.write(.record) {
            try $0.query("PRAGMA max_page_count = 100000", []) { _ in }
        }
        try world.store.record(run, lease: world.lease)
        #expect(try world.rows("people") == 503)
    }
}

import Diagnostics
import Entitlements
import Foundation
import TestSupport
import Testing

@testable import EntitlementStore

/// What a schema must be to be opened as a store, and what logins may do with it.
struct PostgreSQLOpeningTests {
    private let database: TestDatabase

    init() throws { database = try TestDatabase() }

    private func code(_ mode: EntitlementStore.Mode, user: String = "postgres") throws
        -> StoreError.Code?
    {
        let address = try PostgreSQLAddress(database.server.url(of: database.name, user: user))
        do throws(StoreError) {
            _ = try EntitlementStore.open(.postgreSQL(address), mode: mode)
            return nil
        } catch {
            return error.code
        }
    }

    private func check(user: String = "postgres") throws -> [Diagnostic] {
        try PostgreSQLAddress(database.server.url(of: database.name, user: user)).check()
    }

    @Test func `a store is made when there is none, and found when there is one`() throws {
        #expect(try code(.readOnly) == .notFound)
        #expect(try check().map(\.code) == ["store.server"])
        #expect(try code(.readWrite) == nil)
        #expect(try code(.readWrite) == nil)
        #expect(try code(.readOnly) == nil)
    }

    @Test func `a foreign schema is left alone`() throws {
        try database.run("CREATE TABLE notes (text TEXT)")
        #expect(try code(.readWrite) == .notRollcall)
        #expect(try code(.readOnly) == .notRollcall)
        let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        #expect(try database.run(tables) == "1\n")
    }

    @Test func `a newer version's store is refused and left alone`() throws {
        #expect(try code(.readWrite) == nil)
        try database.run("UPDATE rollcall SET schema_version = 99")
        #expect(try code(.readWrite) == .newerVersion)
        #expect(try code(.readOnly) == .newerVersion)
    }

    @Test func `a migration that fails leaves the older store`() throws {
        let engine = try PostgreSQLEngine(PostgreSQLAddress(database.url), mode: .readWrite)
        try Migrator.migrate(engine)
        let broken = SchemaMigration(
            name: "broken", statements: ["CREATE TABLE extra (x TEXT) {table}", "NONSENSE"])
        #expect(throws: StoreError.self) {
            try Migrator.migrate(engine, migrations: SchemaMigration.all + [broken])
        }
        #expect(try code(.readOnly) == nil)
        #expect(try engine.read(.read) { try $0.columns(of: "extra") } == [])
        let second = SchemaMigration(
            name: "second", statements: ["CREATE TABLE extra (no INTEGER PRIMARY KEY) {table}"])
        try Migrator.migrate(engine, migrations: SchemaMigration.all + [second])
        #expect(try code(.readWrite) == .newerVersion)
    }

    @Test func `a store opened for reading changes nothing`() throws {
        #expect(try code(.readWrite) == nil)
        let store = try EntitlementStore.open(
            .postgreSQL(PostgreSQLAddress(database.url)), mode: .readOnly)
        #expect(try store.moment().run == nil)
        #expect {
            try store.acquireLease(holder: "x", at: .at(0), duration: 1)
        } throws: { error in
            (error as? StoreError)?.code == .readOnly
        }
    }

    @Test func `every table is copied, and each column has one of three kinds`() throws {
        #expect(try code(.readWrite) == nil)
        let tables = try database.run("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        #expect(
            tables.split(separator: "\n").map(String.init).sorted()
                == (StoreCopy.tables + ["rollcall", "schema_migrations"]).sorted())
        let types = try database.run(
            """
            SELECT DISTINCT data_type, collation_name FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name NOT LIKE 'v\\_%'
              AND table_name NOT LIKE '%over_time' ORDER BY 1
            """)
        #expect(types == "bigint|\nbytea|\ntext|C\n")
    }

    /// Roles are the whole server's, so that this test needs its own.
    @Test func `the worker adds and never deletes, and the reader reads`() throws {
        let server = try PostgreSQLServer()
        let owned = try TestDatabase(on: server)
        let roles = Repository.path("Deploy/PostgreSQL/roles.sql")
        try owned.run("CREATE ROLE owner LOGIN CREATEROLE; ALTER SCHEMA public OWNER TO owner")
        let address = { (user: String) in
            try PostgreSQLAddress(server.url(of: owned.name, user: user))
        }
        _ = try EntitlementStore.open(.postgreSQL(address("owner")))
        for _ in 0..<2 {
            try owned.run("SET ROLE owner;\n\(String(contentsOfFile: roles, encoding: .utf8))")
        }
        #expect(try address("rollcall_worker").check().last?.severity == .note)
        #expect(try address("rollcall_reader").check().last?.message.contains("not write") == true)
        #expect(try address("owner").check().last?.severity == .warning)

        let worker = try EntitlementStore.open(.postgreSQL(address("rollcall_worker")))
        let world = try World(store: worker)
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        #expect(try worker.verifyLedger().faults == [])
        let reader = try EntitlementStore.open(
            .postgreSQL(address("rollcall_reader")), mode: .readOnly)
        #expect(try reader.entitlements().count == 2)
        try EntitlementStore.tryWriting(to: .postgreSQL(address("rollcall_worker")))
        #expect {
            try EntitlementStore.tryWriting(to: .postgreSQL(address("rollcall_reader")))
        } throws: { error in
            "\(error)".hasPrefix("the store cannot be written: ")
        }
        for (user, statement) in [
            ("rollcall_worker", "UPDATE ledger SET body = '{}'"),
            ("rollcall_worker", "DELETE FROM ledger"), ("rollcall_worker", "DELETE FROM people"),
            ("rollcall_worker", "TRUNCATE entitlements"),
            ("rollcall_worker", "UPDATE schema_migrations SET name = 'x'"),
            ("rollcall_worker", "CREATE TABLE mine (x TEXT)"),
            ("rollcall_reader", "DELETE FROM leases"),
            ("rollcall_reader", "UPDATE entitlements SET role = 'insights-admin'"),
            ("rollcall_reader", "INSERT INTO bases (no, digest) VALUES (99, '')"),
        ] {
            // It is the right that is lacking, not only the habit of writing.
            let willing = "?options=-c%20default_transaction_read_only%3Doff"
            let url = server.url(of: owned.name, user: user) + willing
            let engine = try PostgreSQLEngine(PostgreSQLAddress(url), mode: .readWrite)
            #expect {
                try engine.write(.record) { try $0.execute(statement) }
            } throws: { error in
                (error as? StoreError)?.code == .denied
            }
        }
    }

    @Test func `who may not make a store is told so before a run`() throws {
        try database.run("CREATE ROLE guest_\(database.name) LOGIN")
        let guest = "guest_\(database.name)"
        #expect(try check(user: guest).last?.code == "store.rights")
        #expect(try check(user: guest).last?.severity == .error)
        #expect(try code(.readWrite, user: guest) == .denied)
        #expect(try code(.readWrite) == nil)
        #expect(try check(user: guest).last?.message == "the login may not read every table")
        #expect(try check(user: "nobody_at_all").map(\.severity) == [.error])
    }
}

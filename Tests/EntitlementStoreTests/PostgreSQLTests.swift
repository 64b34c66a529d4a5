import Directory
import Foundation
import TestSupport
import Testing

@testable import EntitlementStore

/// What only a server can do to a store: stop, come back, end a session, be written from two hosts.
struct PostgreSQLTests {
    private func engine(
        _ server: PostgreSQLServer, patience: Duration = .seconds(10)
    ) throws -> PostgreSQLEngine {
        try PostgreSQLEngine(
            PostgreSQLAddress(server.url(of: "postgres")), mode: .readWrite, patience: patience)
    }

    private static let add = "INSERT INTO things (no) VALUES (1)"
    private static let total = "SELECT count(*) FROM things"

    private func makeTable(_ engine: PostgreSQLEngine) throws {
        try engine.write(.migrate) { try $0.execute("CREATE TABLE things (no BIGINT NOT NULL)") }
    }

    // P25
    @Test(arguments: [SIGINT, SIGQUIT], [false, true])
    func `a server that was started again between two transactions is found again`(
        signal: Int32, overTLS: Bool
    ) throws {
        let server = try PostgreSQLServer()
        let database = try TestDatabase(on: server)
        try server.run("ALTER ROLE postgres PASSWORD 'planted'")
        let address = try PostgreSQLAddress(
            overTLS ? database.url(user: "postgres") : database.url,
            password: Secret { "planted" }, ca: TestCertificates.shared().ca)
        let engine = try PostgreSQLEngine(address, mode: .readWrite)
        try makeTable(engine)
        try engine.write(.record) { try $0.execute(Self.add) }
        server.stop(signal)
        // It comes back while we wait for it.
        let starting = Beside {
            usleep(500_000)
            try server.start()
        }
        try engine.write(.record) { try $0.execute(Self.add) }
        #expect(try engine.read(.read) { try $0.count(Self.total) } == 2)
        try starting.finish()
    }

    @Test func `a server that stops within a transaction leaves nothing of it`() throws {
        let server = try PostgreSQLServer()
        let engine = try engine(server, patience: .zero)
        try makeTable(engine)
        var attempts = 0
        let isLost = { (error: any Error) in (error as? StoreError)?.code == .unreachable }
        #expect(throws: StoreError.self) {
            try engine.write(.record) { connection in
                attempts += 1
                try connection.execute(Self.add)
                server.stop(SIGQUIT)
                try connection.execute(Self.add)
            }
        }
        #expect {
            try engine.write(.record) { _ in attempts += 1 }
        } throws: {
            isLost($0)
        }
        #expect(attempts == 1)
        try server.start()
        #expect(try engine.read(.read) { try $0.count(Self.total) } == 0)
        #expect {
            try engine.read(.read) { connection in
                try connection.query("SELECT generate_series(1, 1000000)", []) { _ in
                    if attempts == 1 { server.stop(SIGQUIT) }
                    attempts += 1
                }
            }
        } throws: {
            isLost($0)
        }
    }

    @Test func `after a fail-over the new primary is written, and nothing is lost`() throws {
        let primary = try PostgreSQLServer()
        let standby = try PostgreSQLServer(standbyOf: primary)
        let both = "postgresql://postgres@\(primary.host),\(standby.host)/postgres"
        let world = try World(store: .open(.postgreSQL(PostgreSQLAddress(both))))
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        let before = try world.store.contents()
        let isFollowing = {
            // Before the standby has them, there are no tables.
            let reader = try? EntitlementStore.open(
                .postgreSQL(PostgreSQLAddress(standby.url(of: "postgres"))), mode: .readOnly)
            return try reader?.contents() == before
        }
        for _ in 0..<200 where try !isFollowing() { usleep(50_000) }
        try #require(try isFollowing())
        primary.stop(SIGQUIT)
        let promoting = Beside {
            usleep(500_000)
            try standby.promote()
        }
        #expect(try world.run(.usual, minute: 3).verdict == .unchanged)
        try promoting.finish()
        #expect(try world.store.entitlements().count == 2)
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `a watch of a standby keeps its connection, and hears once that is the primary`()
        throws
    {
        let primary = try PostgreSQLServer()
        let standby = try PostgreSQLServer(standbyOf: primary)
        let watch = PostgreSQLWatch(try PostgreSQLAddress(standby.url(of: "postgres")))
        let session = {
            try standby.run(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'rollcall'")
        }
        #expect(watch.wait(upTo: .zero))
        let first = try session()
        #expect(watch.wait(upTo: .zero) && !first.isEmpty)
        #expect(try session() == first)
        try standby.promote()
        #expect(watch.wait(upTo: .zero))
        try standby.run(PostgreSQLWatch.notification)
        #expect(watch.wait(upTo: .seconds(30)))
        #expect(!watch.wait(upTo: .milliseconds(50)))
        #expect(try session() == first)
        standby.stop(SIGQUIT)
        // What the server said last comes before its end.
        #expect((0..<600).contains { _ in watch.wait(upTo: .milliseconds(50)) })
        try standby.start()
        #expect(watch.wait(upTo: .zero))
        #expect(try !["", first].contains(session()))
    }

    // P24, P32
    @Test func `a writer whose session is ended, wherever it is, leaves no half`() throws {
        try Backend.$current.withValue(.postgreSQL) {
            let (world, engine) = try World.faulty()
            let run = try world.prepareBusyRun()
            let before = try world.store.contents()
            let database = try #require(world.place.database)
            for ending in stride(from: 1, to: 40, by: 6) {
                engine.before = { number in
                    guard number == ending else { return }
                    try database.run(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """)
                }
                #expect {
                    try world.store.record(run, lease: world.lease)
                } throws: { error in
                    (error as? StoreError)?.code == .unreachable
                }
                #expect(try world.store.contents() == before)
            }
            engine.before = { _ in }
            try world.store.record(run, lease: world.lease)
            #expect(try world.store.verifyLedger().faults == [])
        }
    }

    // P32
    @Test func `two writers at once never see each other's half, and none is lost`() throws {
        let database = try TestDatabase()
        let address = try PostgreSQLAddress(database.url)
        let engines = try (0..<2).map { _ in try PostgreSQLEngine(address, mode: .readWrite) }
        try makeTable(engines[0])
        let writers = engines.map { engine in
            Beside {
                for _ in 0..<50 {
                    try engine.write(.record) { connection in
                        let last = try connection.count("SELECT max(no) FROM things")
                        try connection.execute(
                            "INSERT INTO things (no) VALUES (?)", .integer(last + 1))
                    }
                }
            }
        }
        for writer in writers { try writer.finish() }
        let counts = try engines[0].read(.read) { connection in
            [
                try connection.count(Self.total),
                try connection.count("SELECT count(DISTINCT no) FROM things"),
                try connection.count("SELECT max(no) FROM things"),
            ]
        }
        #expect(counts == [100, 100, 100])
    }

    @Test func `two that find no store make one`() throws {
        let database = try TestDatabase()
        let openers = (0..<4).map { _ in
            Beside {
                _ = try EntitlementStore.open(.postgreSQL(PostgreSQLAddress(database.url)))
            }
        }
        for opener in openers { try opener.finish() }
        #expect(try database.run("SELECT * FROM schema_migrations").contains("1|first"))
    }

    @Test func `a statement that failed and was ignored is not taken for done`() throws {
        let database = try TestDatabase()
        let engine = try PostgreSQLEngine(PostgreSQLAddress(database.url), mode: .readWrite)
        try makeTable(engine)
        #expect(throws: StoreError.self) {
            try engine.write(.record) { connection in
                try connection.execute(Self.add)
                _ = try? connection.execute("NONSENSE")
            }
        }
        #expect(try engine.read(.read) { try $0.count(Self.total) } == 0)
    }

    @Test func `rows of a bulk are there for the statement after it, and for one within it`() throws
    {
        let database = try TestDatabase()
        let engine = try PostgreSQLEngine(PostgreSQLAddress(database.url), mode: .readWrite)
        try makeTable(engine)
        try engine.write(.record) { connection in
            try connection.bulk("INSERT INTO things (no) VALUES (?)") { bulk in
                for number in 0..<50_000 {
                    bulk.append(Int64(number))
                    try bulk.run()
                    if number == 20 { #expect(try connection.count(Self.total) == 21) }
                }
            }
            #expect(try connection.count(Self.total) == 50_000)
            try connection.bulk("UPDATE things SET no = ? WHERE no = ?") { bulk in
                for number in 0..<300 {
                    bulk.append(Int64(-number - 1))
                    bulk.append(Int64(number))
                    try bulk.run()
                    if number == 200 {
                        #expect(
                            try connection.count("SELECT count(*) FROM things WHERE no < 0") == 201)
                    }
                }
            }
            #expect(try connection.count("SELECT count(*) FROM things WHERE no < 0") == 300)
        }
        #expect(throws: StoreError.self) {
            try engine.write(.record) { connection in
                try connection.bulk("UPDATE things SET no = ? / ? WHERE no = 500") { bulk in
                    for divisor: Int64 in [1, 0, 1] {
                        bulk.append(7)
                        bulk.append(divisor)
                        try bulk.run()
                    }
                }
            }
        }
        #expect(try engine.read(.read) { try $0.count("SELECT max(no) FROM things") } == 49_999)
    }
}

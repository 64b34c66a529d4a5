import Directory
import TestSupport
import Testing

@testable import EntitlementStore

/// How a server is named, trusted and logged in to.
struct PostgreSQLAddressTests {
    private func refusal(_ url: String) -> PostgreSQLAddress.Refusal? {
        do throws(PostgreSQLAddress.Refusal) {
            _ = try PostgreSQLAddress(url)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "postgresql://db.example.org/rollcall", "postgres://db.example.org",
        "postgresql://worker@db.example.org:5433,other.example.org/rollcall?sslmode=verify-full",
        "postgresql://%2Fvar%2Frun%2Fpostgresql/rollcall?sslmode=disable",
        "postgresql://localhost/x?sslmode=disable", "postgresql://127.0.0.1/x?sslmode=prefer",
        "postgresql://[::1]/rollcall?sslmode=allow", "postgresql:///rollcall",
    ])
    func `a server elsewhere is verified, one on this machine as the URL says`(url: String) {
        #expect(refusal(url) == nil)
    }

    @Test(arguments: [
        ("postgresql://db.example.org/x?sslmode=require", PostgreSQLAddress.Refusal.unverified),
        ("postgresql://db.example.org/x?sslmode=disable", .unverified),
        ("postgresql://db.example.org/x?ssl=true", .unverified),
        ("postgresql://localhost,db.example.org/x?sslmode=prefer", .unverified),
        ("postgresql://127.0.0.1.example.org/x?sslmode=prefer", .unverified),
        ("postgresql:///x?sslmode=prefer", .unverified),
        ("postgresql://localhost/x?hostaddr=192.0.2.1&sslmode=prefer", .unverified),
        ("postgresql://ada:planted@localhost/x", .password),
        ("postgresql://localhost/x?password=planted", .password),
        ("postgresql://localhost/x?sslkey=key.pem&sslpassword=planted", .password),
        ("postgresql://localhost:nonsense:/x?nothing=1", .malformed),
        ("mysql://localhost/x", .malformed), ("host=localhost", .malformed), ("", .malformed),
    ])
    func `less is refused, and so is a password`(url: String, expected: PostgreSQLAddress.Refusal) {
        #expect(refusal(url) == expected)
    }

    private static let password = "planted-password"

    /// Who may log in with a password at the port.
    private func database() throws -> (TestDatabase, user: String) {
        let database = try TestDatabase()
        let user = "login_\(database.name)"
        try database.run("CREATE ROLE \(user) LOGIN PASSWORD '\(Self.password)'")
        try database.run("GRANT ALL ON SCHEMA public TO \(user)")
        return (database, user)
    }

    private func fault(
        _ url: String, password: String? = Self.password, ca: String? = nil
    ) throws -> StoreError? {
        let secret = password.map { password in Secret { password } }
        let address = try PostgreSQLAddress(
            url, password: secret, ca: ca ?? TestCertificates.shared().ca)
        do throws(StoreError) {
            _ = try PostgreSQLEngine(address, mode: .readWrite, patience: .zero)
            return nil
        } catch {
            return error
        }
    }

    // P25
    @Test func `each way of not getting in is told apart, without login or password`() throws {
        let (database, user) = try database()
        let url = database.url(user: user)
        let certificates = try TestCertificates.shared()
        #expect(try fault(url) == nil)
        let port = try LoopbackSocket.freePort()
        let faults: [(StoreError?, StoreError.Code)] = [
            (try fault(url, password: "planted-wrong"), .denied),
            (try fault(url, password: ""), .denied),
            (try fault(database.url(user: "planted_stranger")), .denied),
            (try fault(url, ca: certificates.otherCA), .untrusted),
            (try fault(url, ca: "/nonexistent/ca.pem"), .untrusted),
            (try fault(url.replacing("127.0.0.1", with: "nowhere.invalid")), .unreachable),
            (try fault("postgresql://\(user)@127.0.0.1:\(port)/x"), .unreachable),
            (
                try fault(url.replacing("/\(database.name)?", with: "/planted_elsewhere?")),
                .unavailable
            ),
        ]
        for (fault, code) in faults {
            let fault = try #require(fault)
            #expect(fault.code == code, "\(fault)")
            #expect(!fault.description.contains("planted"), "\(fault)")
            #expect(!fault.description.contains(user), "\(fault)")
        }
    }

    // P25
    @Test(arguments: [
        ("SSL error: certificate verify failed", StoreError.Code.untrusted),
        ("server certificate for \"a\" does not match host name \"b\"", .untrusted),
        ("server does not support SSL, but SSL was required", .untrusted),
        ("SSL error: wrong version number", .untrusted),
        ("SSL SYSCALL error: EOF detected", .unreachable),
        ("SSL SYSCALL error: Connection reset by peer", .unreachable),
        ("SSL error: unexpected eof while reading", .unreachable),
        ("connection to server at \"a\" failed: FATAL: 57P03", .unreachable),
    ])
    func `who is not to be believed is told from who is lost`(text: String, code: StoreError.Code) {
        #expect(PostgreSQLFault(connecting: text).code == code)
        #expect(PostgreSQLFault(text: text, isLost: true).code != .untrusted)
    }

    @Test func `a server that accepts and says nothing is given up`() throws {
        let silent = try LoopbackSocket()
        let address = try PostgreSQLAddress(
            "postgresql://127.0.0.1:\(silent.port)/x?connect_timeout=2")
        let start = ContinuousClock.now
        #expect(throws: PostgreSQLFault.self) { try PostgreSQLConnection.open(address) }
        #expect(ContinuousClock.now - start < .seconds(120))
    }

    // P25
    @Test(arguments: [
        "SILENT,SERVER", "SILENT,SILENT,SERVER", "SERVER,SILENT", "REFUSING,SILENT,SERVER",
    ])
    func `a host that says nothing keeps nobody from the others`(hosts: String) throws {
        let database = try TestDatabase()
        let silent = try (0..<2).map { _ in try LoopbackSocket() }
        var hosts = hosts.replacing("SERVER", with: database.server.host)
            .replacing("REFUSING", with: "localhost:\(try LoopbackSocket.freePort())")
        for socket in silent {
            hosts = hosts.replacing("SILENT", with: "127.0.0.1:\(socket.port)", maxReplacements: 1)
        }
        let address = try PostgreSQLAddress(
            "postgresql://postgres@\(hosts)/\(database.name)?connect_timeout=2")
        let engine = try PostgreSQLEngine(address, mode: .readWrite, patience: .zero)
        #expect(try engine.read(.read) { try $0.count("SELECT 1") } == 1)
        #expect(engine.watch().wait(upTo: .zero))
    }
}

import Foundation

/// A throw-away PostgreSQL server: own folder, a socket file, and TLS on a loopback port; gone with its
/// owner.
///
///     let database = try TestDatabase()      // of the server that all tests share
///     database.url                           // postgresql://postgres@%2Ftmp…/…, as administrator
///
/// It sorts texts as people do, so that nothing relies on the order of bytes by chance.
///
/// **Units:** it is made in about two seconds.
public final class PostgreSQLServer: @unchecked Sendable {  // `process` is guarded by `lock`
    /// The loopback port, the same after a restart; a password is asked for there, and none at the
    /// socket.
    public let port: UInt16
    private let folder: TemporaryFolder
    private let lock = NSLock()
    private var process: ServerProcess?

    /// The server did not start; holds what it said.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The one of all tests, which nobody may stop.
    public static func shared() throws -> PostgreSQLServer { try made.get() }

    private static let made: Result<PostgreSQLServer, any Error> = Result {
        let server = try PostgreSQLServer()
        atexit { try? PostgreSQLServer.made.get().stop(SIGQUIT) }
        return server
    }

    /// - Parameter primary: to follow it as a standby, until it is promoted; nil for a server of its own.
    public init(standbyOf primary: PostgreSQLServer? = nil) throws {
        folder = try TemporaryFolder("postgresql")
        port = try LoopbackSocket.freePort()
        try giveAway(folder.path)
        if let primary {
            try Self.run(
                "pg_basebackup", "-D", data, "-h", primary.folder.path, "-p", "\(primary.port)",
                "-U",
                "postgres", "-R", "-c", "fast", "--no-sync")
        } else {
            try Self.run(
                "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
                "--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8")
        }
        try configure()
        try start()
    }

    private static func run(_ name: String, _ arguments: String...) throws {
        try Tool.run("/usr/bin/env", account + [try program(name)] + arguments)
    }

    deinit { stop(SIGQUIT) }

    private var data: String { "\(folder.path)/data" }

    /// What the server logged.
    public var log: String {
        (try? String(contentsOf: folder.url("log"), encoding: .utf8)) ?? ""
    }

    /// The socket as a host and port of a URL.
    public var host: String {
        "\(folder.path.replacingOccurrences(of: "/", with: "%2F")):\(port)"
    }

    /// The URL of a database at the socket.
    public func url(of database: String, user: String = "postgres") -> String {
        "postgresql://\(user)@\(host)/\(database)"
    }

    private func configure() throws {
        let certificate = try TestCertificates.shared().server
        for (path, name) in [(certificate.certificate, "server.pem"), (certificate.key, "key.pem")]
        {
            let copy = "\(folder.path)/\(name)"
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            chmod(copy, 0o600)
            try giveAway(copy)
        }
        try append(
            """
            listen_addresses = '127.0.0.1'
            port = \(port)
            unix_socket_directories = '\(folder.path)'
            max_connections = 200
            shared_buffers = 32MB
            fsync = off
            full_page_writes = off
            synchronous_commit = off
            ssl = on
            ssl_cert_file = '\(folder.path)/server.pem'
            ssl_key_file = '\(folder.path)/key.pem'
            """, to: "postgresql.conf")
        try folder.write(
            """
            local all all trust
            local replication all trust
            hostssl all all 127.0.0.1/32 scram-sha-256

            """, to: "data/pg_hba.conf")
        try giveAway("\(data)/pg_hba.conf")
    }

    private func append(_ lines: String, to file: String) throws {
        let path = "\(data)/\(file)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try folder.write("\(text)\n\(lines)\n", to: "data/\(file)")
        try giveAway(path)
    }
}

// MARK: - Its life

extension PostgreSQLServer {
    /// Starts the server, again after ``stop(_:)``; ready when it returns.
    public func start() throws {
        let process = try ServerProcess(
            "/usr/bin/env", Self.account + [try Self.program("postgres"), "-D", data],
            log: folder.url("log"))
        lock.withLock { self.process = process }
        for _ in 0..<400 where process.isRunning {
            if (try? run("SELECT 1")) != nil { return }
            usleep(25_000)
        }
        throw Failure(description: "PostgreSQL did not start: \(log)")
    }

    /// Ends the server.
    /// - Parameter signal: SIGINT ends its sessions in an orderly way, SIGQUIT as a
    ///   crash would.
    public func stop(_ signal: Int32 = SIGINT) {
        lock.withLock {
            process?.stop(signal)
            process = nil
        }
    }

    /// From now on nothing is reported as done that has not reached a standby too, which is there already: one
    /// that is made later would wait for one of its own.
    public func requireStandby() throws {
        try run("ALTER SYSTEM SET synchronous_standby_names = '*'")
        try run("SELECT pg_reload_conf()")
    }

    /// Makes a standby the primary.
    public func promote() throws { try run("SELECT pg_promote()") }

    /// Runs statements as the administrator.
    /// - Returns: what they answer, columns between `|`.
    @discardableResult
    public func run(_ sql: String, in database: String = "postgres") throws -> String {
        try Tool.run(
            try Self.program("psql"),
            [
                "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", folder.path, "-p", "\(port)",
                "-U", "postgres", "-d", database,
            ], input: sql)
    }

    /// The newest that is installed.
    private static func program(_ name: String) throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let paths = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
            .map { "\(root)/\($0)/bin/\(name)" }
        guard let path = paths.first(where: FileManager.default.isExecutableFile) else {
            throw Failure(description: "\(name) is missing: run Deploy/install-packages --tests")
        }
        return path
    }

    /// PostgreSQL refuses to be run by the administrator.
    private static let account: [String] =
        getuid() != 0
        ? [] : ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]

    private func giveAway(_ path: String) throws {
        guard getuid() == 0 else { return }
        guard let account = getpwnam("postgres"),
            chown(path, account.pointee.pw_uid, account.pointee.pw_gid) == 0
        else { throw Failure(description: "there is no account named postgres") }
    }
}

/// An empty database for one test, gone with its owner.
public final class TestDatabase: Sendable {
    public let name: String
    public let server: PostgreSQLServer

    /// - Parameter server: nil for the one that all tests share.
    public init(on server: PostgreSQLServer? = nil) throws {
        self.server = try server ?? .shared()
        name = "test_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""))"
        try self.server.run("CREATE DATABASE \(name)")
    }

    deinit { _ = try? server.run("DROP DATABASE \(name) WITH (FORCE)") }

    /// As the administrator, at the socket.
    public var url: String { server.url(of: name) }

    /// At the loopback port, with TLS.
    public func url(user: String, parameters: String = "sslmode=verify-full") -> String {
        "postgresql://\(user)@127.0.0.1:\(server.port)/\(name)?\(parameters)"
    }

    /// See ``PostgreSQLServer/run(_:in:)``.
    @discardableResult
    public func run(_ sql: String) throws -> String { try server.run(sql, in: name) }
}

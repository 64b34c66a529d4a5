import Foundation

/// A throw-away OpenLDAP server: own folder, own ports on the loopback, gone with its owner.
///
///     let server = try SlapdServer(ldif: people)
///     server.url                      // ldap://127.0.0.1:34567
///     try server.modify(ldif: change)
///     server.kill(); try server.start()
///
/// **Units:** a start takes some 50 ms.
public final class SlapdServer: @unchecked Sendable {  // `process` is guarded by `lock`
    public let options: SlapdOptions
    /// The port of ``url``, the same after a restart.
    public private(set) var port: UInt16 = 0
    private var tlsPort: UInt16 = 0
    private let folder: TemporaryFolder
    private let lock = NSLock()
    private var process: ServerProcess?

    /// The server did not start; holds what it said.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Loads the entries and starts the server.
    /// - Parameter ldif: entries for slapadd, parents first: operational attributes such as
    ///   `entryUUID` are taken as they are given, and `memberOf` is not filled (see
    ///   ``modify(ldif:)``).
    public convenience init(_ options: SlapdOptions = SlapdOptions(), ldif: String = "") throws {
        let file = try TemporaryFolder("ldif")
        try self.init(options, ldifPath: file.write(ldif, to: "entries.ldif"))
    }

    /// The same from a file, for many entries.
    /// - Parameter ldifPath: nil for an empty server, which is not started yet.
    public init(_ options: SlapdOptions = SlapdOptions(), ldifPath: String?) throws {
        self.options = options
        folder = try TemporaryFolder("slapd")
        try FileManager.default.createDirectory(
            at: folder.url("data"), withIntermediateDirectories: true)
        try folder.write(options.configuration(in: folder.path), to: "slapd.conf")
        guard let ldifPath else { return }
        try Tool.run("slapadd", ["-q", "-g", "-f", configurationPath, "-l", ldifPath])
        try start()
    }

    deinit { kill() }

    /// TCP, in clear or with StartTLS. An address, as libldap puts the machine's own name in the place
    /// of `localhost` before it looks at a certificate.
    public var url: String { "ldap://127.0.0.1:\(port)" }
    /// TLS from the first byte; needs ``SlapdOptions/tls``.
    public var tlsURL: String { "ldaps://127.0.0.1:\(tlsPort)" }
    /// The socket file, percent-encoded.
    public var socketURL: String {
        "ldapi://" + "\(folder.path)/socket".replacingOccurrences(of: "/", with: "%2F")
    }

    /// What the server logged. **Shape:** with ``SlapdOptions/logsOperations`` a line an operation.
    public var log: String {
        (try? String(contentsOf: folder.url("log"), encoding: .utf8)) ?? ""
    }

    /// Nil when it is not started, or has ended.
    public var processIdentifier: Int32? {
        lock.withLock { process.flatMap { $0.isRunning ? $0.processIdentifier : nil } }
    }

    private var configurationPath: String { "\(folder.path)/slapd.conf" }
}

extension SlapdServer {
    /// Starts the server, again after ``stop()`` or ``kill()``; ready when it returns.
    public func start() throws {
        for attempt in 1... {
            // A port can be taken between our look and the server's: then the next one.
            if port == 0 || attempt > 1 {
                port = try LoopbackSocket.freePort()
                tlsPort = try LoopbackSocket.freePort()
            }
            let process = try ServerProcess(
                "/usr/sbin/slapd",
                [
                    "-f", configurationPath, "-h", listeners, "-d",
                    options.logsOperations ? "stats" : "none",
                ],
                log: folder.url("log"), environment: options.environment)
            if waitUntilReady(process) {
                lock.withLock { self.process = process }
                return
            }
            process.kill()
            guard attempt < 5 else { throw Failure(description: "slapd did not start: \(log)") }
        }
    }

    /// Ends the server in an orderly way.
    public func stop() {
        lock.withLock {
            process?.stop()
            process = nil
        }
    }

    /// Ends the server as a crash would (`kill -9`).
    public func kill() {
        lock.withLock {
            process?.kill()
            process = nil
        }
    }

    /// Changes entries through the server, as its administrator.
    /// - Parameters:
    ///   - ldif: change records; an entry without `changetype` is added.
    ///   - passingOver: whether what the server refuses is passed over.
    public func modify(ldif: String, passingOver: Bool = false) throws {
        let arguments = [
            "-a", "-x", "-H", socketURL, "-D", options.administrator, "-w", options.password,
        ]
        if passingOver {
            _ = try? Tool.run("ldapmodify", ["-c"] + arguments, input: ldif)
        } else {
            try Tool.run("ldapmodify", arguments, input: ldif)
        }
    }

    private var listeners: String {
        (["ldap://127.0.0.1:\(port)/", socketURL]
            + (options.tls == nil ? [] : ["ldaps://127.0.0.1:\(tlsPort)/"])).joined(separator: " ")
    }

    private func waitUntilReady(_ process: ServerProcess) -> Bool {
        for _ in 0..<2000 where process.isRunning {
            // The pid file is written by this very server once it listens.
            if FileManager.default.fileExists(atPath: folder.url("pid").path),
                let connection = LoopbackSocket.connect(to: port)
            {
                close(connection)
                return process.isRunning
            }
            usleep(5000)
        }
        return false
    }
}

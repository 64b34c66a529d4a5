import Foundation

/// A throw-away Active Directory domain, EXAMPLE.ORG, with Samba as its controller.
///
/// Its ports are fixed, so it has an address of its own within 127.0.0.0/8 and a door in front of it
/// on 127.0.0.1. Making one takes some seven seconds.
public final class SambaDomain: @unchecked Sendable {  // `process` is guarded by `lock`
    /// An ordinary member of the domain.
    public static let reader = "reader@example.org"
    /// May see everything, the deleted too.
    public static let administrator = "Administrator@example.org"
    public static let password = "Only-for-tests-1"

    /// Why there can be none on this machine; nil when there can.
    public static var obstacle: String? {
        let programs = ["/usr/sbin/samba", "/usr/bin/samba-tool", "/usr/bin/ldbmodify"]
        if !programs.allSatisfy(FileManager.default.isExecutableFile) {
            return "Samba is not here: run Deploy/install-packages --tests"
        }
        return getuid() == 0 ? nil : "only the administrator may listen where Active Directory does"
    }

    /// The controller did not start; holds what it said.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private let folder: TemporaryFolder
    private let address: String
    private let door: TCPProxy
    private let lock = NSLock()
    private var process: ServerProcess?

    /// The one of all tests that only look at it, or change what is theirs alone.
    /// - Throws: ``Failure``, ``Tool/Failure``
    public static func shared() throws -> SambaDomain { try made.get() }

    private static let made = Result { try SambaDomain(number: 0) }

    /// - Parameter number: another one for each domain of the process, below 3.
    public init(number: UInt32) throws {
        folder = try TemporaryFolder("samba")
        let address = Self.address(number)
        self.address = address
        try Tool.run(
            "samba-tool",
            [
                "domain", "provision", "--realm=EXAMPLE.ORG", "--domain=EXAMPLE",
                "--server-role=dc", "--dns-backend=NONE", "--adminpass=\(Self.password)",
                "--targetdir=\(folder.path)", "--host-name=dc1", "--host-ip=\(address)",
            ])
        try folder.write(try Self.configuration(in: folder.path, address), to: "smb.conf")
        try Tool.run(
            "samba-tool",
            [
                "user", "create", "reader", Self.password, "-H", Self.database(in: folder),
                "-s", folder.url("smb.conf").path,
            ])
        door = try TCPProxy(to: 636, at: address)
        try start()
    }

    /// Ends the controller and starts it again.
    public func restart() throws {
        lock.withLock {
            process?.stop()
            process = nil
        }
        try start()
    }

    private func start() throws {
        let process = try ServerProcess(
            "/usr/sbin/samba",
            ["-i", "--model=single", "--debug-stdout", "-s", folder.url("smb.conf").path],
            log: folder.url("output"))
        lock.withLock { self.process = process }
        for _ in 0..<6000 where process.isRunning {
            if let connection = LoopbackSocket.connect(to: 636, at: address) {
                close(connection)
                return
            }
            usleep(5000)
        }
        let said = try? String(contentsOf: folder.url("output"), encoding: .utf8)
        throw Failure(description: "samba did not start: \(said ?? "")")
    }

    /// LDAPS; the certificate is ``TestCertificates/server``.
    public var port: UInt16 { door.port }
    public var url: String { "ldaps://127.0.0.1:\(door.port)" }

    /// Changes entries in the database itself, in one transaction; the controller shows it at once.
    /// - Parameter ldif: change records; an `objectGUID` may be given, in letters.
    public func modify(ldif: String) throws {
        let change = try TemporaryFolder("change")
        try Tool.run(
            "ldbmodify",
            [
                "--controls=relax:0", "-H", Self.database(in: folder),
                "--configfile=\(folder.path)/smb.conf", try change.write(ldif, to: "change.ldif"),
            ])
    }

    /// The last part of a group's identifier, by its `sAMAccountName`.
    public func number(ofGroup name: String) throws -> UInt32? {
        let found = try Tool.run(
            "ldbsearch",
            [
                "-H", Self.database(in: folder), "--configfile=\(folder.path)/smb.conf",
                "(sAMAccountName=\(name))", "objectSid",
            ])
        return found.split(separator: "\n").first { $0.hasPrefix("objectSid: ") }
            .flatMap { $0.split(separator: "-").last }.flatMap { UInt32($0) }
    }

    /// Another one for each process that runs at the same time.
    private static func address(_ number: UInt32) -> String {
        let pid = UInt32(getpid())
        return "127.\(64 + number * 64 + pid >> 16 & 63).\(pid >> 8 & 255).\(pid & 255)"
    }

    private static func database(in folder: TemporaryFolder) -> String {
        "\(folder.path)/private/sam.ldb"
    }

    /// Only LDAP, only that address, everything that is written in the folder.
    private static func configuration(in folder: String, _ address: String) throws -> String {
        let certificates = try TestCertificates.shared()
        return """
            [global]
            realm = EXAMPLE.ORG
            workgroup = EXAMPLE
            netbios name = DC1
            server role = active directory domain controller
            server services = ldap
            dcerpc endpoint servers =
            interfaces = \(address)/8
            bind interfaces only = yes
            tls cafile = \(certificates.ca)
            tls certfile = \(certificates.server.certificate)
            tls keyfile = \(certificates.server.key)
            private dir = \(folder)/private
            lock directory = \(folder)
            state directory = \(folder)/state
            cache directory = \(folder)
            pid directory = \(folder)
            binddns dir = \(folder)/bind-dns
            ncalrpc dir = \(folder)/ncalrpc
            winbindd socket directory = \(folder)/winbindd
            log file = \(folder)/log

            """
    }
}

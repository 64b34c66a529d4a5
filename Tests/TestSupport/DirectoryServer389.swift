import Foundation

/// A throw-away 389 Directory Server: own folder, own ports on the loopback, gone with its owner.
///
/// Made from the package's templates and not by its installer, which wants systemd and listens on
/// every address at first.
/// **Units:** a start with some hundred entries takes some two seconds.
public final class DirectoryServer389: Sendable {
    /// Nothing is denied to it.
    public static let administrator = "cn=admin,\(GeneratedOrganization.suffix)"
    public static let password = "only-for-tests"

    /// Why there can be none on this machine; nil when there can.
    public static var obstacle: String? {
        FileManager.default.isExecutableFile(atPath: "/usr/sbin/ns-slapd")
            ? nil : "389 Directory Server is not here: run Deploy/install-packages --tests"
    }

    /// The server did not start; holds what it said.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public let port: UInt16
    /// TLS from the first byte; the certificate is ``TestCertificates/server``.
    public let tlsPort: UInt16
    private let process: ServerProcess
    private let folder: TemporaryFolder

    /// Loads the entries and starts the server.
    /// - Parameter ldifPath: entries, parents first; a given `nsUniqueId` stays as it is.
    public init(ldifPath: String) throws {
        folder = try TemporaryFolder("389")
        (port, tlsPort) = (try LoopbackSocket.freePort(), try LoopbackSocket.freePort())
        let (folder, port) = (folder, port)
        try Self.configure(in: folder, port: port, tlsPort: tlsPort)
        try Self.makeCertificateStore(in: folder)
        try Tool.run(
            "ns-slapd", ["ldif2db", "-D", folder.path, "-n", "userroot", "-i", ldifPath])
        process = try ServerProcess(
            "/usr/sbin/ns-slapd", ["-D", folder.path, "-i", "\(folder.path)/pid", "-d", "0"],
            log: folder.url("output"))
        let isReady = (0..<6000).contains { _ in
            if let connection = LoopbackSocket.connect(to: port) {
                close(connection)
                return true
            }
            usleep(5000)
            return !process.isRunning
        }
        // Nobody needs its name once the server has it open.
        unlink("/dev/shm/sem.\(folder.url("").lastPathComponent).stats")
        guard isReady, process.isRunning else {
            let said = try? String(contentsOf: folder.url("output"), encoding: .utf8)
            throw Failure(description: "ns-slapd did not start: \(said ?? "")")
        }
    }

    public var tlsURL: String { "ldaps://127.0.0.1:\(tlsPort)" }

    /// Changes entries through the server, as its administrator.
    public func modify(ldif: String) throws {
        try Tool.run(
            "ldapmodify",
            [
                "-x", "-H", "ldap://127.0.0.1:\(port)", "-D", Self.administrator, "-w",
                Self.password,
            ], input: ldif)
    }

    /// Fills in the package's own templates: the server's configuration, and one database.
    private static func configure(
        in folder: TemporaryFolder, port: UInt16, tlsPort: UInt16
    ) throws {
        let data = "/usr/share/dirsrv/data"
        for name in ["schema", "db", "lock", "tmp", "ldif", "bak", "run", "log"] {
            try FileManager.default.createDirectory(
                at: folder.url(name), withIntermediateDirectories: true)
        }
        for name in ["config/slapd-collations.conf", "config/certmap.conf", "schema/99user.ldif"] {
            let target = name.replacingOccurrences(of: "config/", with: "")
            try FileManager.default.copyItem(
                at: URL(filePath: "/etc/dirsrv/\(name)"), to: folder.url(target))
        }
        var values = [
            "cert_dir": folder.path, "config_dir": folder.path, "inst_dir": folder.path,
            "bak_dir": "\(folder.path)/bak", "db_home_dir": "\(folder.path)/db",
            "fqdn": "localhost", "ds_user": NSUserName(), "ds_bename": "userroot",
            "ds_suffix": GeneratedOrganization.suffix, "rootdn": administrator,
            "ds_passwd": "{CLEAR}\(password)", "db_lib": "bdb", "ldapi_enabled": "off",
            "ldapi": "\(folder.path)/socket", "ldapi_autobind": "off",
            "ds_port": """
            \(port)
            nsslapd-listenhost: 127.0.0.1
            nsslapd-security: on
            nsslapd-securelistenhost: 127.0.0.1
            nsslapd-secureport: \(tlsPort)
            """,
        ]
        for name in ["schema", "db", "lock", "tmp", "ldif", "run", "log"] {
            values["\(name)_dir"] = "\(folder.path)/\(name)"
        }
        var text = ""
        for template in ["template-dse.ldif", "template-suffix-db.ldif"] {
            text += try String(contentsOfFile: "\(data)/\(template)", encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.hasPrefix("#") }.joined(separator: "\n")
        }
        for (name, value) in values {
            text = text.replacingOccurrences(of: "%\(name)%", with: value)
        }
        try folder.write(text, to: "dse.ldif")
    }

    /// The server reads certificates out of a database of the NSS library.
    private static func makeCertificateStore(in folder: TemporaryFolder) throws {
        let certificates = try TestCertificates.shared()
        let store = "sql:\(folder.path)"
        let bundle = "\(folder.path)/server.p12"
        try Tool.run(
            "openssl",
            [
                "pkcs12", "-export", "-in", certificates.server.certificate, "-inkey",
                certificates.server.key, "-name", "Server-Cert", "-passout", "pass:x", "-out",
                bundle,
            ])
        try Tool.run("certutil", ["-N", "--empty-password", "-d", store])
        try Tool.run(
            "certutil", ["-A", "-n", "CA", "-t", "C,,", "-d", store, "-i", certificates.ca])
        try Tool.run("pk12util", ["-i", bundle, "-W", "x", "-K", "", "-d", store])
    }
}

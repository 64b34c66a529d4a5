import Foundation
import TestSupport
import Testing

/// Rollcall as it is deployed: the image, a real directory and a real database behind TLS, a login for
/// each process, and configuration and secrets as a cluster mounts them.
final class DeployedSite {
    /// Which login, and which secrets.
    enum Account: String { case owner, worker, reader }

    let port: UInt16
    private let directory: SlapdServer
    private let server: PostgreSQLServer
    private let database: TestDatabase
    private let folder: TemporaryFolder
    private let name = "rollcall-test-\(UUID().uuidString.lowercased())"
    private var service: ServerProcess?

    init() throws {
        let certificates = try TestCertificates.shared()
        var options = SlapdOptions()
        options.tls = .init(ca: certificates.ca, certificate: certificates.server)
        directory = try SlapdServer(options, ldif: try Site.fixture("small"))
        server = try PostgreSQLServer()
        database = try TestDatabase(on: server)
        folder = try TemporaryFolder("deployed")
        port = try LoopbackSocket.freePort()
        // Whoever is nobody here must get to what is mounted out of it.
        chmod(folder.path, 0o755)
        try mount(
            "site",
            [
                "rollcall.yaml": configuration(options),
                "ca.pem": try String(contentsOfFile: certificates.ca, encoding: .utf8),
            ], mode: 0o644)
        let ldap = ["ldap-password": options.password]
        for (account, more) in [(Account.owner, [:]), (.worker, ldap), (.reader, [:])] {
            let secrets = ["store-password": Self.password(account)].merging(more) { $1 }
            try mount(account.rawValue, secrets, mode: 0o440)
        }
        try prepare()
    }

    deinit {
        service?.stop()
        _ = try? ContainerImage.run(ContainerImage.podman + ["rm", "--force", name])
    }

    private static func password(_ account: Account) -> String { "planted-5ecret-\(account)" }

    /// As a cluster mounts it: files are links into a folder that is replaced as a whole.
    private func mount(_ volume: String, _ files: [String: String], mode: mode_t) throws {
        let data = "\(volume)/..2026_11_22"
        try FileManager.default.createDirectory(
            at: folder.url(data), withIntermediateDirectories: true)
        symlink("..2026_11_22", folder.url("\(volume)/..data").path)
        for (name, text) in files {
            let path = try folder.write(text, to: "\(data)/\(name)")
            #expect(chown(path, 0, 65532) == 0 && chmod(path, mode) == 0)
            symlink("..data/\(name)", folder.url("\(volume)/\(name)").path)
        }
    }

    private func configuration(_ options: SlapdOptions) -> String {
        """
        formatVersion: 1
        store:
          url: postgresql://127.0.0.1:\(server.port)/\(database.name)
          password: {file: /run/secrets/rollcall/store-password, env: ROLLCALL_STORE_PASSWORD}
          ca: ca.pem
        mappings: /etc/rollcall/Mappings
        sources:
          - id: corp
            type: ldap
            url: \(directory.tlsURL)
            bind:
              method: simple
              dn: \(options.administrator)
              password: {file: /run/secrets/rollcall/ldap-password, env: ROLLCALL_LDAP_PASSWORD}
            tls: {ca: ca.pem}
            schema: inetOrgPerson
            people: {base: "ou=People,dc=example,dc=org"}
            groups: {base: "ou=Groups,dc=example,dc=org"}
            inactive: {attribute: employeeType, equals: Terminated}
        review: {identity: local}
        serve: {listen: "127.0.0.1:\(port)"}

        """
    }

    /// The tables, made by their owner, and the logins with the least rights.
    private func prepare() throws {
        let owner = Self.password(.owner)
        try database.run(
            "CREATE ROLE owner LOGIN CREATEROLE PASSWORD '\(owner)'; ALTER SCHEMA public OWNER TO owner"
        )
        let url = "postgresql://127.0.0.1:\(server.port)/\(database.name)"
        let made = try run(
            ["store", "prepare", url + "?sslrootcert=/etc/rollcall/site/ca.pem"], as: .owner,
            environment: ["PGPASSWORD": owner])
        #expect(made.status == 0, "\(made.error)")
        let roles = Repository.path("Deploy/PostgreSQL/roles.sql")
        try database.run("SET ROLE owner;\n\(String(contentsOfFile: roles, encoding: .utf8))")
        for account in [Account.worker, .reader] {
            try database.run(
                "ALTER ROLE rollcall_\(account) PASSWORD '\(Self.password(account))'")
        }
    }
}

// MARK: - Work

extension DeployedSite {
    private func call(
        _ arguments: [String], as account: Account, options: [String],
        environment: [String: String]
    ) -> [String] {
        let own = [
            "PGUSER": account == .owner ? "owner" : "rollcall_\(account)",
            "ROLLCALL_CONFIG": "/etc/rollcall/site/rollcall.yaml",
            "ROLLCALL_CLOCK": "2026-11-22T09:00:00Z",
        ]
        return ContainerImage.call(
            arguments, options: options,
            volumes: [
                "/etc/rollcall/site": folder.url("site").path,
                "/run/secrets/rollcall": folder.url(account.rawValue).path,
            ], environment: own.merging(environment) { $1 })
    }

    /// Runs a command in a container of its own.
    func run(_ arguments: [String], as account: Account, environment: [String: String] = [:]) throws
        -> RollcallCommand.Output
    {
        try ContainerImage.run(
            call(arguments, as: account, options: ["--rm"], environment: environment))
    }

    /// Starts the service, with what the image does when it is told nothing, and waits until it is ready.
    func serve() throws {
        try begin([], as: .reader) { (try? ask("/readyz"))?.status == 200 }
    }

    /// Starts a worker, in the place of the service, and waits until it has run.
    func work() throws {
        try begin(["worker", "--every", "2s"], as: .worker) { said.contains("\"run ended\"") }
    }

    private func begin(
        _ arguments: [String], as account: Account, until isReady: () -> Bool
    ) throws {
        service = try ServerProcess(
            "/usr/bin/env",
            call(
                arguments, as: account, options: ["--name", name, "--stop-timeout", "20"],
                environment: [:]),
            log: folder.url("service.log"))
        for _ in 0..<400 where service?.isRunning == true {
            if isReady() { return }
            usleep(50_000)
        }
        Issue.record("it is not ready: \(said)")
    }

    /// What the service, or the worker, has logged.
    var said: String { (try? String(contentsOf: folder.url("service.log"), encoding: .utf8)) ?? "" }

    func ask(_ target: String, token: String? = nil) throws -> RawWebClient.Answer {
        try RawWebClient(port: port).ask(
            "GET", target, headers: token.map { ["Authorization": "Bearer \($0)"] } ?? [:])
    }

    /// What podman knows of the service's container.
    func inspect(_ format: String) throws -> String {
        try ContainerImage.run(ContainerImage.podman + ["inspect", "--format", format, name]).out
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Asks the service to end, as a cluster does.
    func stop() throws {
        _ = try ContainerImage.run(ContainerImage.podman + ["stop", name])
    }

    /// Each password that was mounted.
    static let secrets = [Account.owner, .worker, .reader].map(password)
}

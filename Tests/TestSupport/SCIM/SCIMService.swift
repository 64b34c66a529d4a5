import Foundation

/// A real SCIM service on a port of this machine, gone with its owner.
///
/// Those of others are Python packages in environments of their own (`Deploy/install-packages
/// --tests`); they begin empty and are filled with a ``SCIMWriter``.
public final class SCIMService: Sendable {
    /// Services of others.
    public enum Peer: String, Sendable {
        case scim2Server = "scim2-server"
        case canaille
        case djangoSCIM2 = "django-scim2"

        /// Whether the package could be had on this machine.
        public var isInstalled: Bool {
            FileManager.default.fileExists(atPath: home + "/installed")
        }

        fileprivate var home: String { Repository.path(".build/python/\(rawValue)") }
        fileprivate func program(_ name: String) -> String { "\(home)/bin/\(name)" }
    }

    /// The service did not start; holds what it said.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public static let token = "planted-5ecret-of-the-service"

    public let port: UInt16
    /// The base of SCIM 2.0, above `Users` and `Groups`.
    public let url: String
    private let folder: TemporaryFolder
    private let process: ServerProcess

    /// The project's own, which lists a file.
    /// - Parameter path: it is read for every answer.
    public static func listing(_ path: String) throws -> SCIMService {
        try SCIMService(base: "/scim/v2") {
            ("/usr/bin/python3", [Repository.path("Deploy/scim-service"), path, $0])
        }
    }

    /// scim2-server, which keeps to the standard.
    /// - Parameter cursors: whether it offers them.
    public static func scim2Server(cursors: Bool) throws -> SCIMService {
        let folder = try TemporaryFolder("scim2-server")
        try folder.write(providerConfiguration(cursors: cursors), to: "provider.json")
        return try SCIMService(base: "/v2") {
            (
                Peer.scim2Server.program("scim2-server"),
                [
                    "--port", $0, "--bearer-token", token, "--service-provider-config",
                    "\(folder.path)/provider.json",
                ]
            )
        }
    }

    /// Canaille: answers `count` with 500, and names members by their userName.
    public static func canaille() throws -> SCIMService {
        try SCIMService(base: "/scim/v2") {
            (
                Peer.canaille.program("python"),
                [Repository.path("Fixtures/Peers/canaille_service.py"), $0, token]
            )
        }
    }

    /// django-scim2: gives users and groups the same ids, and asks nobody who they are.
    public static func djangoSCIM2() throws -> SCIMService {
        try SCIMService(base: "/scim/v2") {
            (
                Peer.djangoSCIM2.program("python"),
                [Repository.path("Fixtures/Peers/django_service"), $0]
            )
        }
    }

    /// - Parameter command: the program and its arguments, for a port.
    private init(base: String, command: (String) -> (String, [String])) throws {
        folder = try TemporaryFolder("scim")
        var said = ""
        // A port can be taken between our look and the service's: then the next one.
        for _ in 0..<5 {
            let port = try LoopbackSocket.freePort()
            let (program, arguments) = command(String(port))
            let process = try ServerProcess(
                program, arguments, log: folder.url("log"),
                environment: ["SCIM_TOKEN": Self.token, "PYTHONDONTWRITEBYTECODE": "1"])
            if Self.waitUntilReady(process, port) {
                self.port = port
                self.process = process
                url = "http://127.0.0.1:\(port)\(base)"
                return
            }
            process.kill()
            said = (try? String(contentsOf: folder.url("log"), encoding: .utf8)) ?? ""
        }
        throw Failure(description: "the service did not start: \(said)")
    }

    /// Ends the service as a crash would.
    public func kill() { process.kill() }

    /// Who fills it.
    public var writer: SCIMWriter { SCIMWriter(self) }

    private static func waitUntilReady(_ process: ServerProcess, _ port: UInt16) -> Bool {
        for _ in 0..<6000 where process.isRunning {
            if let connection = LoopbackSocket.connect(to: port) {
                close(connection)
                return process.isRunning
            }
            usleep(10_000)
        }
        return false
    }

    private static func providerConfiguration(cursors: Bool) -> String {
        let pagination =
            #""pagination": {"cursor": true, "index": true, "defaultPaginationMethod": "index"},"#
        return """
            {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
             "patch": {"supported": true},
             "bulk": {"supported": false, "maxOperations": 0, "maxPayloadSize": 0},
             "filter": {"supported": true, "maxResults": 100},
             \(cursors ? pagination : "")
             "changePassword": {"supported": false}, "sort": {"supported": true},
             "etag": {"supported": true}, "authenticationSchemes": []}
            """
    }
}

import Foundation
import TestSupport

/// A generated organisation in force, served, and beside it the empty handler.
final class ServedOrganization {
    private let folder: TemporaryFolder
    private let programs: String
    private let service: ServerProcess
    private let plain: ServerProcess
    private let ports: (service: UInt16, plain: UInt16)
    private let token: String
    private let login: String
    private let people: Int

    init(people: Int, programs: String) throws {
        self.programs = programs
        self.people = people
        folder = try TemporaryFolder("served")
        let organization = GeneratedOrganization(people: people, groups: people / 50, seed: 1)
        login = organization.people[people / 2].userName
        try folder.write(organization.ldif, to: "directory.ldif")
        try folder.write(Self.configuration, to: "rollcall.yaml")
        try folder.write(BenchmarkSite.mapping + BenchmarkSite.policy, to: "mapping.yaml")
        let program = "\(programs)/rollcall"
        let configuration = ["--config", folder.url("rollcall.yaml").path]
        try Tool.run(program, ["sync", "--log-level", "error"] + configuration)
        token =
            try Tool.run(program, ["tokens", "create", "wrk"] + configuration)
            .split(separator: "\n").first.map(String.init) ?? ""
        ports = (try LoopbackSocket.freePort(), try LoopbackSocket.freePort())
        service = try ServerProcess(
            "\(programs)/rollcall",
            ["serve", "--log-level", "error", "--listen", "127.0.0.1:\(ports.service)"]
                + configuration, log: folder.url("service.log"))
        plain = try ServerProcess(
            "\(programs)/PlainWebServer", ["\(ports.plain)"], log: folder.url("plain.log"))
        try waitUntilReady()
    }

    private func waitUntilReady() throws {
        for _ in 0..<600 {
            let ready = try? RawWebClient(port: ports.service).ask("GET", "/readyz").status
            let isPlain = LoopbackSocket.connect(to: ports.plain).map { close($0) } != nil
            if ready == 200, isPlain { return }
            usleep(100_000)
        }
        throw MeasuredProcess.Failure(description: "the service is not ready")
    }

    /// One question: does somebody hold a role over the whole organisation?
    func check() throws -> WebLoad.Measurement { try ask(ports.service, question) }

    /// The same question to whoever answers it with nothing.
    func askEmptyHandler() throws -> WebLoad.Measurement { try ask(ports.plain, question) }

    private var question: String { "/v1/check?person=\(login)&role=viewer&on=organization" }

    /// A hundred users of a list, with all that is shown of each.
    func page(_ part: Part) throws -> WebLoad.Measurement {
        let start = part == .first ? 1 : people - Self.pageSize + 1
        return try ask(
            ports.service, "/scim/v2/Users?startIndex=\(start)&count=\(Self.pageSize)")
    }

    /// Which part of a list.
    enum Part { case first, last }

    /// **Units:** users.
    private static let pageSize = 100

    private func ask(_ port: UInt16, _ path: String) throws -> WebLoad.Measurement {
        try WebLoad.Measurement(
            wrk: try Tool.run(
                "wrk",
                [
                    "--threads", "1", "--connections", "64", "--duration", "2", "--latency",
                    "--header", "Authorization: Bearer \(token)", "http://127.0.0.1:\(port)\(path)",
                ]))
    }

    private static let configuration = """
        formatVersion: 1
        store: sqlite:rollcall.db
        mappings: mapping.yaml
        sources:
          - id: corp
            type: ldif
            path: directory.ldif
            schema: inetOrgPerson
            inactive: {attribute: employeeType, equals: Terminated}
        serve: {requestsPerSecond: 1000000}
        review: {identity: local}

        """
}

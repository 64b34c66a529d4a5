import Foundation
import TestSupport
import Testing

/// A site that is served: `rollcall serve` at work on it, and a service that asks.
final class ServedSite {
    let site: Site
    let port: UInt16
    private var process: ServerProcess?
    private let log: URL
    private let configuration: String
    /// What the service presents; may be changed.
    var token: String?

    /// - Parameters:
    ///   - more: further lines of the configuration.
    ///   - store: the value of `store`; nil for a file.
    ///   - isReady: whether to wait until it has something to serve.
    ///   - prepare: fills the site before it is served.
    init(
        more: String = "", store: String? = nil, isReady: Bool = true,
        prepare: (Site) throws -> Void = { try $0.settle() }
    ) throws {
        site = try Site.filed()
        if let store { site.store = store }
        try site.configure([Site.file()], more: more)
        try prepare(site)
        let made = try site.run("tokens", "create", "tests", "--format", "json")
        let token: String = try #require(made.json.token.string)
        self.token = token
        port = try LoopbackSocket.freePort()
        log = Self.newLog()
        configuration = "rollcall.yaml"
        try start(isReady: isReady)
    }

    /// One of several services of a site that is there.
    init(_ site: Site, token: String, configuration: String = "rollcall.yaml") throws {
        self.site = site
        self.token = token
        port = try LoopbackSocket.freePort()
        log = Self.newLog()
        self.configuration = configuration
        try start()
    }

    private static func newLog() -> URL {
        FileManager.default.temporaryDirectory
            .appending(path: "rollcall-serve-\(UUID().uuidString)")
    }

    /// Serves, at first or again, at the time that the site has now.
    func start(isReady: Bool = true) throws {
        process = try ServerProcess(
            "/usr/bin/env",
            [
                "-C", site.command.folder.path, RollcallCommand.executable.path, "serve",
                "--config", configuration, "--listen", "127.0.0.1:\(port)", "--log-level", "debug",
            ], log: log, environment: site.command.clock)
        try waitUntilListening()
        if isReady { #expect(try eventually { try ask("/readyz").status == 200 }) }
    }

    deinit { try? FileManager.default.removeItem(at: log) }

    private func waitUntilListening() throws {
        for _ in 0..<1000 where process?.isRunning == true {
            if let connection = LoopbackSocket.connect(to: port) {
                close(connection)
                return
            }
            usleep(10_000)
        }
        Issue.record("the service does not listen: \(said)")
        throw POSIXError(.ECONNREFUSED)
    }

    /// Everything that the service has logged.
    var said: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// The memory that it has at the moment. **Units:** megabytes.
    var memory: Int {
        let pid = process?.processIdentifier ?? 0
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
    }

    /// Asks it to end, and waits.
    func stop() { process?.stop() }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    func ask(
        _ target: String, _ method: String = "GET", headers: [String: String] = [:],
        body: String = ""
    ) throws -> RawWebClient.Answer {
        var headers = headers
        if let token { headers["Authorization"] = "Bearer \(token)" }
        if !body.isEmpty, headers["Content-Type"] == nil {
            headers["Content-Type"] = "application/json"
        }
        return try RawWebClient(port: port).ask(method, target, headers: headers, body: body)
    }

    /// The body of an answer that must be 200.
    func json(
        _ target: String, _ method: String = "GET", body: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> JSON {
        let answer = try ask(target, method, body: body)
        #expect(answer.status == 200, "\(answer.body)", sourceLocation: sourceLocation)
        return JSON(text: answer.body)
    }

    /// Asks until the answer is as it should be; a minute at most, for a busy machine.
    func eventually(_ isRight: () throws -> Bool) rethrows -> Bool {
        for _ in 0..<1_200 {
            if try isRight() { return true }
            usleep(50_000)
        }
        return false
    }
}

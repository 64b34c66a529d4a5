import Foundation
import TestSupport
import Testing

/// A site whose directory tells what changes, and workers on it.
final class WorkedSite {
    static let people = "ou=People,dc=example,dc=org"

    let site: Site
    let server: SlapdServer

    /// Everything that the rules grant is in force, and the store knows where the directory is.
    init() throws {
        var options = SlapdOptions()
        options.overlays = [.syncProvider(sessionLog: 1_000)]
        site = try Site.served(options: options)
        server = try #require(site.server)
        try site.configure([Self.source(server.url)])
        try site.settle()
        try site.sync()
    }

    static func source(_ url: String) -> String { Site.source(url, more: "sync: syncrepl") }

    func begin(every: String = "1h", configuration: String = "rollcall.yaml") throws -> WorkerAtWork
    {
        try WorkerAtWork(site.command, ["--every", every, "--config", configuration])
    }

    static func replace(_ attribute: String, of uid: String, with value: String) -> String {
        "dn: uid=\(uid),\(people)\nchangetype: modify\nreplace: \(attribute)\n"
            + "\(attribute): \(value)\n\n"
    }

    /// Somebody leaves, or is back.
    static func leave(_ uid: String) -> String {
        replace("employeeType", of: uid, with: "Terminated")
    }

    /// Whether that becomes true within a time.
    static func eventually(within seconds: Double = 120, _ isSo: () throws -> Bool) rethrows -> Bool
    {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            if try isSo() { return true }
            usleep(20_000)
        }
        return try isSo()
    }
}

/// `rollcall worker`, and what it logs.
final class WorkerAtWork {
    private let process: ServerProcess
    private let streams: TemporaryFolder

    init(_ command: RollcallCommand, _ arguments: [String]) throws {
        streams = try TemporaryFolder("worker")
        process = try ServerProcess(
            "/usr/bin/env",
            ["-C", command.folder.path] + command.wrapper
                + [RollcallCommand.executable.path, "worker"] + arguments,
            log: streams.url("log"), environment: command.clock)
    }

    /// Everything that it said.
    var said: String { (try? String(contentsOf: streams.url("log"), encoding: .utf8)) ?? "" }

    /// The lines with that message, in order.
    func lines(_ message: String) -> [JSON] {
        said.split(separator: "\n").map { JSON(text: String($0)) }
            .filter { $0.message.string == message }
    }

    /// One a run.
    var runs: [JSON] { lines("run ended") }

    /// Waits until it watches, again after so many times.
    func expectWatch(
        _ count: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let stands = WorkedSite.eventually { lines("watch stands").count >= count }
        #expect(stands, "\(said)", sourceLocation: sourceLocation)
    }

    /// Waits for a run like that among those after the first so many.
    @discardableResult
    func expectRun(
        after count: Int = 0, within seconds: Double = 120,
        sourceLocation: SourceLocation = #_sourceLocation, _ isSo: (JSON) -> Bool = { _ in true }
    ) -> JSON {
        var found: JSON?
        _ = WorkedSite.eventually(within: seconds) {
            found = runs.dropFirst(count).first(where: isSo)
            return found != nil
        }
        #expect(found != nil, "\(said)", sourceLocation: sourceLocation)
        return found ?? JSON(text: "null")
    }

    var isRunning: Bool { process.isRunning }
    var processIdentifier: Int32 { process.processIdentifier }

    /// Asks it to end, and waits.
    /// - Returns: its exit status.
    @discardableResult
    func stop(_ signal: Int32 = SIGTERM) -> Int32 { process.stop(signal) }

    func kill() { process.kill() }
}

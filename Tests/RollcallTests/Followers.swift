import Foundation
import Synchronization
import TestSupport
import Testing

/// A client that takes server-sent events, as long as it lives.
final class RevisionListener {
    private let process: ServerProcess
    private let folder: TemporaryFolder

    init(_ served: ServedSite, _ target: String, lastEvent: Int? = nil) throws {
        folder = try TemporaryFolder("events")
        process = try ServerProcess(
            "/usr/bin/curl",
            ["-sSN", "-H", "Accept: text/event-stream", "-H"]
                + ["Authorization: Bearer \(served.token ?? "")"]
                + (lastEvent.map { ["-H", "Last-Event-ID: \($0)"] } ?? [])
                + [served.url(target)], log: folder.url("said"))
    }

    var said: String {
        (try? String(contentsOf: folder.url("said"), encoding: .utf8)) ?? ""
    }

    /// **Shape:** in the order in which they came; without one that is still coming.
    func events(_ name: String) -> [JSON] {
        said.components(separatedBy: "\n\n").dropLast().compactMap { event in
            let lines = event.components(separatedBy: "\n")
            guard lines.contains("event: \(name)") else { return nil }
            return lines.first { $0.hasPrefix("data: ") }
                .map { JSON(text: String($0.dropFirst(6))) }
        }
    }

    var revisions: [JSON] { events("revision") }
    var numbers: [Int] { revisions.compactMap(\.revision.int) }
    var isRunning: Bool { process.isRunning }
    func hangUp() { process.kill() }
}

/// A client that asks for what is new again and again, now one instance of the service and now another.
final class RevisionPoller: Sendable {
    private struct Heard {
        var turn = 0
        var revisions: [JSON] = []
        var refusals: [String] = []
    }

    private let heard: Record
    private let thread: Repeatedly

    private final class Record: Sendable {
        let state = Mutex(Heard())
    }

    init(_ services: [ServedSite]) {
        let clients = services.map(ServiceClient.init)
        let record = Record()
        heard = record
        thread = Repeatedly { Self.ask(clients, record) }
    }

    private static func ask(_ clients: [ServiceClient], _ record: Record) {
        let (turn, since) = record.state.withLock { heard in
            heard.turn += 1
            return (heard.turn, heard.revisions.count)
        }
        let answer = try? clients[turn % clients.count].ask("/v1/watch?since=\(since)&wait=2")
        switch answer?.status {
        case 200?:
            let revisions = JSON(text: answer?.body ?? "").revisions.array
            record.state.withLock { $0.revisions += revisions }
        // One instance is behind the other, or the store is away.
        case 409?, 503?: usleep(200_000)
        default:
            record.state.withLock { $0.refusals.append(answer?.body ?? "no answer") }
            usleep(200_000)
        }
    }

    var revisions: [JSON] { heard.state.withLock { $0.revisions } }
    /// The last step of a ``MovingSite`` that came into force.
    var lastStep: Int {
        let last = heard.state.withLock { $0.revisions.last }
        return last?.changes.array.compactMap { $0.scope.string.flatMap(MovingSite.step) }.max()
            ?? 0
    }
    /// Answers that a client must never get.
    var refusals: [String] { heard.state.withLock { $0.refusals } }

    func finish() throws { try thread.finish() }
}

/// Asks a service from any thread.
struct ServiceClient: Sendable {
    private let client: RawWebClient
    private let fields: [String: String]

    init(_ served: ServedSite) {
        client = RawWebClient(port: served.port)
        fields = ["Authorization": "Bearer \(served.token ?? "")"]
    }

    func ask(_ target: String) throws -> RawWebClient.Answer {
        try client.ask("GET", target, headers: fields)
    }

    func post(_ target: String, _ body: String) throws -> RawWebClient.Answer {
        let json = fields.merging(["Content-Type": "application/json"]) { $1 }
        return try client.ask("POST", target, headers: json, body: body)
    }
}

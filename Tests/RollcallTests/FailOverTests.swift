import Foundation
import TestSupport
import Testing

/// The store's server stops, and another one takes its place, while everybody is at work.
@Suite(.long) struct FailOverTests {
    /// A primary, and a standby that has everything that was reported as done.
    private final class Pair {
        let primary: PostgreSQLServer
        let standby: PostgreSQLServer
        private let database: TestDatabase

        init() throws {
            primary = try PostgreSQLServer()
            standby = try PostgreSQLServer(standbyOf: primary)
            try primary.requireStandby()
            database = try TestDatabase(on: primary)
        }

        var url: String {
            "postgresql://postgres@\(primary.host),\(standby.host)/\(database.name)"
        }

        /// For those who read, and need no primary.
        var readersURL: String {
            "postgresql://postgres@\(standby.host),\(primary.host)/\(database.name)"
                + "?target_session_attrs=any"
        }
    }

    // P24, P32
    @Test func `nothing is lost, nothing comes twice, and everybody finds the new primary`() throws
    {
        let pair = try Pair()
        let moving = try MovingSite(store: pair.url)
        let site = moving.site
        let text = try #require(try site.files()["rollcall.yaml"])
        try site.command.write(
            String(decoding: text, as: UTF8.self).replacing(pair.url, with: pair.readersURL),
            to: "reader.yaml")
        let services = [
            try moving.serve(), try moving.serve(configuration: "reader.yaml"),
        ]
        let listeners = try services.map { try RevisionListener($0, "/v1/watch?since=0") }
        let poller = RevisionPoller(services)
        let clients = services.map { AskingClient($0, about: moving) }
        let worker = try WorkerAtWork(site.command, ["--every", "2s"])
        let writer = Repeatedly {
            try moving.move()
            try moving.settle()
        }

        func goOn(_ count: Int = 4, _ place: SourceLocation = #_sourceLocation) {
            let target = moving.done + count
            let isOn = WorkedSite.eventually(within: 300) {
                moving.done >= target
                    && services.allSatisfy { served in
                        guard let ready = try? readiness(served) else { return false }
                        return ready.storeFault.isNull && ready.revision.int ?? 0 > target
                    }
            }
            #expect(isOn, "\(moving.done): \(services.map(\.said))", sourceLocation: place)
        }

        goOn()
        let before = try readiness(services[0])
        pair.primary.stop()
        expectPatience(of: services[0])
        try pair.primary.start()
        goOn()
        pair.primary.stop(SIGQUIT)
        usleep(500_000)
        try pair.standby.promote()
        goOn()
        let runs = worker.runs.count
        worker.expectRun(after: runs) { ["changes", "unchanged"].contains($0.outcome.string) }
        try writer.finish()
        #expect(worker.stop() == 0, "\(worker.said)")
        let after = try readiness(services[0])
        #expect(after.completeAsOf.string ?? "" > before.completeAsOf.string ?? "9")

        // The first is what everybody had before the first step.
        let revision = moving.done + 1
        let isComplete = WorkedSite.eventually {
            poller.revisions.count >= revision
                && listeners.allSatisfy { $0.numbers.count >= revision }
        }
        #expect(isComplete, "\(revision): \(poller.revisions.count)")
        try poller.finish()
        let history = RevisionHistory(poller.revisions)
        #expect(history.steps == Array(1...moving.done))
        #expect(history.states.count == revision + 1)
        #expect(history.held == (try site.entitlements()))
        for listener in listeners { #expect(listener.revisions == poller.revisions) }
        for client in clients { try client.finish(by: history) }
        #expect(poller.refusals == [])
        #expect(try site.run("ledger", "verify").status == 0)
    }

    private func readiness(_ served: ServedSite) throws -> JSON {
        let answer = try served.ask("/readyz")
        #expect(answer.status == 200)
        return JSON(text: answer.body)
    }

    /// It says that the store is away and since when nothing is new, and answers out of memory.
    private func expectPatience(of served: ServedSite) {
        let isSaid = WorkedSite.eventually {
            (try? readiness(served))?.storeFault.string == "unreachable"
        }
        #expect(isSaid, "\(served.said)")
        let first = try? readiness(served)
        #expect(first?.ready.bool == true)
        let isOlder = WorkedSite.eventually {
            let later = try? readiness(served)
            #expect(
                later?.completeAsOf == first?.completeAsOf && later?.revision == first?.revision)
            return later?.age.int ?? 0 > first?.age.int ?? 0
        }
        #expect(isOlder)
        #expect((try? served.ask("/metrics").body)?.contains("rollcall_store_up 0\n") == true)
    }
}

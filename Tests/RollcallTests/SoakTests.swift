import Foundation
import TestSupport
import Testing

/// A service that is asked all the time while what it serves changes all the time.
@Suite(.long) struct SoakTests {
    /// How long. `ROLLCALL_SOAK` gives another number, for a long look. **Units:** seconds.
    private static let length =
        ProcessInfo.processInfo.environment["ROLLCALL_SOAK"].flatMap(Double.init) ?? 60
    /// By how much the service may have grown since it was warm: what an allocator keeps at hand, and less than
    /// the organisations of a minute. **Units:** megabytes.
    private static let margin = 24

    @Test func `its memory stays as it is, and everybody is told everything`() throws {
        let database = try TestDatabase()
        let moving = try MovingSite(store: database.url, colleagues: 1_000)
        let served = try moving.serve()
        let listeners = try (0..<3).map { _ in try RevisionListener(served, "/v1/watch?since=0") }
        let poller = RevisionPoller([served])
        let clients = (0..<4).map { _ in AskingClient(served, about: moving, pause: 5_000) }
        let worker = try WorkerAtWork(moving.site.command, ["--every", "1s"])
        let mover = Repeatedly {
            try moving.move()
            usleep(1_000_000)
        }
        // Former organisations are kept, so many and no more; with them it is as large as it gets.
        #expect(WorkedSite.eventually { poller.revisions.count > 12 })
        let (memory, warm) = (served.memory, poller.revisions.count)
        let asked = clients.reduce(0) { $0 + $1.count }
        var highest = memory
        let end = Date(timeIntervalSinceNow: Self.length)
        while Date() < end {
            usleep(1_000_000)
            highest = max(highest, served.memory)
        }
        let last = served.memory
        #expect(last <= memory + Self.margin, "from \(memory) to \(last) MB, at most \(highest)")
        let told = poller.revisions.count - warm
        #expect(Double(told) > Self.length / 10, "\(told) revisions")
        if Self.length > 60 {
            let answers = clients.reduce(0) { $0 + $1.count } - asked
            print(
                "soak of \(Int(Self.length)) s: \(memory) MB when warm, \(highest) at most, \(last) at "
                    + "the end; \(told) revisions, \(answers) answers to 70 checks each")
        }
        try mover.finish()
        #expect(WorkedSite.eventually { poller.lastStep == moving.step })
        #expect(worker.stop() == 0, "\(worker.said)")
        try poller.finish()
        let history = RevisionHistory(poller.revisions)
        #expect(history.held == (try moving.site.entitlements()))
        for listener in listeners {
            #expect(WorkedSite.eventually { listener.revisions == poller.revisions })
        }
        for client in clients { try client.finish(by: history) }
        #expect(poller.refusals == [])
        served.stop()
        #expect(!served.said.contains("\"level\":\"error\""), "\(served.said)")
    }
}

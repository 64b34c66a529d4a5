import Foundation
import TestSupport
import Testing

/// Several workers, and their ends.
@Suite(.blocking) struct WorkerEndTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `a worker that waits ends at once when it is asked to`(signal: Int32) throws {
        let worked = try WorkedSite()
        let worker = try worked.begin()
        worker.expectWatch()
        let asked = Date()
        #expect(worker.stop(signal) == 0, "\(worker.said)")
        // Its next run would be an hour away.
        #expect(Date().timeIntervalSince(asked) < 600)
        #expect(worker.runs.count == 1)
    }

    @Test func `a worker that is asked to end during a read ends, and gives the lease back`()
        throws
    {
        let worked = try WorkedSite()
        let silent = try LoopbackSocket()
        try worked.site.configure([Site.silentSource(silent)])
        let worker = try worked.begin()
        #expect(WorkedSite.eventually { worked.site.isAtWork })
        let asked = Date()
        #expect(worker.stop() == 0, "\(worker.said)")
        #expect(Date().timeIntervalSince(asked) < 200)
        #expect(worker.runs.isEmpty)
        try worked.site.configure([WorkedSite.source(worked.server.url)])
        try worked.site.sync()
        #expect(try worked.site.run("ledger", "verify").status == 0)
    }

    // P32
    @Test func `two workers on one store never run at once, and both find every change`() throws {
        let worked = try WorkedSite()
        let workers = [try worked.begin(), try worked.begin()]
        for worker in workers { worker.expectWatch() }
        for uid in ["ivo", "mia"] {
            let counts = workers.map(\.runs.count)
            try worked.server.modify(ldif: WorkedSite.leave(uid))
            for (worker, count) in zip(workers, counts) {
                worker.expectRun(after: count) { $0.outcome.string != "lease-held" }
            }
            #expect(try !worked.site.entitlements().contains { $0.hasPrefix("\(uid) ") })
        }
        // Each run was recorded by one of them, and none by both.
        let recorded = workers.flatMap(\.runs).compactMap(\.run.string)
        #expect(Set(recorded).count == recorded.count)
        for worker in workers { #expect(worker.stop() == 0) }
        #expect(try worked.site.run("ledger", "verify").status == 0)
    }

    // P32
    @Test func `a worker that is killed in a run leaves the work to the other`() throws {
        let worked = try WorkedSite()
        let proxy = try TCPProxy(
            to: worked.server.port, fault: .pause(after: 100, seconds: 120))
        let text = try #require(try worked.site.files()["rollcall.yaml"])
        try worked.site.command.write(
            String(decoding: text, as: UTF8.self).replacing(worked.server.url, with: proxy.url),
            to: "slow.yaml")
        let slow = try worked.begin(configuration: "slow.yaml")
        #expect(WorkedSite.eventually { worked.site.isAtWork })
        let other = try worked.begin()
        other.expectRun { $0.outcome.string == "lease-held" }
        slow.kill()
        let run = other.expectRun(within: 180) { $0.outcome.string == "unchanged" }
        #expect(run.occasion.string == "again", "\(other.said)")
        other.expectWatch()
        #expect(other.stop() == 0)
    }
}

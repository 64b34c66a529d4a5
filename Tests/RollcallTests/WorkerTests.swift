import Foundation
import TestSupport
import Testing

/// The long-lived process that runs when something has changed.
@Suite(.blocking) struct WorkerTests {
    @Test func `a change in the directory leads to a run within seconds, and policy has its say`()
        throws
    {
        let worked = try WorkedSite()
        try worked.site.dropMappingTests()
        let worker = try worked.begin()
        worker.expectWatch()
        #expect(worker.runs.map(\.occasion.string) == ["start"])
        try worked.server.modify(
            ldif: WorkedSite.leave("ivo")
                + "dn: cn=builder-relations-americas,ou=Groups,dc=example,dc=org\n"
                + "changetype: modify\nadd: member\nmember: uid=raj,\(WorkedSite.people)\n\n")
        let run = worker.expectRun(after: 1)
        #expect(run.occasion.string == "change" && run.outcome.string == "changes", "\(run)")
        // Who has left loses all at once, as the written policy says; the rest waits.
        #expect(run.applied.string != "0" && run.changeSet.string != nil, "\(run)")
        #expect(try !worked.site.entitlements().contains { $0.hasPrefix("ivo ") })
        #expect(try worked.site.changes().contains { $0.hasPrefix("grant raj ") })
        #expect(worker.stop() == 0)
        #expect(try worked.site.run("ledger", "verify").status == 0)
    }

    @Test func `a burst of changes leads to few runs, and nothing is missed`() throws {
        let worked = try WorkedSite()
        let worker = try worked.begin()
        worker.expectWatch()
        let start = ContinuousClock.now
        let people = ["ada", "ivo", "zoe", "nia", "ben", "mia", "raj"]
        for round in 1...50 {
            try worked.server.modify(
                ldif: people.map { WorkedSite.replace("title", of: $0, with: "Writer \(round)") }
                    .joined())
        }
        #expect(
            try WorkedSite.eventually {
                let known = try worked.site.run("directory", "export", "--format", "json").json
                return known.people.array.count { $0.title.string == "Writer 50" } == people.count
            }, "\(worker.said)")
        // The first, and then none sooner than two seconds after a change.
        let runs = worker.runs.count
        let most = 2 + Int((ContinuousClock.now - start) / .seconds(2))
        #expect((2...most).contains(runs), "\(worker.said)")
        #expect(worker.stop() == 0)
        #expect(try worked.site.sync().run.outcome == worker.runs.last?.outcome)
    }

    @Test func `what changes while the server or the watch is down is found when they are back`()
        throws
    {
        let worked = try WorkedSite()
        let worker = try worked.begin()
        worker.expectWatch()
        worked.server.kill()
        #expect(WorkedSite.eventually { !worker.lines("watch ended").isEmpty })
        #expect(worker.lines("watch ended").first?.reason.string == "connection-lost")
        try worked.server.start()
        try worked.server.modify(ldif: WorkedSite.leave("ivo"))
        worker.expectRun(after: 1) { $0.outcome.string == "changes" }
        worker.expectWatch(2)
        let count = worker.runs.count
        try worked.server.modify(ldif: WorkedSite.leave("mia"))
        worker.expectRun(after: count) { $0.applied.string != "0" }
        #expect(try !worked.site.entitlements().contains { $0.hasPrefix("mia ") })
        #expect(worker.stop() == 0)
    }

    @Test func `a store that has lost the cookie is filled by a whole reading`() throws {
        let worked = try WorkedSite()
        let worker = try worked.begin()
        worker.expectWatch()
        let store = worked.site.command.folder.appending(path: "rollcall.db").path
        try Tool.run("sqlite3", [store, "UPDATE sources SET sync_state = NULL"])
        try worked.server.modify(ldif: WorkedSite.leave("ivo"))
        worker.expectRun(after: 1) { $0.applied.string != "0" }
        #expect(
            worker.lines("source read").last?.whole.string == "true", "\(worker.said)")
        // And from there the watch goes on.
        worked.server.kill()
        try worked.server.start()
        worker.expectWatch(2)
        #expect(worker.stop() == 0)
    }

    @Test func `a wrong password costs nobody anything, and is read anew for each run`() throws {
        let worked = try WorkedSite()
        try worked.site.command.write("wrong", to: "password")
        let worker = try worked.begin(every: "2s")
        let run = worker.expectRun()
        #expect(run.outcome.string == "incomplete" && run.level.string == "error", "\(run)")
        #expect(worker.lines("watch stands").isEmpty)
        try worked.site.command.write(Site.readerPassword, to: "password")
        worker.expectRun { $0.outcome.string == "unchanged" }
        worker.expectWatch()
        #expect(worker.stop() == 0)
        #expect(!worker.said.contains(Site.readerPassword) && !worker.said.contains("uid="))
    }

    @Test func `files that are wrong for a while are said in the log, and the worker goes on`()
        throws
    {
        let worked = try WorkedSite()
        try worked.site.dropMappingTests()
        let worker = try worked.begin(every: "2s")
        worker.expectWatch()
        for file in ["mappings/tests.yaml", "rollcall.yaml"] {
            let good = try #require(
                String(
                    data: Data(contentsOf: worked.site.command.folder.appending(path: file)),
                    encoding: .utf8))
            try worked.site.command.write(good + "\nnonsense: true\n", to: file)
            let wrong = worker.expectRun(after: worker.runs.count) {
                $0.outcome.string == "invalid"
            }
            let name = try #require(file.split(separator: "/").last)
            #expect(wrong.finding.string?.contains(name) == true, "\(wrong)")
            try worked.site.command.write(good, to: file)
            worker.expectRun(after: worker.runs.count) { $0.outcome.string == "unchanged" }
        }
        #expect(worker.stop() == 0)
    }

    @Test func `a guard that stops a change set is in the log, nothing is applied, and it goes on`()
        throws
    {
        let worked = try WorkedSite()
        try worked.site.dropMappingTests()
        let held = try worked.site.entitlements()
        let worker = try worked.begin(every: "2s")
        worker.expectWatch()
        let (group, nobodys) = ("eq \"builder-relations\" and", "eq \"builder-relation\" and")
        try worked.site.editMapping("builder-relations.yaml", replacing: group, with: nobodys)
        let run = worker.expectRun(after: worker.runs.count) { $0.guards.string ?? "0" != "0" }
        #expect(run.outcome.string == "changes" && run.applied.string == "0", "\(run)")
        #expect(run.revokes.string == "8" && run.changeSet.string != nil, "\(run)")
        // It waits for people, run after run.
        worker.expectRun(after: worker.runs.count) { $0.changeSet == run.changeSet }
        #expect(try worked.site.entitlements() == held)
        try worked.site.editMapping("builder-relations.yaml", replacing: nobodys, with: group)
        worker.expectRun(after: worker.runs.count) { $0.outcome.string == "unchanged" }
        #expect(worker.stop() == 0)
    }

    @Test func `another configuration is watched as soon as it is read`() throws {
        let worked = try WorkedSite()
        let worker = try worked.begin(every: "1s")
        worker.expectWatch()
        try worked.site.configure([Site.source(worked.server.url)])
        let runs = worker.runs.count
        worker.expectRun(after: runs + 2)
        try worked.site.configure([WorkedSite.source(worked.server.url)])
        worker.expectWatch(2)
        #expect(worker.stop() == 0)
    }

    @Test func `what is wrong from the beginning is told to whoever begins`() throws {
        let site = try Site.filed()
        #expect(try site.run("worker", "--every", "0s").status == 64)
        #expect(try site.run("worker", "--every", "often").status == 64)
        try site.configure([Site.file()], more: "nonsense: true")
        #expect(try site.run("worker").status == 2)
        try site.configure([Site.file()], mappings: "nowhere")
        #expect(try site.run("worker").status == 2)
    }
}

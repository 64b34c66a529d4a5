import Foundation
import TestSupport
import Testing

/// Two at once, and ends that nobody planned: the store is as before or as after, never in between.
@Suite(.blocking, .serialized) struct ConcurrentRunTests {
    // P32
    @Test
    func `the second of two runs at once is told of the first, and the first is not disturbed`()
        throws
    {
        let site = try Site.served()
        let server = try #require(site.server)
        let proxy = try TCPProxy(to: server.port, fault: .pause(after: 700, seconds: 6))
        try site.configure([Site.source(proxy.url)])
        let first = try site.command.start(["sync", "--format", "json"])
        #expect(WorkedSite.eventually { site.isAtWork })
        let second = try site.run("sync", "--format", "json")
        #expect(second.status == 75, "\(second.error)")
        #expect(second.out.isEmpty && second.error.contains("lease"))
        let output = try first.finish()
        #expect(output.status == 0 && output.json.run.outcome.string == "changes")
        // And the lease is given back.
        try site.configure([Site.source(server.url)])
        #expect(try site.run("sync").status == 0)
    }

    @Test(arguments: ["2>&-", "2>/dev/full"])
    func `a log that cannot be written ends no run`(redirection: String) throws {
        let site = try Site.filed()
        site.command.wrapper = ["/bin/sh", "-c", "exec \"$@\" \(redirection)", "sh"]
        try site.sync()
        #expect(try site.changes().count == 30)
    }

    // P34
    @Test func `a run whose reader has gone away still says by its status that it failed`() throws {
        let site = try Site.filed()
        try site.configure([Site.file("nowhere.ldif")])
        // A signal that is ignored stays ignored, as under many schedulers.
        site.command.wrapper = [
            "/bin/bash", "-c", "trap '' PIPE; exec > >(:); sleep 0.5; exec \"$@\"", "bash",
        ]
        #expect(try site.run("sync").status == 1)
    }

    @Test func `a run that is asked to end during a slow read says so and leaves the lease free`()
        throws
    {
        let silent = try LoopbackSocket()
        let site = try Site.filed()
        for signal in [SIGTERM, SIGINT] {
            try site.configure([Site.silentSource(silent)])
            let running = try site.command.start(["sync"])
            #expect(WorkedSite.eventually { site.isAtWork })
            let asked = Date()
            running.process.signal(signal)
            let output = try running.finish()
            #expect(Date().timeIntervalSince(asked) < 200)
            #expect(output.status == 1)
            #expect(output.error.contains("interrupted"), "\(output.error)")
            try site.configure([Site.file()])
            #expect(try site.run("sync").status == 0)
        }
    }

    // P24
    @Test func `a run that is killed at any moment leaves a store that is whole`() throws {
        var random = SplitMix64(seed: 20_261_122)
        for round in 0..<20 {
            let site = try Site.filed()
            if round % 2 == 1 {
                try site.settle()
                try site.edit(
                    "directory.ldif", replacing: "title: Developer", with: "title: Senior")
            }
            let before = try site.entitlements()
            try kill(["sync"], in: site, after: random.below(400))
            let hasStore = try site.run("ledger", "verify")
            let isWhole = hasStore.status == 0 || hasStore.error.contains("there is no store")
            #expect(isWhole, "round \(round): \(hasStore.out) \(hasStore.error)")
            #expect(try site.entitlements() == before, "round \(round)")
            // The killed run's lease ends by itself.
            site.command.now = "2026-11-22T12:00:00Z"
            #expect(["changes"] == [try site.sync().run.outcome.string], "round \(round)")
            #expect(try site.run("ledger", "verify").status == 0, "round \(round)")
        }
    }

    // P24
    @Test func `an application that is killed at any moment was made or was not`() throws {
        var random = SplitMix64(seed: 20_261_123)
        let site = try Site.filed()
        try site.sync()
        try site.approve()
        let prepared = try site.files()
        var outcomes: [Int: Int] = [:]
        for round in 0..<20 {
            for name in try site.files().keys where prepared[name] == nil {
                try FileManager.default.removeItem(at: site.command.folder.appending(path: name))
            }
            for (name, data) in prepared where !name.hasSuffix("-shm") {
                try data.write(to: site.command.folder.appending(path: name))
            }
            try kill(["changes", "apply"], in: site, after: random.below(250))
            let verified = try site.run("ledger", "verify")
            #expect(verified.status == 0, "round \(round): \(verified.out) \(verified.error)")
            let held = try site.entitlements()
            #expect([0, 30].contains(held.count), "round \(round)")
            outcomes[held.count, default: 0] += 1
            let states = try site.run("changes", "list", "--format", "json").json
            #expect(states.changeSets[0].state.string == (held.isEmpty ? "pending" : "applied"))
        }
        // Otherwise the delays prove nothing on this machine.
        withKnownIssue("all rounds ended on one side", isIntermittent: true) {
            #expect(outcomes.count == 2)
        }
    }

    private func kill(_ arguments: [String], in site: Site, after milliseconds: Int) throws {
        let running = try site.command.start(arguments)
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        running.process.signal(SIGKILL)
        _ = try running.finish()
    }
}

import Foundation
import TestSupport
import Testing

/// Services that follow what comes into force: every revision once, in order, whatever happens between.
@Suite(.blocking) struct WatchTests {
    /// Ivo leaves, or comes back: a revision each.
    private func move(_ served: ServedSite, hour: Int, leaves: Bool) throws {
        let site = served.site
        site.command.now = "2026-11-22T\(hour):00:00Z"
        let (old, new) = leaves ? ("Employee", "Terminated") : ("Terminated", "Employee")
        try site.edit(
            "directory.ldif", replacing: "\(old)\nemployeeNumber: 1006",
            with: "\(new)\nemployeeNumber: 1006")
        if leaves { try site.sync() } else { try site.settle() }
    }

    @Test func `a service asks again and again, and misses nothing`() throws {
        let served = try ServedSite()
        let first = try served.json("/v1/watch?since=0")
        #expect(first.next.int == 1 && first.revisions.array.count == 1, "\(first)")
        let granted = first.revisions[0].changes.array.map {
            "\($0.person.userName.string ?? "") \($0.role.string ?? "") \($0.scope.string ?? "")"
        }
        #expect(Set(granted) == SmallOrganization.entitlements)
        #expect(first.revisions[0].changeSet.string == "1")
        let quiet = try served.json("/v1/watch?since=1&wait=0")
        #expect(quiet.next.int == 1 && quiet.revisions.array.isEmpty)
        #expect(try served.ask("/v1/watch?since=9").status == 409)
        for bad in ["since=x", "since=-1", "wait=61", "from=1"] {
            #expect(try served.ask("/v1/watch?\(bad)").status == 400, "\(bad)")
        }
        let waiting = try RevisionListener(served, "/v1/watch?since=1&wait=60")
        waiting.hangUp()
        try move(served, hour: 10, leaves: true)
        let second = try served.json("/v1/watch?since=1")
        #expect(second.revisions.array.map(\.revision.int) == [2])
        #expect(second.revisions[0].changes.array.allSatisfy { $0.action.string == "revoke" })
        #expect(try served.json("/v1/watch?since=0").revisions.array.count == 2)
    }

    @Test func `events come as they happen, and go on behind the last one`() throws {
        let served = try ServedSite()
        let first = try RevisionListener(served, "/v1/watch?since=0")
        let other = try RevisionListener(served, "/v1/watch")
        #expect(served.eventually { first.numbers == [1] })
        #expect(served.eventually { other.events("heartbeat").first?.revision.int == 1 })
        try move(served, hour: 10, leaves: true)
        #expect(served.eventually { first.numbers == [1, 2] && other.numbers == [2] })
        first.hangUp()
        try move(served, hour: 11, leaves: false)
        try move(served, hour: 12, leaves: true)
        let again = try RevisionListener(served, "/v1/watch?since=0", lastEvent: 2)
        #expect(
            served.eventually { again.numbers == [3, 4] && other.numbers == [2, 3, 4] })
        #expect(other.said.contains("id: 4\nevent: revision\n"))

        let start = ContinuousClock.now
        served.stop()
        #expect(start.duration(to: .now) < .seconds(120), "who listens does not hold it up")
        #expect(!other.isRunning)
    }

    @Test func `a token that is revoked ends what it opened`() throws {
        let served = try ServedSite()
        let listener = try RevisionListener(served, "/v1/watch")
        #expect(served.eventually { !listener.events("heartbeat").isEmpty })
        #expect(try served.site.run("tokens", "revoke", "tests").status == 0)
        #expect(served.eventually { !listener.isRunning })
    }
}

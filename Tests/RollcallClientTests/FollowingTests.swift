import Entitlements
import Foundation
import Synchronization
import Testing

@testable import RollcallClient

/// Readers that follow a service: what is new is there at once, and what goes wrong is tried again.
struct FollowingTests {
    /// A reader at work, and what it reports.
    private final class Following: Sendable {
        let service = ScriptedService()
        let reader: MembershipReader
        private let events = Mutex<[MembershipReader.Event]>([])

        init() throws {
            reader = MembershipReader(
                believing: [try MadeSnapshot.publicKey()], limit: AgeLimit(.seconds(100)),
                clock: { Date(timeIntervalSince1970: 1000) })
        }

        func serve(_ revision: Int64, _ file: [UInt8]? = nil) throws {
            let file = try file ?? MadeSnapshot.file(revision, completeAsOf: [1000])
            service.set {
                ($0.file, $0.revision) = (file, revision)
                $0.tag = "\"\(Digest(of: file))\""
            }
        }

        /// Follows until what is reported is as it should be.
        func follow(until isDone: @escaping @Sendable ([MembershipReader.Event]) -> Bool)
            async throws
        {
            let source = try RollcallService(
                "http://127.0.0.1:1", token: { "secret" }, transport: service)
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await self.reader.follow(
                        source, interval: 1,
                        pacing: Pacing(
                            random: { 1 },
                            sleep: { _ in try await Task.sleep(for: .milliseconds(2)) }),
                        report: { event in self.events.withLock { $0.append(event) } })
                }
                group.addTask {
                    while !isDone(self.said), !Task.isCancelled {
                        try? await Task.sleep(for: .milliseconds(2))
                    }
                }
                await group.next()
                group.cancelAll()
            }
        }

        var said: [MembershipReader.Event] { events.withLock { $0 } }
    }

    @Test(.timeLimit(.minutes(10))) func `each revision is held as it comes`() async throws {
        let following = try Following()
        try following.serve(1)
        try await following.follow { events in
            if events.count == 1 { try? following.serve(2) }
            return events.contains(.took(revision: 2))
        }
        #expect(following.said == [.took(revision: 1), .took(revision: 2)])
        let asked = following.service.requests
        #expect(asked.prefix(2) == ["/v1/snapshot", "/v1/watch?since=1&wait=1"])
        #expect(asked.contains("/v1/snapshot?atLeast=2"))
    }

    @Test(.timeLimit(.minutes(10)))
    func `while the service is away what was known stands, and pauses grow`() async throws {
        let following = try Following()
        try following.serve(1)
        try await following.follow { events in
            if events == [.took(revision: 1)] { following.service.set { $0.isDown = true } }
            return events.count > 9
        }
        let pauses = following.said.dropFirst().compactMap { event -> Duration? in
            guard case .failed(let error, let pause) = event else { return nil }
            #expect(error.code == .unreachable)
            return pause
        }
        #expect(
            Array(pauses.prefix(8)) == [1, 2, 4, 8, 16, 32, 60, 60].map { Duration.seconds($0) })
        #expect(try following.reader.check(person: "ada", role: "viewer").holds)
        following.service.set { $0.isDown = false }
        try await following.follow { $0.last == .confirmed }
    }

    @Test(.timeLimit(.minutes(10)))
    func `a wait that the service asks for is kept to`() async throws {
        let following = try Following()
        try following.serve(1)
        following.service.set { $0.status = (503, wait: "17") }
        try await following.follow { !$0.isEmpty }
        guard case .failed(let error, let pause)? = following.said.first else {
            Issue.record("\(following.said)")
            return
        }
        #expect(error.code == .refused && error.detail == "status 503")
        #expect(pause == .seconds(17))
    }

    @Test(.timeLimit(.minutes(10)))
    func `a snapshot that is not believed is not held, and asked for again`() async throws {
        let following = try Following()
        try following.serve(1)
        var damaged = try MadeSnapshot.file(2, completeAsOf: [1000])
        damaged[40] ^= 1
        let file = damaged
        try await following.follow { events in
            if events == [.took(revision: 1)] { try? following.serve(2, file) }
            if events.count == 3 { try? following.serve(2) }
            return events.contains(.took(revision: 2))
        }
        #expect(following.reader.state?.revision == 2)
        guard case .failed? = following.said.dropFirst().first else {
            Issue.record("\(following.said)")
            return
        }
    }

    @Test func `pauses lie between half and the whole, and never pass a minute`() {
        for (random, seconds) in [(0.0, 0.5), (0.5, 0.75), (1, 1)] {
            let pacing = Pacing(random: { random }, sleep: { _ in })
            #expect(pacing.pause(after: 1, asked: nil) == .seconds(seconds))
            #expect(pacing.pause(after: 99, asked: nil) == .seconds(seconds * 60))
            #expect(pacing.pause(after: 1, asked: .seconds(600)) == .seconds(600))
        }
    }

    @Test(
        arguments: [
            ("https://rollcall.example.org", true), ("https://[2001:db8::1]:8443/rollcall/", true),
            ("http://127.0.0.1:8080", true), ("http://[::1]:8080", true),
            ("http://rollcall.example.org", false), ("https://", false), ("rollcall", false),
            ("https://who:secret@rollcall.example.org", false), ("ftp://127.0.0.1", false),
            ("https://rollcall.example.org/?x=1", false),
        ])
    func `a token is never sent in clear to another machine`(url: String, isFit: Bool) {
        let service = try? RollcallService(url, token: { "secret" })
        #expect((service != nil) == isFit)
    }
}

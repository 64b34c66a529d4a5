import Directory
import LDAPSource
import Synchronization
import TestSupport
import Testing

/// What a directory tells unasked.
struct WatchTests {
    private static func server(sessionLog: Int? = 1000) throws -> SlapdServer {
        try SlapdServer(
            .provider(sessionLog: sessionLog), ldif: SampleDirectory.ldif(people: 20))
    }

    private static func title(_ title: String, of uid: String = "p1") -> String {
        SampleDirectory.replace("title", of: SampleDirectory.dn(uid), with: title)
    }

    @Test func `a watch tells of people, groups and what is above them as they change`()
        async throws
    {
        let server = try Self.server()
        let watched = try await WatchedDirectory(server.url)
        try await watched.expect(.standing)
        #expect(watched.signs == [.standing])
        let changes = [
            Self.title("Writer"), SampleDirectory.joiner("new"),
            SampleDirectory.rename(SampleDirectory.dn("new"), to: "uid=newer"),
            SampleDirectory.remove(SampleDirectory.dn("newer")),
            SampleDirectory.replace(
                "member", of: SampleDirectory.group("nobody"), with: SampleDirectory.dn("p2")),
            SampleDirectory.unit("Elsewhere"),
        ]
        for change in changes {
            let before = watched.signs.count
            try server.modify(ldif: change)
            try await watched.expect(.changed, after: before, "\(change)")
        }
        #expect(try await watched.end() == nil)
    }

    @Test(arguments: [1000, nil])
    func `what changed before a watch began is told when it begins`(sessionLog: Int?) async throws {
        let server = try Self.server(sessionLog: sessionLog)
        let directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        try server.modify(ldif: SampleDirectory.remove(SampleDirectory.dn("p3")))
        let watched = try WatchedDirectory(directory)
        try await watched.expect(.standing)
        #expect(watched.signs.first == .changed)
    }

    @Test func `after a restart of the server nothing is told when nothing has changed`()
        async throws
    {
        let server = try Self.server()
        try server.modify(ldif: Self.title("Writer"))
        let directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        let first = try WatchedDirectory(directory)
        try await first.expect(.standing)
        // In an orderly way it keeps where it was; after a crash it may have to look.
        server.stop()
        #expect(try await first.result() == "connection-lost")
        try server.start()
        let quiet = try WatchedDirectory(directory)
        try await quiet.expect(.standing)
        #expect(quiet.signs == [.standing])
        _ = try await quiet.end()
        server.kill()
        try server.start()
        try server.modify(ldif: SampleDirectory.remove(SampleDirectory.dn("p3")))
        let other = try WatchedDirectory(directory)
        try await other.expect(.standing)
        #expect(other.signs.first == .changed)
    }

    // P36
    @Test func `a server that knows less than the cookie says so by a sign, and the watch ends`()
        async throws
    {
        let (old, new) = (try Self.server(), try Self.server())
        try new.modify(ldif: Self.title("Writer"))
        let directory = try await FollowedDirectory(SampleDirectory.followed(new.url))
        let watched = try WatchedDirectory(directory.moved(to: old.url))
        #expect(try await watched.result() == "refused")
        #expect(watched.signs == [.changed])
    }

    @Test func `a state of other questions is none`() async throws {
        let server = try Self.server()
        let directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        let other = LDAPSource(
            configuration: SampleDirectory.followed(server.url) { $0.people.scope = .oneLevel }
        ) { directory.now }
        let watch = try #require(other.watch)
        #expect(try await watch.watch(since: #require(directory.known.state)) { _ in } == nil)
        #expect(try await watch.watch(since: .unknown) { _ in } == nil)
    }

    @Test func `only content sync lets a source be watched`() {
        for sync in LDAPConfiguration.Sync.allCases {
            let configuration = SampleDirectory.configuration("ldap://localhost:1") {
                $0.sync = sync
            }
            let source = LDAPSource(configuration: configuration) { .init(secondsSinceEpoch: 0) }
            #expect((source.watch != nil) == (sync == .syncrepl))
        }
    }

    @Test func `a password that is refused ends the watch, and says so`() async throws {
        let server = try Self.server()
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        directory = directory.asking(
            as: .simple(dn: SampleDirectory.readerDN, password: Secret { "no" }))
        #expect(try await WatchedDirectory(directory).result() == "invalid-credentials")
    }

    @Test func `a server that falls silent within the refresh is given up`() async throws {
        let server = try Self.server()
        let directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        let silent = try ScriptedDirectory { request, _ in
            if case .search = request { [] } else { [.result(0)] }
        }
        let watched = try WatchedDirectory(
            directory.moved(to: silent.url).waiting(for: .milliseconds(300)))
        #expect(try await watched.result() == "timed-out")
    }

    @Test func `a server that ends its answer is watched no longer`() async throws {
        let server = try Self.server()
        let directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        for (code, reason) in [(0, "refused"), (3, "time-limit-exceeded"), (4096, "refused")] {
            let ending = try ScriptedDirectory { request, _ in
                if case .search = request { [.result(code)] } else { [.result(0)] }
            }
            let watched = try WatchedDirectory(directory.moved(to: ending.url))
            #expect(try await watched.result() == reason)
            #expect(watched.signs == (code == 4096 ? [.changed] : []))
        }
    }
}

/// A watch at work, and what it has told.
final class WatchedDirectory: Sendable {
    private final class Told: Sendable { let signs = Mutex<[WatchSign]>([]) }

    private let told = Told()
    private let task: Task<IncompleteReason?, any Error>

    convenience init(_ url: String) async throws {
        try self.init(try await FollowedDirectory(SampleDirectory.followed(url)))
    }

    /// From where the last reading of the directory ended.
    init(_ directory: FollowedDirectory) throws {
        let source = LDAPSource(configuration: directory.configuration) { directory.now }
        let watch = try #require(source.watch)
        let state = try #require(directory.known.state)
        task = Task { [told] in
            try await watch.watch(since: state) { sign in told.signs.withLock { $0.append(sign) } }
        }
    }

    deinit { task.cancel() }

    var signs: [WatchSign] { told.signs.withLock(\.self) }

    /// Waits until it says that; a minute at most.
    /// - Parameter count: signs that do not count.
    func expect(
        _ sign: WatchSign, after count: Int = 0, _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while !signs.dropFirst(count).contains(sign) {
            guard ContinuousClock.now < end else {
                Issue.record(comment ?? "it never came", sourceLocation: sourceLocation)
                return
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// The code of the reason for which it ended by itself.
    func result() async throws -> String? { try await task.value?.code }

    /// Ends it.
    /// - Returns: the code of a reason, if it ended before.
    func end() async throws -> String? {
        task.cancel()
        do { return try await result() } catch is CancellationError { return nil }
    }
}

import Directory
import LDAPSource
import Synchronization
import TestSupport
import Testing

/// Answers that slapd does not give.
struct ScriptedAnswerTests {
    private static func person(_ number: Int) -> ScriptedDirectory.Answer {
        .entry(
            SampleDirectory.dn("p\(number)"),
            [("entryUUID", ["a\(number)"]), ("uid", ["p\(number)"])])
    }

    private static func isPeople(_ search: ScriptedDirectory.Search) -> Bool {
        search.base.hasPrefix("ou=People")
    }

    /// A server that binds, finds no groups, and answers searches for people as it is told.
    private static func server(
        people: @escaping @Sendable (ScriptedDirectory.Search) -> [ScriptedDirectory.Answer]
    ) throws -> ScriptedDirectory {
        try ScriptedDirectory { request, _ in
            guard case .search(let search) = request, isPeople(search) else { return [.result(0)] }
            return people(search)
        }
    }

    @Test func `a server that ignores the paging control has answered with one page`() async throws
    {
        let server = try Self.server { _ in [Self.person(1), Self.person(2), .result(0)] }
        let reading = try await SampleDirectory.configuration(server.url) { $0.pageSize = 1 }
            .fetch()
        #expect(reading.certificate.isComplete)
        #expect(reading.certificate.queries[0].pages == 1)
        #expect(reading.userNames == ["p1", "p2"])
    }

    @Test func `a server that refuses the paging control leaves an incomplete reading`()
        async throws
    {
        let server = try Self.server { _ in [.result(12, text: "no paging")] }
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.reasonCodes == ["paging-refused"])
    }

    @Test(arguments: [0, 1]) func `pages that do not end are given up`(entries: Int) async throws {
        let server = try Self.server { _ in
            (0..<entries).map(Self.person) + [.result(0, cookie: "the same")]
        }
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.reasonCodes.contains("paging-stalled"))
    }

    @Test func `an empty page in the middle is legal, and so is a cookie that does not change`()
        async throws
    {
        let page = Mutex(0)
        let server = try Self.server { _ in
            let number = page.withLock {
                $0 += 1
                return $0
            }
            switch number {
            case 1: return [Self.person(1), .result(0, cookie: "handle")]
            case 2: return [.result(0, cookie: "handle")]
            case 3: return [Self.person(2), .result(0, cookie: "handle")]
            default: return [.result(0, cookie: "")]
            }
        }
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.certificate.isComplete)
        #expect(reading.userNames == ["p1", "p2"])
    }

    @Test func `a session that ends between two pages is begun again, once a page`() async throws {
        let binds = Mutex(0)
        let server = try ScriptedDirectory { request, _ in
            switch request {
            case .bind:
                binds.withLock { $0 += 1 }
                return [.result(0)]
            case .search(let search) where Self.isPeople(search):
                if search.cookie == "" { return [Self.person(1), .result(0, cookie: "2")] }
                let isFresh = binds.withLock { $0 } == 2
                return isFresh ? [Self.person(2), .result(0, cookie: "")] : [.result(50)]
            default: return [.result(0)]
            }
        }
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.certificate.isComplete)
        #expect(reading.userNames == ["p1", "p2"])
    }

    @Test func `a search that ends without its result is no whole answer`() async throws {
        let server = try Self.server { _ in [Self.person(1), .hangUp] }
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.reasonCodes == ["connection-lost"])
        #expect(reading.userNames == ["p1"])
    }

    // P1
    @Test(arguments: [
        (3, "time-limit-exceeded"), (11, "admin-limit-exceeded"), (10, "referral"),
        (51, "unavailable"), (53, "refused"),
    ])
    func `a result other than success after some entries is no whole answer`(
        code: Int, reason: String
    ) async throws {
        let text = "see uid=ada,ou=People for ada@example.org"
        let server = try Self.server { _ in [Self.person(1), .result(code, text: text)] }
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.reasonCodes == [reason])
        #expect(reading.message.contains("result \(code) "))
        #expect(!reading.message.contains("ada"))
        #expect(reading.accounts.count == 1)
    }
}

import Diagnostics
import Directory
import LDAPSource
import Synchronization
import TestSupport
import Testing

/// Refreshes that slapd does not answer so, or not at will.
struct ScriptedRefreshTests {
    private static let request = "1.3.6.1.4.1.4203.1.9.1"

    private static func id(_ number: Int) -> [UInt8] {
        [0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, UInt8(number)]
    }

    private static func person(_ number: Int) -> ScriptedDirectory.Answer {
        .entry(
            SampleDirectory.dn("p\(number)"),
            [("entryUUID", [uuid(number)]), ("uid", ["p\(number)"])])
    }

    private static func uuid(_ number: Int) -> String {
        "00000000-0000-4000-8000-00000000000\(number)"
    }

    private static func added(_ number: Int, id: Int? = nil) -> ScriptedDirectory.Answer {
        let value = BER(0x30, [BER(0x0A, [1]), BER(0x04, Self.id(id ?? number))])
        return .controlled(person(number), request + ".2", value.bytes)
    }

    private static func done(_ cookie: String?, namesDeleted: Bool) -> ScriptedDirectory.Answer {
        let value = BER(
            0x30, (cookie.map { [BER.text($0)] } ?? []) + (namesDeleted ? [BER(0x01, [0xFF])] : []))
        return .controlled(.result(0), request + ".3", value.bytes)
    }

    private static func list(_ numbers: [Int], deleted: Bool) -> ScriptedDirectory.Answer {
        let set = BER(0x31, numbers.map { BER(0x04, id($0)) })
        let flag = deleted ? [BER(0x01, [0xFF])] : []
        return .intermediate(request + ".4", BER(0xA3, flag + [set]).bytes)
    }

    /// A server of the people 1 to 3 that answers the second refresh as it is told, and searches of
    /// the usual kind with those who are there.
    private static func server(
        there: [Int] = [1, 2, 3], refresh: @escaping @Sendable () -> [ScriptedDirectory.Answer]
    ) throws -> ScriptedDirectory {
        try ScriptedDirectory { request, _ in
            guard case .search(let search) = request else { return [.result(0)] }
            let isPeople = search.attributes.contains("entryUUID") && search.base.hasPrefix("ou=P")
            guard let cookie = search.refreshCookie else {
                let wanted = there.filter {
                    !search.filterValues.contains { $0.hasPrefix("0000") }
                        || search.filterValues.contains(uuid($0))
                }
                return (isPeople ? wanted.map(person) : []) + [.result(0, cookie: "")]
            }
            if cookie.isEmpty {
                return (isPeople ? (1...3).map { added($0) } : [])
                    + [done("first", namesDeleted: true)]
            }
            return isPeople ? refresh() : [done(nil, namesDeleted: true)]
        }
    }

    private static func follow(
        there: [Int] = [1, 2, 3], _ refresh: [ScriptedDirectory.Answer]
    ) async throws -> (FollowedDirectory.Step, FollowedDirectory) {
        let server = try server(there: there) { refresh }
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        #expect(directory.known.userNames == ["p1", "p2", "p3"])
        let step = try await directory.follow()
        return (step, directory)
    }

    // P16
    @Test(arguments: [[1, 3], [], [1]])
    func `a list of who is left that lacks somebody who is there removes nobody`(
        listed: [Int]
    ) async throws {
        let (step, directory) = try await Self.follow([
            Self.list(listed, deleted: false), Self.done("second", namesDeleted: false),
        ])
        #expect(step == .whole)
        #expect(directory.known.userNames == ["p1", "p2", "p3"])
        #expect(directory.known.doubts.first?.contains("lacks somebody") == true)
    }

    // P16
    @Test func `no list at all removes nobody`() async throws {
        let (step, directory) = try await Self.follow([Self.done("second", namesDeleted: false)])
        #expect(step == .whole)
        #expect(directory.known.accounts.count == 3)
    }

    @Test func `who is on no list and is not found either is gone`() async throws {
        let (step, directory) = try await Self.follow(
            there: [1, 3],
            [
                Self.list([1], deleted: false), Self.list([3], deleted: false),
                Self.done("second", namesDeleted: false),
            ])
        #expect(step == .changed)
        #expect(directory.known.userNames == ["p1", "p3"])
    }

    @Test func `an entry may be listed as gone by a message of its own`() async throws {
        let value = BER(0x30, [BER(0x0A, [3]), BER(0x04, Self.id(2))])
        let (step, directory) = try await Self.follow([
            .controlled(.entry("", []), Self.request + ".2", value.bytes),
            Self.done("second", namesDeleted: true),
        ])
        #expect(step == .changed)
        #expect(directory.known.userNames == ["p1", "p3"])
    }

    @Test func `who is newer than the refresh of everything is read all the same`() async throws {
        let server = try ScriptedDirectory { request, _ in
            guard case .search(let search) = request, search.base.hasPrefix("ou=P") else {
                return [Self.done("first", namesDeleted: true)]
            }
            switch search.refreshCookie {
            case nil: return (1...3).map(Self.person) + [.result(0)]
            case "": return [Self.added(1), Self.added(3), Self.done("first", namesDeleted: true)]
            default: return [Self.added(2), Self.done("second", namesDeleted: true)]
            }
        }
        let reading = try await SampleDirectory.followed(server.url).fetch()
        #expect(reading.userNames == ["p1", "p2", "p3"])
        #expect(reading.certificate.isComplete && reading.state != nil)
    }

    // P37
    @Test(arguments: [true, false])
    func `an entry without a sync state is no state`(isFirst: Bool) async throws {
        let bare = [Self.person(9), Self.done("second", namesDeleted: true)]
        if isFirst {
            let server = try ScriptedDirectory { request, _ in
                guard case .search(let search) = request, search.base.hasPrefix("ou=P") else {
                    return [.result(0)]
                }
                return search.refreshCookie == nil ? [Self.person(1), .result(0)] : bare
            }
            let reading = try await SampleDirectory.followed(server.url).fetch()
            #expect(reading.userNames == ["p1"])
            #expect(reading.state == nil)
        } else {
            let (step, directory) = try await Self.follow(bare)
            #expect(step == .whole)
            #expect(directory.known.userNames == ["p1", "p2", "p3"])
        }
    }

    @Test func `a server whose lists have other names than the anchors is read as a whole`()
        async throws
    {
        let server = try ScriptedDirectory { request, _ in
            guard case .search(let search) = request, search.base.hasPrefix("ou=P") else {
                return [.result(0)]
            }
            return search.refreshCookie == nil
                ? [Self.person(1), .result(0)]
                : [Self.added(1, id: 7), Self.done("first", namesDeleted: true)]
        }
        let reading = try await SampleDirectory.followed(server.url).fetch()
        #expect(reading.userNames == ["p1"] && reading.state == nil)
        #expect(reading.diagnostics.map(\.code) == ["ldap.no-cookie"])
    }

    @Test func `a server that does not know refreshes is said to, and read in pages`() async throws
    {
        let server = try ScriptedDirectory { request, _ in
            guard case .search(let search) = request else { return [.result(0)] }
            if search.refreshCookie != nil { return [.result(12)] }
            return (search.base.hasPrefix("ou=P") ? [Self.person(1)] : []) + [.result(0)]
        }
        let reading = try await SampleDirectory.followed(server.url).fetch()
        #expect(reading.userNames == ["p1"] && reading.state == nil)
        #expect(reading.diagnostics.map(\.code) == ["ldap.no-cookie"])
        let message = try #require(reading.diagnostics.first?.message)
        #expect(message.contains("the server refuses, result 12"))
        #expect(message.hasSuffix("it does not offer content sync"))
    }

    // P37
    @Test func `a server that dies in the middle leaves what was known, and where it was`()
        async throws
    {
        let server = try Self.server { [Self.list([2], deleted: true), Self.added(1), .hangUp] }
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        let state = directory.known.state
        try await directory.follow(.incomplete)
        #expect(directory.last.reasonCodes == ["connection-lost"])
        #expect(directory.last.state == nil && directory.known.state == state)
        #expect(directory.known.accounts.count == 3)
    }

    @Test(arguments: [4, 32, 50, 53, 4096])
    func `a refresh that is refused is a whole reading`(code: Int) async throws {
        let (step, directory) = try await Self.follow([Self.added(1), .result(code)])
        #expect(step == .whole)
        #expect(directory.known.accounts.count == 3)
    }

    @Test(arguments: [
        [ScriptedDirectory.Answer.result(0)],
        [.controlled(.result(0), request + ".3", [0x30, 0x7F])],
        [.intermediate(request + ".4", [0xA3, 0x02, 0x31]), done("x", namesDeleted: true)],
        [.intermediate(request + ".4", [0x55]), done("x", namesDeleted: true)],
    ])
    func `a refresh that cannot be decoded is a whole reading`(
        answers: [ScriptedDirectory.Answer]
    ) async throws {
        let (step, directory) = try await Self.follow(answers)
        #expect(step == .whole)
        #expect(directory.known.accounts.count == 3)
    }

    @Test func `what came counts, also when the server has no new cookie for it`() async throws {
        let (step, directory) = try await Self.follow([
            Self.list([3], deleted: true), Self.done(nil, namesDeleted: true),
        ])
        #expect(step == .changed)
        #expect(directory.known.userNames == ["p1", "p2"])
    }

    @Test func `messages of other extensions, and cookies in the middle, are passed over`()
        async throws
    {
        let (step, directory) = try await Self.follow([
            .intermediate("1.2.3", [1]),
            .intermediate(Self.request + ".4", BER(0x80, Array("cookie".utf8)).bytes),
            .intermediate(Self.request + ".4", BER(0xA1, [BER.text("cookie")]).bytes),
            Self.list([3], deleted: true), Self.done("second", namesDeleted: true),
        ])
        #expect(step == .changed)
        #expect(directory.known.userNames == ["p1", "p2"])
    }
}

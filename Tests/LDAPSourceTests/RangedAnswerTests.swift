import Directory
import LDAPSource
import Synchronization
import TestSupport
import Testing

/// Lists of members that come in parts, as Active Directory cuts them. (P3)
struct RangedAnswerTests {
    /// A server that gives one group's members in parts of at most so many values.
    private static func server(
        of size: Int, people: Int, members: @escaping @Sendable () -> [Int]?
    ) throws -> ScriptedDirectory {
        try ScriptedDirectory { request, _ in
            guard case .search(let search) = request else { return [.result(0)] }
            if search.base.hasPrefix("ou=People") {
                return (0..<people).map(person) + [.result(0)]
            }
            let start = search.attributes.first.flatMap(start) ?? 0
            guard let members = members(), start < members.count else { return [.result(1)] }
            let end = min(start + size, members.count)
            let name = "member;range=\(start)-\(end == members.count ? "*" : "\(end - 1)")"
            let values = members[start..<end].map { SampleDirectory.dn("p\($0)") }
            return [
                .entry(
                    "cn=g,ou=Groups,dc=example,dc=org",
                    [("entryUUID", ["g"]), ("cn", ["g"]), ("member", []), (name, values)]),
                .result(0),
            ]
        }
    }

    private static func person(_ number: Int) -> ScriptedDirectory.Answer {
        .entry(
            SampleDirectory.dn("p\(number)"),
            [("entryUUID", ["a\(number)"]), ("uid", ["p\(number)"])])
    }

    /// Of `member;range=1499-*`.
    private static func start(_ attribute: String) -> Int? {
        guard let sign = attribute.firstIndex(of: "=") else { return nil }
        return Int(attribute[attribute.index(after: sign)...].prefix { $0.isNumber })
    }

    /// The logins of the group's members.
    private static func members(_ reading: SourceReading) -> Set<String> {
        let members = reading.group("g")?.accounts ?? []
        return Set(members.compactMap { reading.accounts[Int($0)].attributes[.userName] })
    }

    @Test func `a group of 5,000 is read to its end, 1,500 at a time`() async throws {
        let server = try Self.server(of: 1500, people: 5000) { Array(0..<5000) }
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.certificate.isComplete, "\(reading.certificate.reasons)")
        #expect(reading.group("g")?.accounts.count == 5000)
        #expect(reading.group("g")?.unresolved == [])
    }

    /// What the list is when it is asked for the first, second, … time.
    private static func changes(_ lists: [[Int]]) -> @Sendable () -> [Int]? {
        let turn = Mutex(0)
        return {
            let number = turn.withLock {
                $0 += 1
                return $0 - 1
            }
            return lists[min(number, lists.count - 1)]
        }
    }

    @Test(arguments: [
        // Somebody joins: before the joint, at it, behind it.
        [[0, 1, 2, 3, 4], [9, 0, 1, 2, 3, 4]], [[0, 1, 2, 3, 4], [0, 9, 1, 2, 3, 4]],
        [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 9]],
        // Somebody goes: before the joint, at it, so that the list ends before it.
        [[9, 0, 1, 2, 3, 4], [0, 1, 2, 3, 4]], [[0, 9, 1, 2, 3, 4], [0, 1, 2, 3, 4]],
        [[0, 9, 8, 7], [0]],
        // Somebody goes and another comes.
        [[9, 0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 8]],
    ])
    func `nobody who stays in a group is missed while others come and go`(
        lists: [[Int]]
    ) async throws {
        let server = try Self.server(of: 2, people: 10, members: Self.changes(lists))
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.certificate.isComplete, "\(reading.certificate.reasons)")
        let stayed = Set(lists[0]).intersection(lists[1]).map { "p\($0)" }
        #expect(Self.members(reading).isSuperset(of: stayed))
    }

    @Test func `a group that never comes to rest leaves an incomplete reading`() async throws {
        let turn = Mutex(0)
        let server = try Self.server(of: 2, people: 10) {
            let number = turn.withLock {
                $0 += 1
                return $0
            }
            return (0..<8).map { ($0 + number) % 10 }
        }
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.reasonCodes == ["changing-list"])
    }

    // P6
    @Test func `a part that the server does not give leaves an incomplete reading`() async throws {
        let server = try ScriptedDirectory { request, _ in
            guard case .search(let search) = request, !search.base.hasPrefix("ou=People") else {
                return [.result(0)]
            }
            if search.attributes.count == 1 { return [.result(0)] }
            return [
                .entry("cn=g", [("entryUUID", ["g"]), ("member;range=0-0", ["uid=a"])]), .result(0),
            ]
        }
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.reasonCodes == ["malformed-answer"])
    }

    @Test func `parts that do not go forward are given up`() async throws {
        let server = try Self.server(of: 1, people: 3) { [0, 1, 2] }
        let reading = try await SampleDirectory.configuration(server.url).fetch()
        #expect(reading.reasonCodes == ["changing-list"])
    }
}

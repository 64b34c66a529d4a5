import Directory
import LDAPSource
import TestSupport
import Testing

/// Changes of a domain that Samba does not tell so.
struct ScriptedDirSyncTests {
    private static let root = "dc=example,dc=org"

    private static func person(_ number: Int) -> ScriptedDirectory.Answer {
        .entry(
            SampleDirectory.dn("p\(number)"),
            [
                ("objectGUID", [guid(number)]), ("sAMAccountName", ["p\(number)"]),
                ("userAccountControl", ["512"]),
            ])
    }

    private static let group = ScriptedDirectory.Answer.entry(
        SampleDirectory.group("all"),
        [
            ("objectGUID", [guid(9)]), ("cn", ["all"]),
            ("member", [SampleDirectory.dn("p1"), SampleDirectory.dn("p2")]),
        ])

    /// What changes mention of the group: who went, and who came.
    private static func members(_ option: String, _ number: Int) -> ScriptedDirectory.Answer {
        .entry(
            SampleDirectory.group("all"),
            [
                ("objectGUID", [guid(9)]),
                (
                    "member;range=\(option)",
                    [
                        "<GUID=33323130-3534-3736-3839-41424344453\(number)>;"
                            + SampleDirectory.dn("p\(number)")
                    ]
                ),
            ])
    }

    /// Sixteen letters.
    private static func guid(_ number: Int) -> String { "0123456789ABCDE\(number)" }

    private static func done(_ cookie: String, hasMore: Bool) -> ScriptedDirectory.Answer {
        let value = BER(
            0x30, [BER(0x02, [hasMore ? 1 : 0]), BER(0x02, [0]), BER.text(cookie)])
        return .controlled(.result(0), "1.2.840.113556.1.4.841", value.bytes)
    }

    /// What changes mention, of somebody whose name the reader may not know.
    private static func deleted(_ number: Int) -> ScriptedDirectory.Answer {
        .entry("", [("objectGUID", [guid(number)]), ("isDeleted", ["TRUE"])])
    }

    /// A domain of the people 1 to 3, of whom some are there the second time, that answers for
    /// changes as it is told for each cookie.
    private static func follow(
        there: [Int], changes: @escaping @Sendable (String) -> [ScriptedDirectory.Answer]
    ) async throws -> (FollowedDirectory.Step, FollowedDirectory) {
        let server = try ScriptedDirectory { request, _ in
            guard case .search(let search) = request else { return [.result(0)] }
            if let cookie = search.dirSyncCookie {
                return cookie.isEmpty ? [done("first", hasMore: false)] : changes(cookie)
            }
            if search.base.isEmpty {
                return [.entry("", [("namingContexts", [root])]), .result(0)]
            }
            let isNarrowed = search.filterValues.contains { $0.hasPrefix("0123") }
            if search.base.hasPrefix("ou=G") {
                let isFound = !isNarrowed || search.filterValues.contains(guid(9))
                return (isFound ? [group] : []) + [.result(0, cookie: "")]
            }
            guard search.base.hasPrefix("ou=P") else { return [.result(0, cookie: "")] }
            let isList = search.attributes == ["objectGUID"]
            let people = isNarrowed || isList ? there : [1, 2, 3]
            return people.filter { !isNarrowed || search.filterValues.contains(guid($0)) }
                .map(person) + [.result(0, cookie: "")]
        }
        let configuration = SampleDirectory.configuration(server.url) {
            $0.sync = .dirsync
            $0.schema = .activeDirectory
            $0.schema.primaryGroup = nil
            $0.schema.inactivity = []
        }
        var directory = try await FollowedDirectory(configuration)
        #expect(directory.known.userNames == ["p1", "p2", "p3"])
        let step = try await directory.follow()
        return (step, directory)
    }

    // P17
    @Test func `an answer in parts is read to its end`() async throws {
        let (step, directory) = try await Self.follow(there: [3]) { cookie in
            switch cookie {
            case "first": [Self.deleted(1), Self.done("second", hasMore: true)]
            case "second": [Self.done("third", hasMore: true)]
            default: [Self.deleted(2), Self.done("fourth", hasMore: false)]
            }
        }
        #expect(step == .changed)
        #expect(directory.known.userNames == ["p3"])
        #expect(directory.known.state?.rawValue.contains("Zm91cnRo") == true)
    }

    @Test func `of members in several parts the last one counts`() async throws {
        let (step, directory) = try await Self.follow(there: [1, 2, 3]) { cookie in
            cookie == "first"
                ? [
                    Self.members("0-0", 1), Self.members("1-1", 3),
                    Self.done("second", hasMore: true),
                ]
                : [
                    Self.members("1-1", 1), Self.members("0-0", 2),
                    Self.done("third", hasMore: false),
                ]
        }
        #expect(step == .changed)
        #expect(directory.known.groups.map(\.accounts) == [[0, 2]])
    }

    // P17
    @Test func `who is said to be deleted and is there stays`() async throws {
        let (step, directory) = try await Self.follow(there: [1, 2, 3]) { _ in
            [Self.deleted(1), Self.done("second", hasMore: false)]
        }
        #expect(step == .changed)
        #expect(directory.known.userNames == ["p1", "p2", "p3"])
    }

    @Test func `who is not mentioned and not there is gone all the same`() async throws {
        let (step, directory) = try await Self.follow(there: [1, 3]) { _ in
            [Self.done("second", hasMore: false)]
        }
        #expect(step == .changed)
        #expect(directory.known.userNames == ["p1", "p3"])
    }

    // P17
    @Test func `a cookie that is refused, taken for none, or not given means a whole reading`()
        async throws
    {
        let answers: [[ScriptedDirectory.Answer]] = [
            [.result(53)], [.result(12)], [.result(0)],
            (1...3).map(Self.person) + [Self.group, Self.done("second", hasMore: false)],
            [.entry("cn=x", [("name", ["x"])]), Self.done("second", hasMore: false)],
            // It never ends.
            [Self.done("first", hasMore: true)],
        ]
        for answer in answers {
            let (step, directory) = try await Self.follow(there: [1, 2, 3]) { _ in answer }
            #expect(step == .whole)
            #expect(directory.known.userNames == ["p1", "p2", "p3"])
            #expect(directory.known.doubts.count == 1)
        }
    }

    @Test func `an answer that is cut off changes nothing`() async throws {
        let (step, directory) = try await Self.follow(there: [2, 3]) { _ in
            [Self.deleted(1), .hangUp]
        }
        #expect(step == .incomplete)
        #expect(directory.known.userNames == ["p1", "p2", "p3"])
    }
}

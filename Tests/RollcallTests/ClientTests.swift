import Foundation
import RollcallClient
import Synchronization
import TestSupport
import Testing

/// The client beside the service: it says the same, and goes on when the service is gone.
@Suite(.blocking) struct ClientTests {
    private static let mapping = """
        formatVersion: 1
        roles:
          - {id: viewer, title: Reads, tier: standard, owner: "group:everybody"}
          - {id: editor, title: Writes, tier: standard, owner: "group:everybody"}
          - {id: manager, title: Manages, tier: standard, owner: "group:everybody"}
        rules:
          - {id: all, title: All, when: 'userType eq "Employee" and title eq "Engineer"',
             grant: [{role: viewer, scope: organization}]}
          - {id: own, title: Own, when: 'department pr', grant: [{role: viewer, scope: "department:{department}"}]}
          - {id: line, title: Line, when: 'title sw "Manager"', grant: [{role: manager, scope: "reports:{userName}"}]}
          - {id: self, title: Self, when: 'userType eq "Intern"', grant: [{role: editor, scope: "person:{userName}"}]}
          - {id: east, title: East, when: 'addresses.region eq "EMEA"', grant: [{role: editor, scope: "region:emea"}]}
          - {id: team, title: Team, when: 'groups.display sw "team-1"',
             grant: [{role: editor, scope: "group:team-11"}, {role: editor, scope: "group:team-12"},
                     {role: viewer, scope: "group:TEAM-3"}]}
        exceptions:
          - {id: ex-1, person: PERSON, grant: {role: manager, scope: organization},
             reason: cover, ticket: T-1, from: 2026-11-01, until: 2026-12-31}
        review:
          lanes:
            - {name: all, match: {}, decide: automatically}

        """

    private func generated(_ keys: SnapshotKeys, seed: UInt64) throws -> (ServedSite, [String]) {
        let organization = GeneratedOrganization(people: 400, groups: 20, seed: seed)
        let served = try ServedSite(
            more: "serve: {requestsPerSecond: 100000, \(keys.configuration)}",
            prepare: { site in
                let ldif = organization.ldif.replacingOccurrences(
                    of: "\nemployeeType: Contractor", with: "\nst: EMEA\nemployeeType: Contractor")
                try site.command.write(ldif, to: "directory.ldif")
                try site.command.write(
                    Self.mapping.replacingOccurrences(
                        of: "PERSON", with: organization.people[7].userName), to: "mapping.yaml")
                try site.edit(
                    "rollcall.yaml", replacing: Repository.path("Mappings"), with: "mapping.yaml")
                try site.sync()
            })
        let names = organization.people.map(\.userName)
        return (served, names + organization.groups.map(\.display))
    }

    private func reader(
        _ keys: SnapshotKeys, at path: String? = nil,
        now: @escaping @Sendable () -> String = { "2026-11-22T09:00:00Z" }
    ) throws -> MembershipReader {
        MembershipReader(
            believing: [try PublicKey(file: keys.shared)], limit: AgeLimit(.seconds(7200)),
            keptAt: path, clock: { (try? Date(now(), strategy: .iso8601)) ?? .distantFuture })
    }

    private func service(_ served: ServedSite) throws -> RollcallService {
        let token = served.token ?? ""
        return try RollcallService(served.url(""), token: { token })
    }

    @Test(arguments: [20_261_127, 20_261_128] as [UInt64])
    func `the client says what the service says, whatever is asked`(seed: UInt64) async throws {
        let keys = try SnapshotKeys()
        let (served, names) = try generated(keys, seed: seed)
        let reader = try reader(keys)
        try await reader.fetch(from: try service(served))
        var random = SplitMix64(seed: seed)
        var grounds: Set<String> = []
        var scopes: Set<String> = []
        for _ in 0..<8 {
            let questions = (0..<1000).map { _ in question(names, &random) }
            let body = questions.map {
                #"{"person":\#(quoted($0.person)),"role":"\#($0.role)","on":\#($0.on.map(quoted) ?? "null")}"#
            }.joined(separator: ",")
            let answers = try served.json("/v1/check", "POST", body: "{\"checks\":[\(body)]}")
            for (question, theirs) in zip(questions, answers.results.array) {
                let ours = try reader.check(
                    person: question.person, role: question.role, on: question.on)
                #expect(
                    ours.holds == theirs.holds.bool && ours.ground == theirs.ground.string
                        && ours.isActive == theirs.active.bool && ours.scope == theirs.scope.string,
                    "seed \(seed), \(question): \(ours), \(theirs)")
                grounds.insert(ours.ground)
                scopes.insert("\(ours.scope?.prefix { $0 != ":" } ?? "-")")
            }
        }
        // Else the questions were too easy.
        #expect(grounds.isSuperset(of: ["held", "not-held", "unknown-person", "unknown-target"]))
        let all = ["organization", "department", "region", "group", "reports", "person"]
        #expect(scopes.isSuperset(of: all), "\(scopes)")
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private func question(
        _ names: [String], _ random: inout SplitMix64
    ) -> (person: String, role: String, on: String?) {
        func name() -> String { random.once(in: 30) ? "nobody" : random.pick(names) }
        let kinds: [String?] = [
            nil, "any", "organization", "department:Sales", "department:engineering", "region:EMEA",
            "person:", "person:", "person:", "reports:", "group:", "group:team-3", "odd",
        ]
        let kind = random.pick(kinds)
        let on = kind.map { $0.hasSuffix(":") ? $0 + name() : $0 }
        return (name(), random.pick(["viewer", "editor", "manager", "unknown"]), on)
    }

    @Test func `it goes on while the service is away, until what it knows is too old`() async throws
    {
        let keys = try SnapshotKeys()
        let served = try ServedSite(more: "serve: {\(keys.configuration)}")
        let folder = try TemporaryFolder("client")
        let path = folder.url("snapshot").path
        let now = Mutex("2026-11-22T09:00:00Z")
        let clock: @Sendable () -> String = { now.withLock { $0 } }
        let reader = try reader(keys, at: path, now: clock)
        let source = try service(served)
        #expect(try await reader.fetch(from: source) == .took(revision: 1))
        #expect(try await reader.fetch(from: source) == .confirmed)
        served.stop()
        await #expect(throws: ReaderError.self) { try await reader.fetch(from: source) }
        now.withLock { $0 = "2026-11-22T11:00:00Z" }
        let restarted = try self.reader(keys, at: path, now: clock)
        try restarted.restore()
        for reader in [reader, restarted] {
            #expect(try reader.check(person: "ada", role: "insights-viewer").holds)
        }
        now.withLock { $0 = "2026-11-22T11:00:01Z" }
        for reader in [reader, restarted] {
            #expect(throws: ReaderError.self) {
                try reader.check(person: "ada", role: "insights-viewer")
            }
        }
        // A run without changes: only what is known is newer.
        served.site.command.now = "2026-11-22T11:00:00Z"
        try served.site.sync()
        try served.start()
        #expect(try await restarted.fetch(from: source) == .took(revision: 1))
        #expect(try restarted.check(person: "ada", role: "insights-viewer").holds)
    }

    @Test func `who follows has a revision as soon as it is in force, after a restart too`()
        async throws
    {
        let keys = try SnapshotKeys()
        let served = try ServedSite(more: "serve: {requestsPerSecond: 1000, \(keys.configuration)}")
        let reader = try reader(keys, now: { "2026-11-22T11:00:00Z" })
        let source = try service(served)
        // The test itself blocks its thread.
        let following = Task(executorPreference: OwnThreads("following", count: 1)) {
            await reader.follow(
                source, interval: 2,
                pacing: Pacing(sleep: { _ in
                    try await Task.sleep(for: .milliseconds(50))
                }))
        }
        defer { following.cancel() }
        func holds() throws -> Bool {
            try reader.check(person: "ivo", role: "insights-viewer").holds
        }
        #expect(served.eventually { reader.state?.revision == 1 })
        #expect(try holds())
        served.site.command.now = "2026-11-22T10:00:00Z"
        try served.site.edit(
            "directory.ldif", replacing: "Employee\nemployeeNumber: 1006",
            with: "Terminated\nemployeeNumber: 1006")
        try served.site.sync()
        #expect(served.eventually { reader.state?.revision == 2 })
        #expect(try !holds())
        served.stop()
        try served.start()
        served.site.command.now = "2026-11-22T11:00:00Z"
        try served.site.edit(
            "directory.ldif", replacing: "Terminated\nemployeeNumber: 1006",
            with: "Employee\nemployeeNumber: 1006")
        try served.site.settle()
        #expect(served.eventually { reader.state?.revision == 3 })
        #expect(try holds())
    }
}

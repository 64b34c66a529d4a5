import Foundation
import Synchronization
import TestSupport
import Testing

/// A site on the store of several hosts whose directory moves step by step: each gives one person another
/// department, for which the rules grant two roles and take the two before. The policy puts everything into
/// force by itself. The clock is the machine's.
final class MovingSite: @unchecked Sendable {  // whatever changes is in `progress`
    private static let people = ["ada", "ben", "mia", "nia", "raj"]

    private struct Progress {
        var step = 0
        var done = 0
        var failures: [Int32: Int] = [:]
    }

    let site: Site
    private let server: SlapdServer
    private let token: String
    private let progress = Mutex(Progress())

    /// - Parameters:
    ///   - store: the value of `store`.
    ///   - colleagues: how many people there are besides.
    ///   - source: the sources of the configuration.
    init(
        store: String, colleagues: Int = 0,
        source: (SlapdServer) throws -> String = { WorkedSite.source($0.url) }
    ) throws {
        var options = SlapdOptions()
        options.overlays = [.syncProvider(sessionLog: 1_000)]
        options.sizeLimit = "unlimited"
        site = try Site.served(options: options)
        server = try #require(site.server)
        try server.modify(ldif: (0..<colleagues).map(Self.colleague).joined())
        site.store = store
        site.command.now = nil
        try site.command.write(Self.mapping, to: "mapping.yaml")
        try site.configure(
            [try source(server)], mappings: "mapping.yaml",
            guards: "{revocations: {percent: 100, count: 1000, floor: 1000}}",
            more: "serve: {requestsPerSecond: 100000}")
        try site.sync()
        let made = try site.run("tokens", "create", "tests", "--format", "json")
        token = try #require(made.json.token.string)
    }

    private static let mapping = """
        formatVersion: 1
        roles:
          - {id: viewer, title: Reads, tier: standard, owner: "group:insights-owners"}
          - {id: editor, title: Writes, tier: standard, owner: "group:insights-owners"}
        rules:
          - {id: read, title: Read, when: 'department pr', grant: [{role: viewer, scope: "department:{department}"}]}
          - {id: write, title: Write, when: 'department pr', grant: [{role: editor, scope: "department:{department}"}]}
        review:
          lanes:
            - {name: all, match: {}, decide: automatically}

        """

    private static func colleague(_ number: Int) -> String {
        """
        dn: uid=colleague\(number),\(WorkedSite.people)
        objectClass: inetOrgPerson
        uid: colleague\(number)
        cn: Colleague \(number)
        sn: Colleague
        mail: colleague\(number)@example.org
        title: Manager \(number % 7)
        employeeType: Employee
        employeeNumber: \(10_000 + number)
        departmentNumber: Sales \(number % 20)
        manager: uid=lee,\(WorkedSite.people)


        """
    }

    /// The number of the step that led to the scope; nil for others.
    static func step(to scope: String) -> Int? {
        scope.wholeMatch(of: /department:step-(\d+)/).flatMap { Int($0.1) }
    }
}

// MARK: - Work

extension MovingSite {
    /// The last step that was made.
    var step: Int { progress.withLock { $0.step } }
    /// The last one that was reported as in force by ``settle()``.
    var done: Int { progress.withLock { $0.done } }
    /// How many runs came to another end, by exit status.
    var failures: [Int32: Int] { progress.withLock { $0.failures } }

    /// One step; whoever runs next brings it into force.
    func move() throws {
        let step = progress.withLock { progress in
            progress.step += 1
            return progress.step
        }
        let person = Self.people[step % Self.people.count]
        try server.modify(
            ldif: WorkedSite.replace("departmentNumber", of: person, with: "step-\(step)"))
    }

    /// Runs until that is reported as done. What keeps a run from it must pass: the store that is away, or
    /// another run.
    func settle() throws {
        let step = step
        let isDone = try WorkedSite.eventually(within: 300) {
            let output = try site.run("sync")
            if output.status == 0 { return true }
            progress.withLock { $0.failures[output.status, default: 0] += 1 }
            guard [1, 75].contains(output.status) else { throw POSIXError(.EPROTO) }
            return false
        }
        guard isDone else { throw POSIXError(.ETIMEDOUT) }
        progress.withLock { $0.done = step }
    }

    /// One of several services of this site.
    func serve(configuration: String = "rollcall.yaml") throws -> ServedSite {
        try ServedSite(site, token: token, configuration: configuration)
    }

    /// Those whose people have moved on once since, and a few more.
    var lastSteps: ClosedRange<Int> { max(1, step - 6)...max(1, step) }

    /// What everybody who moves may hold after those steps. **Shape:** as ``Site/entitlements(_:)`` has it.
    static func entitlements(after steps: ClosedRange<Int>) -> [String] {
        steps.flatMap { step in
            people.flatMap { person in
                ["viewer", "editor"].map { "\(person) \($0) department:step-\(step)" }
            }
        }
    }
}

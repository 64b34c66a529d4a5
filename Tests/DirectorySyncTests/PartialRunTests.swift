import Diagnostics
import Directory
import Entitlements
import Foundation
import Logging
import Reconciliation
import RoleMapping
import TestSupport
import Testing

@testable import DirectorySync
@testable import EntitlementStore

/// A source that is never asked.
private struct SilentSource: DirectorySource {
    let id: SourceID

    func fetch(progress: @escaping @Sendable (ReadingProgress) -> Void) async throws
        -> SourceReading
    { throw CancellationError() }
}

/// Two stores of one organisation: in one, each run looks at everybody; in the other at those whom the
/// changes concern, wherever that is enough.
private final class Twins {
    let whole: EntitlementStore
    let partial: EntitlementStore
    /// Runs that did not look at everybody.
    private(set) var partialRuns = 0
    private(set) var time = Timestamp(secondsSinceEpoch: 1_795_348_800)  // 2026-11-22
    var variant = 0
    private var readings: [SourceReading]?
    private let authority: Authority

    /// - Parameters:
    ///   - partial: nil for one in memory.
    ///   - authority: who is believed of two sources.
    init(partial: EntitlementStore? = nil, authority: Authority = Authority()) throws {
        self.authority = authority
        let nowhere = StoreLocation.sqlite(path: "/nonexistent/\(UInt64.random(in: 0 ... .max))")
        whole = try EntitlementStore.rehearsal(of: nowhere)
        self.partial = try partial ?? EntitlementStore.rehearsal(of: nowhere)
    }

    private static let variants = [
        """
        - {id: members, title: Members, when: 'groups.display eq "club-0" and userType ne "Contractor"',
           grant: [{role: reader, scope: organization}]}
        """,
        """
        - {id: members, title: Members, when: 'groups.display eq "club-1"',
           grant: [{role: reader, scope: organization}, {role: admin, scope: organization}]}
        - {id: absent, title: Nobody's, when: 'not (groups.display eq "club-2")',
           grant: [{role: auditor, scope: "group:club-2"}]}
        """,
    ]

    private func mapping() throws -> RoleMapping {
        let text = """
            formatVersion: 1
            roles:
              - {id: reader, title: Reads, tier: standard, owner: "person:u0"}
              - {id: manager, title: Manages, tier: sensitive, owner: "person:u0"}
              - {id: auditor, title: Audits, tier: sensitive, owner: "person:u0"}
              - {id: admin, title: Administers, tier: privileged, owner: "person:u0"}
            rules:
            \(Self.variants[variant].split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
              - {id: managers, title: M, when: 'title sw "Manager"',
                 grant: [{role: manager, scope: "reports:{userName}"}]}
              - {id: staff, title: S, when: 'department eq "A"',
                 grant: [{role: reader, scope: "department:{department}"}]}
              - {id: titled, title: T, when: 'title pr or userType eq "Contractor"',
                 grant: [{role: auditor, scope: "region:{department}"},
                         {role: manager, scope: "department:{department}"},
                         {role: auditor, scope: "department:{department}"}]}
              - {id: line, title: L, when: 'managers eq "u1"',
                 grant: [{role: auditor, scope: organization}]}
              - {id: interns, title: I, when: 'userType eq "Intern" and manager pr',
                 grant: [{role: reader, scope: "person:{manager.value}"}]}
              - {id: nested, title: N,
                 when: 'groups[display eq "club-4" and type eq "indirect"]',
                 grant: [{role: admin, scope: organization}]}
            exceptions:
              - {id: ex-1, person: u3, grant: {role: admin, scope: organization}, reason: cover,
                 ticket: T-1, from: 2026-11-20, until: 2026-11-24}
            conflicts:
              - {id: c, roles: [admin, auditor], reason: separation}
            tests:
              - {name: nobody else, for: 'userType eq "Robot" or userName pr', lacks: [{role: admin, scope: "region:X"}]}
              - {name: no robots, for: 'userType eq "Robot"', lacks: [{role: admin, scope: "region:X"}]}
              - {name: few, for: 'userType eq "Intern" and title pr', lacks: [{role: admin, scope: "region:X"}]}
              - {name: led, for: 'userName pr and title eq "Manager" and department eq "C"',
                 holds: [{role: manager, scope: "reports:{userName}"}]}
              - {name: unknown, person: u9999, lacks: [admin]}
              - {name: of nobody, for: 'userType eq "Intern"', lacks: [{role: admin, scope: "person:u9999"}]}
            """
        let loaded = RoleMapping.load([MappingRevision.File(path: "m.yaml", text: text)])
        return try #require(loaded.mapping, "\(loaded.diagnostics)")
    }

    private func synchronization(
        _ store: EntitlementStore, of sources: [SourceID]
    ) throws -> Synchronization {
        let now = time
        return Synchronization(
            sources: sources.map(SilentSource.init),
            correlation: Correlation(keys: [.emailsValue, .userName], authority: authority),
            mapping: try mapping(),
            guards: GuardLimits(
                revocations: .init(percent: 20, count: 3, floor: 1), privilegedCount: 0,
                reactivationsCount: 0),
            store: store, clock: { now })
    }

    /// Runs on both what a source says now; the changes from what it said before are known.
    func run(_ village: Village) async throws -> [RunOutcome] {
        time = Timestamp(secondsSinceEpoch: time.secondsSinceEpoch + 900)
        let former = readings
        let now = village.readings(at: time, changedSince: former.map { _ in time })
        readings = now
        let changed = former.map { former in
            zip(former, now).map { former, now in
                let changes = ReadingChanges(from: former, to: now)
                let applied = former.applying(changes, as: now)
                #expect(ReadingDifference(applied, now).isEmpty)
                return ChangedReading(changes, of: now)
            }
        }
        var outcomes: [RunOutcome] = []
        for (index, store) in [whole, partial].enumerated() {
            let lease = try store.acquireLease(holder: "test", at: time, duration: 60)
            defer { try? store.release(lease) }
            let synchronization = try synchronization(store, of: now.map(\.source))
            var outcome: RunOutcome?
            if index == 1, let changed {
                outcome = try synchronization.partial(
                    changed.map(FetchedAnswer.changed), from: time, under: lease)
                if outcome != nil { partialRuns += 1 }
            }
            if outcome == nil {
                outcome = try await synchronization.record(now, from: time, under: lease)
            }
            outcomes.append(try #require(outcome))
        }
        return outcomes
    }

    /// Decides all that waits, likewise on both.
    /// - Parameter rejecting: of so many changes one is rejected; nil: none.
    func decide(rejecting share: Int?) throws {
        for store in [whole, partial] {
            guard let id = try store.pendingChangeSet() else { continue }
            let changeSet = try store.changeSet(id).changeSet
            let approved = changeSet.items.enumerated().filter { position, _ in
                share.map { position % $0 > 0 } ?? true
            }.map(\.element.id)
            try store.apply(id, digest: changeSet.digest, at: time) { _ in
                JudgedChanges(approved: approved, undecided: [])
            }
        }
    }

    func later(days: Int64) {
        time = Timestamp(secondsSinceEpoch: time.secondsSinceEpoch + days * 86_400)
    }
}

extension EntitlementStore {
    /// Everything that is stored but who holds the lease, by table.
    fileprivate func tables() throws -> [String: [String]] {
        try engine.read(.read) { connection in
            var tables: [String: [String]] = [:]
            for table in StoreCopy.tables where table != "leases" {
                let columns = try connection.columns(of: table)
                let names = columns.map(\.name).joined(separator: ", ")
                tables[table] = try connection.all("SELECT \(names) FROM \(table)") { row in
                    columns.indices.map { row.isNull($0) ? "-" : row.text($0) }
                        .joined(separator: "|")
                }.sorted()
            }
            return tables
        }
    }
}

@Suite struct PartialRunTests {
    /// Of each seed one organisation, and so many runs of it; `ROLLCALL_VILLAGES` gives another number of
    /// organisations, for a long run.
    private static let events = 20
    private static let seeds = Array(
        1...(ProcessInfo.processInfo.environment["ROLLCALL_VILLAGES"].flatMap(UInt64.init) ?? 24))

    @Test(arguments: seeds)
    func `a run that looks at those concerned comes to what a run over everybody comes to`(
        _ seed: UInt64
    ) async throws { try await follow(seed) }

    @Test func `many runs need not look at everybody, whatever happens`() async throws {
        var runs = 0
        for seed in Self.seeds.prefix(4) { runs += try await follow(seed) }
        #expect(runs > 30, "\(runs) of \(4 * Self.events)")
    }

    @Test(arguments: seeds)
    func `so it is with several sources, whoever is joined with whom`(_ seed: UInt64) async throws {
        try await follow(seed, sources: 2)
    }

    @Test func `many runs over several sources need not look at everybody`() async throws {
        var runs = 0
        for seed in Self.seeds.prefix(4) { runs += try await follow(seed, sources: 2) }
        #expect(runs > 20, "\(runs) of \(4 * Self.events)")
    }

    @Test(arguments: [(UInt64(1_001), 1), (1_002, 2)])
    func `so it is on PostgreSQL`(_ seed: UInt64, _ sources: Int) async throws {
        let database = try TestDatabase()
        defer { withExtendedLifetime(database) {} }
        let store = try EntitlementStore.open(.postgreSQL(PostgreSQLAddress(database.url)))
        #expect(try await follow(seed, sources: sources, in: store) > 0)
    }

    /// - Parameter store: where runs look at parts; nil for one in memory, whose rows are compared too.
    /// - Returns: how many runs looked at a part.
    @discardableResult
    private func follow(
        _ seed: UInt64, sources: Int = 1, in store: EntitlementStore? = nil
    ) async throws -> Int {
        // Hard work would keep the tests beside it from their threads.
        try await withTaskExecutorPreference(Self.threads) {
            try await live(seed, sources, in: store)
        }
    }

    private static let threads = OwnThreads("villages", count: 2)

    private func live(
        _ seed: UInt64, _ sources: Int, in store: EntitlementStore?
    ) async throws -> Int {
        var random = SplitMix64(seed: seed)
        var village = Village(&random)
        var authority = Authority()
        if sources > 1 {
            village.office = PersonnelOffice(of: village.residents, &random)
            authority = random.pick(Self.authorities)
        }
        let twins = try Twins(partial: store, authority: authority)
        _ = try await twins.run(village)
        try twins.decide(rejecting: nil)
        _ = try await twins.run(village)
        for event in 1...Self.events {
            village.live(&random)
            if random.once(in: 12) { twins.variant = 1 - twins.variant }
            if random.once(in: 20) { twins.later(days: 1) }
            let outcomes = try await twins.run(village)
            let comment = Comment(rawValue: "seed \(seed), event \(event)")
            try expectSame(outcomes, comment)
            if store == nil { try expectSame(twins, comment) }
            if random.once(in: 3) {
                try twins.decide(rejecting: random.pick([nil, nil, nil, 1, 2]))
            }
        }
        #expect(try twins.partial.verifyLedger().faults == [], "seed \(seed)")
        return twins.partialRuns
    }

    private static let authorities = [
        Authority(),
        Authority(
            attributes: [.department: PersonnelOffice.source], manager: PersonnelOffice.source,
            activity: .source(PersonnelOffice.source)),
        Authority(
            attributes: [.userName: PersonnelOffice.source], manager: Village.source,
            activity: .any),
    ]

    private func expectSame(_ outcomes: [RunOutcome], _ comment: Comment) throws {
        let (whole, partial) = (outcomes[0], outcomes[1])
        #expect(whole.verdict == partial.verdict, comment)
        #expect(whole.rejected == partial.rejected, comment)
        #expect(whole.diagnostics == partial.diagnostics, comment)
        #expect(whole.sources == partial.sources, comment)
        #expect(whole.proposal?.changeSet == partial.proposal?.changeSet, comment)
        #expect(whole.proposal?.isKept == partial.proposal?.isKept, comment)
    }

    private func expectSame(_ twins: Twins, _ comment: Comment) throws {
        let (whole, partial) = (try twins.whole.tables(), try twins.partial.tables())
        for table in StoreCopy.tables where whole[table] != partial[table] {
            let one = Set(whole[table] ?? []).subtracting(partial[table] ?? []).sorted()
            let other = Set(partial[table] ?? []).subtracting(whole[table] ?? []).sorted()
            Issue.record("\(comment): \(table): whole \(one.prefix(5)), partial \(other.prefix(5))")
        }
    }
}

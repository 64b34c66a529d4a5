import Directory
import EntitlementStore
import Entitlements
import Foundation
import Reconciliation
import RoleMapping
import TestSupport
import Testing

@testable import DirectorySync

/// A source that nothing ever happens to, once it was read.
private struct SteadySource: DirectorySource {
    let reading: SourceReading
    let isNew: Bool
    var id: SourceID { reading.source }

    func fetch(progress: @escaping @Sendable (ReadingProgress) -> Void) async throws
        -> SourceReading
    { reading }

    func fetch(
        since baseline: ReadingBaseline, progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> SourceAnswer {
        if isNew { return .reading(reading) }
        let certificate = reading.certificate
        return .unchanged(
            ReadingCertificate(
                source: id, start: certificate.start, end: certificate.end, queries: [],
                reasons: [], wholeAsOf: baseline.wholeAsOf),
            SyncState(rawValue: baseline.state.rawValue + "+"))
    }
}

struct RepetitionTests {
    private let folder: TemporaryFolder
    private let store: EntitlementStore
    private static let source = SourceID("corp")
    private static let noon = Timestamp("2026-11-20T12:00:00Z") ?? Timestamp(secondsSinceEpoch: 0)

    init() throws {
        folder = try TemporaryFolder("repetition")
        store = try EntitlementStore.open(.sqlite(path: folder.url("rollcall.db").path))
    }

    /// - Parameters:
    ///   - isReadable: false: what Ada is could not be read.
    ///   - isActive: false: Ada has left.
    ///   - isNew: whether everything is read, although it is known.
    private func synchronization(
        title: String = "Staff reads", at time: Timestamp = noon,
        guards: GuardLimits = GuardLimits(), isReadable: Bool = true, isActive: Bool = true,
        isNew: Bool = false
    ) throws -> Synchronization {
        let text = """
            formatVersion: 1
            roles: [{id: reader, title: Reads, tier: standard, owner: "person:ada"}]
            rules:
              - id: staff
                title: \(title)
                when: userType eq "Employee"
                grant: [{role: reader, scope: organization}]
            exceptions:
              - {id: ex-1, person: lee, grant: {role: reader, scope: organization}, reason: helps,
                 ticket: T-1, from: 2026-11-21, until: 2026-11-22}
            """
        let mapping = try #require(
            RoleMapping.load([MappingRevision.File(path: "a.yaml", text: text)]).mapping)
        let reading = SourceReading(
            source: Self.source,
            accounts: ["ada", "lee"].map { login in
                let isHidden = login == "ada" && !isReadable
                return Account(
                    anchor: Anchor(login), label: login, isActive: login != "ada" || isActive,
                    attributes: AttributeValues(
                        [.init(.userName, login)]
                            + (isHidden
                                ? [] : [.init(.userType, login == "ada" ? "Employee" : "Guest")])),
                    isReadable: !isHidden)
            }, groups: [], attributeNames: [:],
            certificate: ReadingCertificate(
                source: Self.source, start: time, end: time, queries: [], reasons: []),
            diagnostics: [], state: SyncState(rawValue: "1"))
        return Synchronization(
            sources: [SteadySource(reading: reading, isNew: isNew)],
            correlation: Correlation(keys: [.userName], authority: Authority()), mapping: mapping,
            guards: guards, store: store, clock: { time })
    }

    /// What a run finds that compares nothing; nil where it has to compare.
    private func repeated(
        _ synchronization: Synchronization, at time: Timestamp = noon
    ) async throws -> RunOutcome? {
        let store = store
        let lease = try store.acquireLease(holder: "test", at: time, duration: 60)
        defer { try? store.release(lease) }
        let answers = try await Fetch(
            sources: synchronization.sources, logger: synchronization.logger,
            baselines: { try store.baseline(of: $0) }
        ).answers { _ in }
        return try synchronization.repeated(answers, from: time, under: lease)
    }

    @Test func `a run after which nothing changed comes to the same, and is in the ledger`()
        async throws
    {
        #expect(try await repeated(synchronization()) == nil, "there is no baseline yet")
        let first = try await synchronization().run { _ in }
        let second = try #require(try await repeated(synchronization()))
        #expect(second.run.rawValue == first.run.rawValue + 1)
        #expect(second.verdict == .changes)
        #expect(second.proposal?.id == first.proposal?.id)
        #expect(second.proposal?.changeSet.digest == first.proposal?.changeSet.digest)
        #expect(second.sources.map(\.counts) == first.sources.map(\.counts))
        #expect(try store.baseline(of: Self.source)?.state.rawValue == "1+")
        #expect(try store.lastCompleteReading(of: Self.source)?.accounts.count == 2)
        #expect(try store.verifyLedger().faults == [])
    }

    @Test func `other rules, other limits and an exception that begins are looked at`()
        async throws
    {
        _ = try await synchronization().run { _ in }
        #expect(try await repeated(synchronization(title: "Employees read")) == nil)
        #expect(
            try await repeated(synchronization(guards: GuardLimits(reactivationsCount: 1))) == nil)
        let tomorrow = try #require(Timestamp("2026-11-21T12:00:00Z"))
        #expect(try await repeated(synchronization(at: tomorrow)) == nil)
        #expect(try await repeated(synchronization()) != nil)
    }

    /// Runs, approves what it proposes (or rejects it) and applies it.
    private func apply(rejecting isRejected: Bool = false) async throws {
        let outcome = try await synchronization().run { _ in }
        let proposal = try #require(outcome.proposal)
        let changes = proposal.changeSet.items.map(\.id)
        let decisions = changes.map { change in
            Decision(
                change: change, verdict: isRejected ? .reject : .approve,
                reviewer: .person(PersonID("corp:lee"), userName: "lee"), authority: "roleOwner",
                time: Self.noon, note: nil)
        }
        try store.record(decisions, for: proposal.id)
        try store.apply(proposal.id, digest: proposal.changeSet.digest, at: Self.noon) { _ in
            JudgedChanges(approved: isRejected ? [] : changes, undecided: [])
        }
    }

    @Test func `what was rejected is said of each run, and compared once`() async throws {
        try await apply(rejecting: true)
        #expect(try await repeated(synchronization()) == nil, "it was decided since")
        let compared = try await synchronization().run { _ in }
        for outcome in [compared, try #require(try await repeated(synchronization()))] {
            #expect(outcome.verdict == .unchanged && outcome.proposal == nil)
            #expect(outcome.rejected == 1)
        }
    }

    @Test func `a rejection that is taken back is looked at, and proposed again`() async throws {
        try await apply(rejecting: true)
        _ = try await synchronization().run { _ in }
        let rejected = try #require(try store.changeSets(limit: 1).first)
        let change = try #require(try store.changeSet(rejected.id).changeSet.items.first?.id)
        try store.record(
            [
                Decision(
                    change: change, verdict: .approve,
                    reviewer: .person(PersonID("corp:lee"), userName: "lee"),
                    authority: "roleOwner", time: Self.noon, note: nil)
            ], for: rejected.id)
        #expect(try await repeated(synchronization()) == nil)
        #expect(try await synchronization().run { _ in }.proposal?.changeSet.items.count == 1)
    }

    @Test func `who has left is asked about again, whatever was rejected`() async throws {
        try await apply()
        let left = { (time: String) in
            try synchronization(at: #require(Timestamp(time)), isActive: false, isNew: true)
        }
        let proposal = try #require(
            try await left("2026-11-21T12:00:00Z").run { _ in }.proposal)
        let revocation = try #require(
            proposal.changeSet.items.first { $0.change.action == .revoke })
        #expect(proposal.changeSet.items.count == 2)
        try store.record(
            [
                Decision(
                    change: revocation.id, verdict: .reject,
                    reviewer: .person(PersonID("corp:lee"), userName: "lee"),
                    authority: "roleOwner", time: #require(Timestamp("2026-11-21T12:00:00Z")),
                    note: nil)
            ], for: proposal.id)
        #expect(try await left("2026-11-23T12:00:00Z").run { _ in }.rejected == 1)
        let end = try #require(Timestamp("2026-11-23T12:00:00Z"))
        let later = try synchronization(at: end, isActive: false)
        #expect(try await repeated(later, at: end) == nil)
        #expect(try await later.run { _ in }.proposal?.changeSet.items.map(\.id) == [revocation.id])
    }

    @Test func `what could not be read revokes nothing, also where nothing has changed since`()
        async throws
    {
        try await apply()
        for isNew in [true, false, false] {
            let outcome = try await synchronization(isReadable: false, isNew: isNew).run { _ in }
            #expect(outcome.verdict == .unchanged)
            #expect(outcome.unknown.unproved == 1)
        }
        #expect(try store.entitlements().count == 1)
    }

    @Test func `what was applied meanwhile is looked at, once`() async throws {
        try await apply()
        #expect(try await repeated(synchronization()) == nil)
        #expect(try await synchronization().run { _ in }.verdict == .unchanged)
        #expect(try await repeated(synchronization())?.verdict == .unchanged)
    }
}

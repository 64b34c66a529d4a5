import Diagnostics
import Directory
import EntitlementStore
import Entitlements
import Foundation
import RoleMapping
import TestSupport
import Testing

@testable import DirectorySync

/// A source that gives what it was made with.
private struct FixedSource: DirectorySource {
    let reading: SourceReading
    var id: SourceID { reading.source }

    func fetch(progress: @escaping @Sendable (ReadingProgress) -> Void) async throws
        -> SourceReading
    { reading }
}

struct SynchronizationTests {
    private let folder: TemporaryFolder
    private let store: EntitlementStore
    private static let noon = Timestamp(secondsSinceEpoch: 1_800_000_000)

    init() throws {
        folder = try TemporaryFolder("synchronization")
        store = try EntitlementStore.open(.sqlite(path: folder.url("rollcall.db").path))
    }

    private func run(
        _ readings: SourceReading..., tests: String = ""
    ) async throws -> RunOutcome {
        let text = """
            formatVersion: 1
            roles: [{id: reader, title: Reads, tier: standard, owner: "person:u0"}]
            rules:
              - id: staff
                title: Staff reads
                when: userType eq "Employee"
                grant: [{role: reader, scope: organization}]
            \(tests)
            """
        let mapping = try #require(
            RoleMapping.load([MappingRevision.File(path: "a.yaml", text: text)]).mapping)
        return try await Synchronization(
            sources: readings.map(FixedSource.init),
            correlation: Correlation(keys: [.userName], authority: Authority()), mapping: mapping,
            guards: GuardLimits(), store: store, clock: { Self.noon }
        ).run { _ in }
    }

    private func reading(
        _ source: String, people: Int, because reasons: [IncompleteReason] = [],
        state: String? = nil
    ) -> SourceReading {
        SourceReading(
            source: SourceID(source),
            accounts: (0..<people).map { number in
                Account(
                    anchor: Anchor("a\(number)"), label: "uid=u\(number)", isActive: true,
                    attributes: AttributeValues([
                        .init(.userName, "u\(number)"), .init(.userType, "Employee"),
                    ]))
            }, groups: [], attributeNames: [:],
            certificate: ReadingCertificate(
                source: SourceID(source), start: Self.noon, end: Self.noon, queries: [],
                reasons: reasons), diagnostics: [],
            state: state.map(SyncState.init(rawValue:)))
    }

    private let lost = IncompleteReason(code: "connection-lost", message: "the connection was lost")

    @Test func `what a source is asked for changes with is of what is stored, and no later`()
        async throws
    {
        let corp = SourceID("corp")
        _ = try await run(reading("corp", people: 3, state: "one"))
        let baseline = try #require(try store.baseline(of: corp))
        #expect(baseline.state.rawValue == "one")
        #expect(baseline.wholeAsOf == Self.noon)
        #expect(try baseline.reading().accounts.count == 3)
        _ = try await run(reading("corp", people: 2, because: [lost], state: "two"))
        #expect(try store.baseline(of: corp)?.state.rawValue == "one")
        _ = try await run(reading("corp", people: 2))
        #expect(try store.baseline(of: corp) == nil)
    }

    @Test func `a first run proposes, a second keeps the proposal`() async throws {
        let first = try await run(reading("corp", people: 3))
        #expect(first.verdict == .changes)
        #expect(first.proposal?.changeSet.count(.grant) == 3)
        let second = try await run(reading("corp", people: 3))
        #expect(second.proposal?.id == first.proposal?.id)
        #expect(second.proposal?.isKept == true)
    }

    // P1, P7, P8: whatever is missing from an incomplete reading is unknown.
    @Test func `an incomplete reading compares nothing and proposes nothing`() async throws {
        let first = try await run(reading("corp", people: 3))
        let outcome = try await run(reading("corp", people: 1, because: [lost]))
        #expect(outcome.verdict == .incomplete)
        #expect(outcome.sources.map(\.certificate.isComplete) == [false])
        #expect(try store.pendingChangeSet() == first.proposal?.id)
        #expect(try store.lastCompleteReading(of: SourceID("corp"))?.accounts.count == 3)
    }

    // P33
    @Test func `one source's failure takes nothing from what another proves`() async throws {
        _ = try await run(reading("corp", people: 3), reading("okta", people: 2))
        let outcome = try await run(
            reading("corp", people: 3), reading("okta", people: 0, because: [lost]))
        #expect(outcome.verdict == .incomplete)
        #expect(outcome.proposal?.changeSet.count(.grant) == 3)
        #expect(outcome.proposal?.changeSet.count(.revoke) == 0)
    }

    @Test func `a source that was never read is named beside what is not known`() async throws {
        let outcome = try await run(
            reading("corp", people: 3), reading("okta", people: 2, because: [lost]))
        #expect(outcome.unknown == .init(silent: [SourceID("okta")]))
        #expect(outcome.proposal?.changeSet.count(.grant) == 3)
    }

    @Test func `failing mapping tests refuse the run`() async throws {
        let outcome = try await run(
            reading("corp", people: 2),
            tests: "tests: [{name: nobody reads, for: 'userName pr', never: [reader]}]")
        #expect(outcome.verdict == .refused)
        #expect(outcome.proposal == nil)
        #expect(outcome.diagnostics.contains { $0.code.hasPrefix("mapping.") })
    }

    // P32
    @Test func `a run that is at work keeps another out, and gives its lease back`() async throws {
        let lease = try store.acquireLease(holder: "elsewhere:1", at: Self.noon, duration: 60)
        await #expect(throws: StoreError.self) { try await run(reading("corp", people: 1)) }
        try store.release(lease)
        _ = try await run(reading("corp", people: 1))
        #expect(try store.currentLease() == nil)
    }

    @Test func `a holder of this machine that is no more keeps nobody out`() async throws {
        let host = LeaseHolder.current.host
        let child = Process()
        child.executableURL = URL(filePath: "/bin/true")
        try child.run()
        child.waitUntilExit()
        _ = try store.acquireLease(
            holder: "\(host):\(child.processIdentifier)", at: Self.noon, duration: 3600)
        #expect(try await run(reading("corp", people: 1)).verdict == .changes)
        #expect(LeaseHolder("\(host):\(getpid())")?.isGone == false)
        #expect(LeaseHolder("elsewhere.example.org:1")?.isGone == false)
        #expect(LeaseHolder("nonsense") == nil)
    }
}

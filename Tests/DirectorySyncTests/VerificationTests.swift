import Diagnostics
import Directory
import Logging
import Testing

@testable import DirectorySync

/// A source that gives one answer as a whole, and another one from changes. It is always told who was
/// there before, so that it can ask for those who are missing.
private struct ChangingSource: DirectorySource {
    let whole: SourceReading
    let changes: SourceAnswer
    var id: SourceID { whole.source }

    func fetch(progress: @escaping @Sendable (ReadingProgress) -> Void) async throws
        -> SourceReading
    {
        Issue.record("nothing is known of who was there")
        return whole
    }

    func fetch(
        since baseline: ReadingBaseline, progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> SourceAnswer {
        #expect(try baseline.reading().accounts.map(\.label) == ["ada"])
        return baseline.state == .unknown ? .reading(whole) : changes
    }
}

struct VerificationTests {
    private static let source = SourceID("corp")
    private static let noon = Timestamp(secondsSinceEpoch: 1_800_000_000)
    private static let state = SyncState(rawValue: "cookie")

    private func certificate(
        isWhole: Bool = true, because reasons: [IncompleteReason] = []
    ) -> ReadingCertificate {
        ReadingCertificate(
            source: Self.source, start: Self.noon, end: Self.noon, queries: [], reasons: reasons,
            wholeAsOf: isWhole ? nil : Self.noon)
    }

    private func reading(_ logins: String..., certificate: ReadingCertificate) -> SourceReading {
        SourceReading(
            source: Self.source,
            accounts: logins.sorted().map {
                Account(
                    anchor: Anchor($0), label: $0, isActive: true,
                    attributes: AttributeValues([.init(.userName, $0)]))
            },
            groups: [], attributeNames: [:], certificate: certificate, diagnostics: [],
            state: Self.state)
    }

    private func fetch(_ source: ChangingSource, isDue: Bool = false) async throws -> SourceReading
    {
        let stored = reading("ada", certificate: certificate())
        let fetch = Fetch(
            sources: [source], logger: Logger(label: "test"),
            baselines: { _ in
                ReadingBaseline(state: Self.state, wholeAsOf: Self.noon) { stored }
            }, isDue: { _, _ in isDue })
        return try #require(try await fetch.answers { _ in }.first).reading()
    }

    @Test func `what is unchanged is the reading before, under a new certificate`() async throws {
        let now = certificate(isWhole: false)
        let found = try await fetch(
            ChangingSource(
                whole: reading("nobody", certificate: certificate()),
                changes: .unchanged(now, SyncState(rawValue: "next"))))
        #expect(found.accounts.map(\.label) == ["ada"])
        #expect(found.certificate == now)
        #expect(found.state?.rawValue == "next")
    }

    @Test func `when it is time, a whole reading counts, and tells the difference`() async throws {
        let source = ChangingSource(
            whole: reading("ada", "lee", certificate: certificate()),
            changes: .reading(reading("ada", "zoe", certificate: certificate(isWhole: false))))
        #expect(try await fetch(source).accounts.map(\.label) == ["ada", "zoe"])
        let found = try await fetch(source, isDue: true)
        #expect(found.accounts.map(\.label) == ["ada", "lee"])
        #expect(found.diagnostics.map(\.code) == ["sync.difference"])
    }

    @Test func `a whole reading that is not whole proves nothing, whatever the changes say`()
        async throws
    {
        let lost = IncompleteReason(code: "connection-lost", message: "the connection was lost")
        let source = ChangingSource(
            whole: reading(certificate: certificate(because: [lost])),
            changes: .reading(reading("ada", certificate: certificate(isWhole: false))))
        #expect(try await fetch(source, isDue: true).certificate.reasons == [lost])
    }

    @Test func `a source is due when asked, after its interval, and when a clock was set back`() {
        let later = Timestamp(secondsSinceEpoch: Self.noon.secondsSinceEpoch + 3_600)
        let hourly = Verification(intervals: [Self.source: .seconds(3_600)])
        #expect(hourly.isDue(Self.source, Self.noon, at: later))
        #expect(!Verification().isDue(Self.source, Self.noon, at: later))
        #expect(Verification(isAsked: true).isDue(Self.source, Self.noon, at: later))
        #expect(Verification().isDue(Self.source, later, at: Self.noon))
    }
}

import Directory
import Testing

@testable import SCIMSource

/// A service in memory that is read again and again, each time from where the reading before ended.
struct RepeatedReading {
    let service: FaultyService
    private(set) var latest: SourceReading
    /// What the last reading asked, below the base.
    private(set) var asked: [FaultyService.LogEntry] = []
    private let listener: FaultyService.Listener
    private let source: SCIMSource

    init(
        _ sync: SCIMConfiguration.Sync, pageSize: Int = 10,
        after former: SourceReading? = nil, _ change: (inout ServiceHabits) -> Void = { _ in }
    ) async throws {
        var habits = ServiceHabits()
        change(&habits)
        let clock = HurriedClock()
        service = FaultyService(habits, clock)
        listener = try await service.listen()
        source = SCIMSource(
            configuration: SCIMConfiguration(
                id: SourceID("cloud"), url: try #require(HTTPURL(listener.url)),
                http: HTTPConfiguration(
                    authentication: .bearer(Secret { "t0ken" }),
                    timeouts: SampleService.patience),
                pageSize: pageSize, sync: sync), pace: clock.pace)
        if let former {
            latest = former
        } else {
            latest = try await source.fetch { _ in }
        }
    }

    /// Everything, by nobody's leave.
    func whole() async throws -> SourceReading { try await source.fetch { _ in } }

    /// What has changed.
    /// - Parameter state: where to begin; nil: where the reading before ended.
    /// - Returns: whether the source says that nothing has.
    @discardableResult
    mutating func read(from state: SyncState? = nil) async throws -> Bool {
        let before = service.log.count
        let stored = latest.stored
        let baseline = ReadingBaseline(
            state: try #require(state ?? latest.state),
            wholeAsOf: latest.certificate.wholeAsOf ?? latest.certificate.end
        ) { stored }
        let answer = try await source.fetch(since: baseline) { _ in }
        latest = try answer.reading(after: stored)
        asked = Array(service.log[before...])
        if case .unchanged = answer { return true }
        return false
    }

    /// Whether the last reading was put together from changes.
    var isPutTogether: Bool { latest.certificate.wholeAsOf != nil }

    /// What is not in the reading as the service has it. **Shape:** sorted.
    var differences: [String] {
        Facts(of: latest).differences(from: Facts(of: service.organization))
    }
}

extension SourceReading {
    /// As it comes back from a store: without findings.
    fileprivate var stored: SourceReading {
        SourceReading(
            source: source, accounts: accounts, groups: groups, attributeNames: attributeNames,
            certificate: certificate, diagnostics: [], state: state)
    }
}

extension SourceAnswer {
    /// Everything as it is now, where it was asked what has changed since that reading.
    func reading(after former: SourceReading) throws -> SourceReading {
        switch self {
        case .reading(let reading): reading
        case .unchanged(let certificate, let state): former.certified(by: certificate, state)
        case .changed(let changed): try changed.reading()
        }
    }
}

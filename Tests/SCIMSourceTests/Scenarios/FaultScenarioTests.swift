import Directory
import Testing
import WebTestSupport

@testable import SCIMSource

/// P4 to P6, P18 to P20: one organisation behind services that are not as the standard has them.
@Suite(.onOwnThread)
struct FaultScenarioTests {
    @Test func `there are enough scenarios, each under a name of its own`() {
        #expect(Deviation.all.count >= 60)
        #expect(Set(Deviation.all.map(\.name)).count == Deviation.all.count)
    }

    @Test(arguments: Deviation.all)
    func `a reading is exact, or incomplete with its reason`(_ deviation: Deviation) async throws {
        let clock = HurriedClock()
        let service = FaultyService(deviation.habits, clock)
        let listener = try await service.listen()
        let start = clock.now
        let reading = try await fetch(deviation, listener, clock)
        withExtendedLifetime(listener) {}
        switch deviation.outcome {
        case .exact: expectExact(reading, service)
        case .incomplete(let reason): #expect(reading.reasons.first == reason)
        case .wholeOrIncomplete(let reason):
            if reading.reasons != [reason] { expectWhole(reading, service) }
        }
        #expect(service.log.count <= deviation.mostRequests, "\(service.targets)")
        // The rest of the time is the machine's, and what else it has to do.
        #expect(clock.waited < .seconds(10 * 60))
        #expect(start.duration(to: clock.now) < .seconds(20 * 60))
        expectPatience(service)
        #expect(service.log.first?.authorization == "Bearer t0ken")
        #expect(Deviation.elsewhere.requests.isEmpty, "no other server gets to see the credential")
    }

    private func fetch(
        _ deviation: Deviation, _ listener: FaultyService.Listener, _ clock: HurriedClock
    ) async throws -> SourceReading {
        var configuration = SCIMConfiguration(
            id: SourceID("cloud"), url: try #require(HTTPURL(listener.url)),
            http: HTTPConfiguration(
                authentication: .bearer(Secret { "t0ken" }),
                timeouts: SampleService.patience),
            pageSize: 10)
        deviation.configure(&configuration)
        return try await SCIMSource(configuration: configuration, pace: clock.pace).fetch { _ in }
    }

    private func expectExact(_ reading: SourceReading, _ service: FaultyService) {
        var expected = Facts(of: service.organization)
        service.habits.facts(&expected)
        #expect(reading.reasons == [], "\(service.targets)")
        #expect(Facts(of: reading).differences(from: expected) == [])
    }

    /// Everybody who was there all along, as they are; no more is asked of what comes and goes.
    private func expectWhole(_ reading: SourceReading, _ service: FaultyService) {
        let before = Facts(of: service.habits.organization).people
        let after = Facts(of: service.organization).people
        let found = Facts(of: reading).people
        #expect(reading.reasons == [], "\(service.targets)")
        let missed = before.keys.filter { after[$0] != nil && found[$0] == nil }
        #expect(missed == [])
    }

    /// Nothing was asked before the time that an answer named, but for what was under way by then.
    private func expectPatience(_ service: FaultyService) {
        let log = service.log
        for (index, entry) in log.enumerated() {
            guard let notBefore = entry.notBefore else { continue }
            let early = log[(index + 1)...].count { $0.time < notBefore }
            #expect(early < HTTPConfiguration.Limits().exchanges)
        }
    }
}

extension FaultyService {
    /// What was asked, for a failure's sake.
    fileprivate var targets: String {
        log.map { String($0.target.dropFirst(Self.base.count)) }.joined(separator: " ")
    }
}

import Directory
import Foundation
import Synchronization
import Testing
import WebTestSupport

@testable import SCIMSource

/// How much a service is asked at once, and when no more than one thing. P20
@Suite(.onOwnThread)
struct PagesAtOnceTests {
    /// Requests that a slow service has before it at the same time.
    private final class Crowd: Sendable {
        private struct State {
            var now = 0
            var sizes: [Int] = []
            /// How often there was company enough.
            var gatherings = 0
        }

        private let state = Mutex(State())
        /// How many there have to be before one is answered, or a second over: whoever is slow to ask
        /// on a busy machine is waited for.
        private let company: Int

        init(company: Int = 1) { self.company = company }

        /// For each request how many there were with it when it came. **Shape:** in their order.
        var sizes: [Int] { state.withLock { $0.sizes } }

        /// Whether a request is being worked on.
        var isThere: Bool { state.withLock { $0.now > 0 } }

        func pass() {
            let earlier = state.withLock { state in
                let earlier = state.gatherings
                state.now += 1
                state.sizes.append(state.now)
                if state.now >= company { state.gatherings += 1 }
                return earlier
            }
            let end = ContinuousClock.now + .seconds(1)
            repeat {
                usleep(30_000)
            } while state.withLock { $0.gatherings == earlier } && ContinuousClock.now < end
            state.withLock { $0.now -= 1 }
        }
    }

    private func read(
        _ crowd: Crowd, _ change: (inout ServiceHabits) -> Void
    ) async throws -> (SourceReading, FaultyService) {
        var habits = ServiceHabits()
        habits.organization = SampleOrganization(people: 137)
        habits.organization.flatten()
        habits.wire = { _, _ in
            crowd.pass()
            return nil
        }
        change(&habits)
        let clock = HurriedClock()
        let service = FaultyService(habits, clock)
        let listener = try await service.listen()
        let source = SCIMSource(
            configuration: SCIMConfiguration(
                id: SourceID("cloud"), url: try #require(HTTPURL(listener.url)),
                http: HTTPConfiguration(authentication: .bearer(Secret { "t0ken" })), pageSize: 10),
            pace: clock.pace)
        let reading = try await source.fetch { _ in }
        withExtendedLifetime(listener) {}
        return (reading, service)
    }

    private func expectExact(_ reading: SourceReading, _ service: FaultyService) {
        #expect(reading.reasons == [])
        #expect(Facts(of: reading).differences(from: Facts(of: service.organization)) == [])
    }

    @Test func `a service that behaves is asked for several pages at once, within the limit`()
        async throws
    {
        let crowd = Crowd(company: 3)
        let (reading, service) = try await read(crowd) { _ in }
        expectExact(reading, service)
        let most = crowd.sizes.max() ?? 0
        #expect(3...HTTPConfiguration.Limits().exchanges ~= most)
        // What it says of itself, the groups, each page of people once, and the two empty groups.
        #expect(service.log.count == 24)
    }

    @Test func `a service that asks to wait is asked one thing at a time from then on`()
        async throws
    {
        let crowd = Crowd()
        let (reading, service) = try await read(crowd) { habits in
            habits.instead = { $0.isUsers(6) ? .notYet(429, wait: 7, ["Retry-After": "7"]) : nil }
        }
        expectExact(reading, service)
        let first = try #require(service.log.firstIndex { $0.notBefore != nil })
        // But for what was under way by then, and for the next attempt, which meets it.
        let later = crowd.sizes.dropFirst(first + HTTPConfiguration.Limits().exchanges + 1)
        #expect(!later.isEmpty && later.allSatisfy { $0 == 1 })
    }

    @Test func `a service that takes one request at a time is read all the same`() async throws {
        let crowd = Crowd()
        let (reading, service) = try await read(crowd) { habits in
            habits.instead = { _ in
                crowd.isThere ? .notYet(429, wait: 1, ["Retry-After": "1"]) : nil
            }
        }
        expectExact(reading, service)
        #expect(service.log.contains { $0.notBefore != nil })
    }

    @Test func `people do not wait for groups`() async throws {
        let people = Mutex(false)
        let hasWaited = Mutex(false)
        let (reading, service) = try await read(Crowd()) { habits in
            habits.wire = { question, _ in
                if question.isOfUsers { people.withLock { $0 = true } }
                let end = ContinuousClock.now + .seconds(20)
                while question.isOfGroups, !people.withLock({ $0 }) {
                    guard ContinuousClock.now < end else {
                        hasWaited.withLock { $0 = true }
                        break
                    }
                    usleep(10_000)
                }
                return nil
            }
        }
        expectExact(reading, service)
        #expect(hasWaited.withLock { !$0 })
    }

    @Test func `people are looked for in several groups at once`() async throws {
        let crowd = Crowd(company: 3)
        let (reading, service) = try await read(crowd) { habits in
            habits.organization = SampleOrganization()
            habits.organization.flatten()
            (habits.listsMembers, habits.showsMembers) = (false, false)
        }
        expectExact(reading, service)
        #expect(3...HTTPConfiguration.Limits().exchanges ~= crowd.sizes.suffix(14).max() ?? 0)
    }
}

import Directory
import Testing
import WebTestSupport

@testable import SCIMSource

/// P5, P7, P8, P18: who is missing in a list is asked for before that counts.
@Suite(.onOwnThread)
struct AbsenceTests {
    /// A reading of everybody, and then one of a service whose list leaves the third person out.
    private func lacking(
        people count: Int = 37, missing: ClosedRange<Int> = 2...2, isGone: Bool = false,
        since state: SyncState? = nil, _ change: (inout ServiceHabits) -> Void = { _ in }
    ) async throws -> RepeatedReading {
        let whole = try await RepeatedReading(.full, pageSize: 100) {
            $0.organization = SampleOrganization(people: count)
        }
        var reading = try await RepeatedReading(.full, pageSize: 100, after: whole.latest) {
            $0.organization = SampleOrganization(people: count)
            if isGone {
                for index in missing.reversed() { $0.organization.fire(index) }
            } else {
                $0.order = { order, question in
                    if question.isOfUsers, question.isList {
                        order.removeAll(where: missing.contains)
                    }
                }
            }
            change(&$0)
        }
        try await reading.read(from: state)
        return reading
    }

    @Test func `who is missing in a list and is there makes the reading incomplete`()
        async throws
    {
        let reading = try await lacking()
        #expect(reading.latest.reasons == ["list-lacks"])
    }

    @Test(arguments: [false, true])
    func `also when everything is read anew, those who were there are asked for`(
        isGone: Bool
    ) async throws {
        let reading = try await lacking(isGone: isGone, since: .unknown)
        #expect(reading.latest.reasons == (isGone ? [] : ["list-lacks"]))
        #expect(!reading.isPutTogether)
    }

    @Test func `who is not there either is gone`() async throws {
        let reading = try await lacking(isGone: true)
        #expect(reading.latest.reasons == [] && reading.differences == [])
        // One question is whether those who are there are shown alone.
        #expect(reading.asked.count { $0.target.contains("/Users/") } == 2)
    }

    @Test func `who is inactive may be missing`() async throws {
        let reading = try await lacking {
            $0.resource = { resource, question in
                if question.isOfUsers, question.id == SampleOrganization.id("u", 2) {
                    resource["active"] = false
                }
            }
        }
        #expect(reading.latest.reasons == [])
        #expect(reading.latest.accounts.count == 36)
    }

    @Test(arguments: [(503, "unavailable"), (500, "unavailable"), (403, "access-denied")])
    func `a fault instead of an answer does not mean gone`(
        status: Int, reason: String
    ) async throws {
        let gone = SampleOrganization.id("u", 2)
        let reading = try await lacking(isGone: true) {
            $0.instead = { $0.isOfUsers && $0.id == gone ? .error(status) : nil }
        }
        #expect(reading.latest.reasons == [reason])
    }

    @Test(arguments: [false, true])
    func `where nobody can be asked for alone, a second look at the list must agree`(
        comesBack: Bool
    ) async throws {
        let reading = try await lacking {
            $0.instead = { $0.isOfUsers && $0.id != nil ? .error(404) : nil }
            $0.order = { order, question in
                if question.isOfUsers, question.visit < 2 || !comesBack { order.remove(at: 2) }
            }
        }
        #expect(reading.latest.reasons == (comesBack ? ["list-lacks"] : []))
    }

    @Test func `very many are not asked for one by one`() async throws {
        let reading = try await lacking(people: 400, missing: 50...380, isGone: true)
        #expect(reading.latest.reasons == [] && reading.differences == [])
        #expect(!reading.asked.contains { $0.target.contains("/Users/") })
        let lists = reading.asked.count { $0.target.contains("startIndex=1&") }
        #expect(lists == 3, "people twice, groups once")
    }

    @Test func `a group that is missing and is there makes the reading incomplete`()
        async throws
    {
        let reading = try await lacking {
            $0.order = { order, question in
                if question.isOfGroups, question.isList { order.remove(at: 0) }
            }
        }
        #expect(reading.latest.reasons == ["list-lacks"])
    }
}

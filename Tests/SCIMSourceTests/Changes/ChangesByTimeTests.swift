import Directory
import Testing

@testable import SCIMSource

/// `sync: lastModified`: who has changed since the reading before, and that nobody left.
@Suite(.onOwnThread)
struct ChangesByTimeTests {
    @Test func `where nothing changed, a few questions prove it`() async throws {
        var reading = try await RepeatedReading(.lastModified)
        #expect(reading.latest.reasons == [])
        #expect(try await reading.read())
        #expect(reading.asked.count <= 14, "\(reading.asked.map(\.target))")
        #expect(reading.isPutTogether && reading.differences == [])
    }

    @Test func `what changed is put into the reading before, references and all`() async throws {
        var reading = try await RepeatedReading(.lastModified, pageSize: 40)
        reading.service.change { organization in
            organization.changePerson(7) { $0.department = "Elsewhere" }
            let id = organization.hire()
            organization.changePerson(9) { $0.manager = id }
            organization.changeGroup(1) { $0.people = [id] }
            organization.changeGroup(2) { $0.people = [] }
        }
        #expect(try await !reading.read())
        #expect(reading.isPutTogether && reading.latest.reasons == [])
        #expect(reading.differences == [])
        #expect(ReadingDifference(reading.latest, try await reading.whole()).isEmpty)
        // The state that it left is as good as the first one.
        #expect(try await reading.read() && reading.differences == [])
    }

    @Test(arguments: [false, true])
    func `when somebody left, everything is read, also when somebody else came`(
        cameAnother: Bool
    ) async throws {
        var reading = try await RepeatedReading(.lastModified)
        reading.service.change {
            $0.fire(30)
            if cameAnother { $0.hire() }
        }
        #expect(try await !reading.read())
        #expect(reading.latest.reasons == [] && reading.differences == [])
        let lists = reading.asked.filter { $0.target.contains("/Users?startIndex=") }
        #expect(lists.count > 3, "the list of people is read as a whole")
    }

    @Test(arguments: [
        ServiceHabits.Filtering.ignores, .refuses, .findsNothing,
    ])
    func `a service that does not filter by time is read as a whole`(
        _ filtering: ServiceHabits.Filtering
    ) async throws {
        var reading = try await RepeatedReading(.lastModified) { $0.filteringTimes = filtering }
        reading.service.change { $0.changePerson(3) { $0.department = "Elsewhere" } }
        #expect(try await !reading.read())
        #expect(!reading.isPutTogether && reading.latest.reasons == [])
        #expect(reading.differences == [])
    }

    @Test func `a service that does not say when anybody changed is read as a whole`()
        async throws
    {
        var reading = try await RepeatedReading(.lastModified) { $0.showsTimes = false }
        reading.service.change { $0.changePerson(3) { $0.department = "Elsewhere" } }
        #expect(try await !reading.read())
        #expect(!reading.isPutTogether && reading.differences == [])
    }

    @Test func `a service that counts nothing is read as a whole`() async throws {
        var reading = try await RepeatedReading(.lastModified) {
            $0.useCursors()
            $0.page = { page, _ in page["totalResults"] = nil }
        }
        #expect(try await !reading.read())
        #expect(!reading.isPutTogether && reading.differences == [])
    }

    @Test func `whom a group named before he came is its member when he comes`() async throws {
        var reading = try await RepeatedReading(.lastModified) { habits in
            let next = SampleOrganization.id("u", 37)
            habits.organization.groups[0].people.append(next)
        }
        reading.service.change { $0.hire() }
        #expect(try await !reading.read())
        #expect(reading.latest.reasons == [] && reading.differences == [])
        #expect(ReadingDifference(reading.latest, try await reading.whole()).isEmpty)
    }

    @Test func `who is named by a login is looked for anew each time`() async throws {
        var reading = try await RepeatedReading(.lastModified) { habits in
            habits.organization.people[8].manager = "person2"
        }
        reading.service.change { organization in
            organization.changePerson(2) { $0.userName = "former" }
            organization.changePerson(20) { $0.userName = "person2" }
        }
        try await reading.read()
        #expect(reading.latest.reasons == [])
        #expect(ReadingDifference(reading.latest, try await reading.whole()).isEmpty)
    }

    @Test func `groups without members in lists are asked for alone when they change`()
        async throws
    {
        var reading = try await RepeatedReading(.lastModified) { $0.listsMembers = false }
        reading.service.change { organization in
            organization.changeGroup(1) { $0.people.removeFirst() }
        }
        #expect(try await !reading.read())
        #expect(reading.isPutTogether && reading.differences == [])
        #expect(reading.asked.count { $0.target.contains("/Groups/") } <= 3)
    }

    @Test func `members told by filters alone are asked for each time`() async throws {
        var reading = try await RepeatedReading(.lastModified) {
            $0.organization.flatten()
            ($0.listsMembers, $0.showsMembers) = (false, false)
        }
        reading.service.change { organization in
            organization.groups[0].people.removeFirst()
        }
        #expect(try await !reading.read())
        #expect(reading.latest.reasons == [] && reading.differences == [])
    }

    // What a service promises and does not keep, only a whole reading can show.
    @Test func `a change of members that touches no time shows in a whole reading`() async throws {
        var reading = try await RepeatedReading(.lastModified)
        reading.service.change { $0.groups[0].people.removeFirst() }
        #expect(try await reading.read())
        #expect(!ReadingDifference(reading.latest, try await reading.whole()).isEmpty)
    }

    @Test func `a fault while changes are asked for proves nothing`() async throws {
        var reading = try await RepeatedReading(.lastModified) {
            $0.instead = { $0.query["filter"] == nil ? nil : .error(503) }
        }
        try await reading.read()
        #expect(reading.latest.reasons == ["unavailable"])
    }
}

import Diagnostics
import Directory
import Testing

@testable import SCIMSource

/// `sync: auto`: pages that are as they were are not sent again.
@Suite(.onOwnThread)
struct EntityTagTests {
    @Test(arguments: [ServiceHabits.Tagging.content, .weakContent])
    func `where every page is as it was, nothing has changed`(
        _ tagging: ServiceHabits.Tagging
    ) async throws {
        var reading = try await RepeatedReading(.auto) { $0.tagging = tagging }
        #expect(try await reading.read())
        #expect(reading.isPutTogether && reading.differences == [])
        let pages = reading.asked.filter { $0.target.contains("count=10") }
        #expect(!pages.isEmpty && pages.allSatisfy { $0.known != nil })
        #expect(try await reading.read())
    }

    @Test func `a list of which a page changed is read anew, and the other one stays`()
        async throws
    {
        var reading = try await RepeatedReading(.auto) { $0.tagging = .content }
        reading.service.change { organization in
            organization.changePerson(25) { $0.isActive.toggle() }
            organization.fire(30)
        }
        #expect(try await !reading.read())
        #expect(reading.latest.reasons == [] && reading.differences == [])
        #expect(ReadingDifference(reading.latest, try await reading.whole()).isEmpty)
        #expect(try await reading.read())
    }

    @Test func `members that only a group alone tells are asked for by its own tag`()
        async throws
    {
        var reading = try await RepeatedReading(.auto) {
            ($0.listsMembers, $0.tagging) = (false, .content)
        }
        #expect(try await reading.read())
        #expect(
            reading.asked.allSatisfy { !$0.target.contains("/Groups/") || $0.known != nil })
        reading.service.change { organization in
            organization.groups[1].people.removeFirst()
        }
        #expect(try await !reading.read())
        #expect(reading.isPutTogether && reading.differences == [])
        #expect(try await reading.read() && reading.differences == [])
    }

    @Test(arguments: [ServiceHabits.Tagging.nothing, .constant, .bare])
    func `tags that tell no state from another are not asked with`(
        _ tagging: ServiceHabits.Tagging
    ) async throws {
        var reading = try await RepeatedReading(.auto) { $0.tagging = tagging }
        reading.service.change { $0.changePerson(3) { $0.department = "Elsewhere" } }
        #expect(try await !reading.read())
        #expect(reading.asked.allSatisfy { $0.known == nil })
        #expect(!reading.isPutTogether && reading.differences == [])
    }

    @Test func `a service that takes any tag for its own is told of, and read as a whole`()
        async throws
    {
        var reading = try await RepeatedReading(.auto) {
            ($0.tagging, $0.recognition) = (.content, .everybodys)
        }
        reading.service.change { $0.changePerson(3) { $0.department = "Elsewhere" } }
        #expect(try await !reading.read())
        #expect(!reading.isPutTogether && reading.differences == [])
        #expect(reading.latest.diagnostics.contains { $0.code == "scim.untrue-tag" })
    }

    // P7
    @Test func `not modified, though nobody asked, proves nothing`() async throws {
        let reading = try await RepeatedReading(.auto) { $0.recognition = .unasked }
        #expect(reading.latest.reasons == ["not-modified"])
        #expect(reading.latest.state == nil)
    }

    @Test func `a tag that stays while its page changes shows in a whole reading`() async throws {
        var reading = try await RepeatedReading(.auto) { $0.tagging = .place }
        reading.service.change { $0.changePerson(3) { $0.department = "Elsewhere" } }
        #expect(try await reading.read())
        #expect(!ReadingDifference(reading.latest, try await reading.whole()).isEmpty)
    }

    @Test func `who wants everything gets everything`() async throws {
        var reading = try await RepeatedReading(.full) { $0.tagging = .content }
        #expect(try await !reading.read())
        #expect(reading.asked.allSatisfy { $0.known == nil })
        #expect(!reading.isPutTogether && reading.differences == [])
    }

    @Test(arguments: [
        ("\"a\"", true), ("W/\"a b\"", false), ("W/\"x-1\"", true), ("a", false), ("\"\"", false),
        ("\"a\"b\"", false), ("w/\"a\"", false), ("\"a\u{7F}\"", false), ("*", false),
    ])
    func `what is no entity tag is not remembered`(text: String, isTag: Bool) {
        #expect((EntityTag(rawValue: text) != nil) == isTag)
    }
}

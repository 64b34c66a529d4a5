import Directory
import TestSupport
import Testing

@testable import SCIMSource

/// What scim2-server, which keeps to the standard, shows of an organisation.
@Suite(.needs(.scim2Server), .onOwnThread, .serialized) struct ReferenceServerTests {
    @Test(arguments: [true, false])
    func `a quiet service is read exactly, page by page`(cursors: Bool) async throws {
        let organization = GeneratedOrganization(people: 120, groups: 20, seed: 7)
        let service = try SCIMService.scim2Server(cursors: cursors)
        try service.writer.fill(with: organization)
        let reading = try await service.fetch(pageSize: 25)
        #expect(reading.certificate.isComplete, "\(reading.certificate.reasons)")
        #expect(reading.logins == organization.people.map(\.userName).sorted())
        #expect(reading.membershipCount == organization.membershipCount)
        let people = reading.certificate.queries.first { $0.query == "Users" }
        #expect(people?.pages ?? 0 >= 5, "\(reading.certificate.queries)")
        let facts = OrganizationFacts(reading).withoutDNs
        #expect(facts == OrganizationFacts(organization).withoutDNs)
    }

    // P18
    @Test(arguments: [true, false])
    func `while people come and go, a complete reading misses nobody who stayed`(
        cursors: Bool
    ) async throws {
        let service = try SCIMService.scim2Server(cursors: cursors)
        let writer = service.writer
        let ids = try (0..<200).map { number in
            let user: [String: Any] = [
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                "userName": "person-\(number)",
            ]
            return try writer.create("Users", user)
        }
        // Those who may leave stand between those who stay.
        let staying = Set(ids.enumerated().filter { !$0.offset.isMultiple(of: 3) }.map(\.element))
        let turnover = Turnover(writer, leavers: ids.filter { !staying.contains($0) })
        var complete = 0
        for _ in 0..<6 {
            let reading = try await service.fetch(pageSize: 20)
            let found = reading.accounts.map(\.anchor.rawValue)
            #expect(Set(found).count == found.count)
            if reading.certificate.isComplete {
                complete += 1
                #expect(staying.subtracting(found).isEmpty)
            } else {
                #expect(!reading.certificate.reasons.isEmpty)
            }
        }
        #expect(try turnover.stop() > 20)
        if cursors { #expect(complete > 0) }
        // Once nobody comes or goes, everybody is there.
        let quiet = try await service.fetch(pageSize: 20)
        #expect(quiet.certificate.isComplete, "\(quiet.certificate.reasons)")
        #expect(quiet.accounts.count == 200)
    }

    @Test func `a wrong token is refused, and proves nothing`() async throws {
        let service = try SCIMService.scim2Server(cursors: false)
        let url = try #require(HTTPURL(service.url))
        let configuration = SCIMConfiguration(
            id: SourceID("cloud"), url: url,
            http: HTTPConfiguration(authentication: .bearer(Secret { "wrong" })))
        let reading = try await SCIMSource(configuration: configuration, pace: .hurried())
            .fetch { _ in }
        #expect(!reading.certificate.isComplete)
        #expect(reading.reasons == ["invalid-credentials"], "\(reading.certificate.reasons)")
        #expect(reading.certificate.reasons.first?.hint != nil)
    }
}

import Directory
import TestSupport
import Testing

@testable import SCIMSource

/// What real services say when they are asked for changes; each ends as a whole reading would.
@Suite(.onOwnThread, .serialized) struct PeerChangesTests {
    private func source(_ service: SCIMService, pageSize: Int = 25) throws -> SCIMSource {
        SCIMSource(
            configuration: SCIMConfiguration(
                id: SourceID("cloud"), url: try #require(HTTPURL(service.url)),
                http: HTTPConfiguration(authentication: .bearer(Secret { SCIMService.token })),
                pageSize: pageSize, sync: .lastModified), pace: .hurried())
    }

    private func reading(
        _ source: SCIMSource, after former: SourceReading
    ) async throws -> SourceReading {
        let baseline = ReadingBaseline(
            state: try #require(former.state), wholeAsOf: former.certificate.end
        ) { former }
        let reading = try await source.fetch(since: baseline) { _ in }.reading(after: former)
        #expect(reading.certificate.isComplete, "\(reading.certificate.reasons)")
        let whole = try await source.fetch { _ in }
        #expect(ReadingDifference(reading, whole).isEmpty)
        return reading
    }

    @Test(.needs(.scim2Server), arguments: [true, false])
    func `scim2-server tells who has changed, members among it`(cursors: Bool) async throws {
        let service = try SCIMService.scim2Server(cursors: cursors)
        let writer = service.writer
        let people = try (0..<60).map {
            try writer.create("Users", ["schemas": [Self.user], "userName": "u\($0)"])
        }
        let group = try writer.create(
            "Groups", ["schemas": [Self.group], "displayName": "readers"])
        try writer.addMembers([people[0], people[7]], to: group)
        // A page holds everybody who changed in the last minutes, and so in this test.
        let source = try source(service, pageSize: 100)
        let first = try await source.fetch { _ in }
        try writer.addMembers([people[9]], to: group)
        try writer.create("Users", ["schemas": [Self.user], "userName": "another"])
        let second = try await reading(source, after: first)
        #expect(second.logins(inGroup: "readers") == ["u0", "u7", "u9"])
        #expect(second.accounts.count == 61 && second.certificate.wholeAsOf != nil)
        try writer.delete("Users", people[3])
        #expect(try await reading(source, after: second).accounts.count == 60)
    }

    @Test(.needs(.djangoSCIM2))
    func `django-scim2, whose times never change, is read as a whole`() async throws {
        let service = try SCIMService.djangoSCIM2()
        let writer = service.writer
        let ids = try (0..<30).map { try writer.create("Users", Self.person("u\($0)")) }
        let group = try writer.create("Groups", ["displayName": "readers"])
        try writer.addMembers([ids[1]], to: group)
        let source = try source(service)
        let first = try await source.fetch { _ in }
        try writer.addMembers([ids[4]], to: group)
        let second = try await reading(source, after: first)
        #expect(second.certificate.wholeAsOf == nil)
        #expect(second.logins(inGroup: "readers") == ["u1", "u4"])
        try writer.delete("Users", ids[5])
        #expect(try await reading(source, after: second).accounts.count == 29)
    }

    @Test(.needs(.canaille))
    func `canaille, which filters nobody, is read as a whole`() async throws {
        let service = try SCIMService.canaille()
        for number in 0..<12 { try service.writer.create("Users", Self.person("u\(number)")) }
        let source = try source(service)
        let first = try await source.fetch { _ in }
        try service.writer.create("Users", Self.person("another"))
        let second = try await reading(source, after: first)
        #expect(second.certificate.wholeAsOf == nil)
        #expect(second.accounts.count == first.accounts.count + 1)
    }

    private static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
    private static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"

    private static func person(_ login: String) -> [String: Any] {
        [
            "schemas": [user], "userName": login, "displayName": "Ann Other", "active": true,
            "name": ["givenName": "Ann", "familyName": "Other", "formatted": "Ann Other"],
            "emails": [["value": "\(login)@example.org"]],
        ]
    }
}

import Directory
import TestSupport
import Testing

@testable import SCIMSource

/// Services that have ways of their own: each is read exactly, or says why not.
@Suite(.onOwnThread, .serialized) struct PeculiarServerTests {
    @Test(.needs(.canaille))
    func `canaille, which fails when it is asked for pages, is read whole`() async throws {
        let service = try SCIMService.canaille()
        let writer = service.writer
        for number in 0..<30 {
            try writer.create("Users", Self.user("u\(number)", extended: true))
        }
        let group: [String: Any] = [
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "readers",
            "members": ["u3", "u12"].map { ["value": $0, "$ref": "\(service.url)/Users/\($0)"] },
        ]
        try writer.create("Groups", group)
        let reading = try await service.fetch(pageSize: 10)
        #expect(reading.certificate.isComplete, "\(reading.certificate.reasons)")
        #expect(reading.logins == (0..<30).map { "u\($0)" }.sorted())
        #expect(reading.logins(inGroup: "readers") == ["u12", "u3"])
        #expect(reading.codes.contains("scim.member-by-user-name"))
    }

    @Test(.needs(.djangoSCIM2))
    func `django-scim2, whose users and groups share their ids, mixes up nobody`() async throws {
        let service = try SCIMService.djangoSCIM2()
        let writer = service.writer
        let ids = try (0..<60).map {
            try writer.create("Users", Self.user("u\($0)", extended: false))
        }
        let groups = try ["first", "second", "nobody"].map {
            try writer.create("Groups", ["displayName": $0])
        }
        try writer.addMembers([ids[0], ids[1], ids[40]], to: groups[0])
        try writer.addMembers([ids[1], ids[2]], to: groups[1])
        #expect(ids.contains(groups[0]))
        let reading = try await service.fetch(pageSize: 20)
        #expect(reading.certificate.isComplete, "\(reading.certificate.reasons)")
        #expect(reading.logins == (0..<60).map { "u\($0)" }.sorted())
        #expect(reading.logins(inGroup: "first") == ["u0", "u1", "u40"])
        #expect(reading.logins(inGroup: "second") == ["u1", "u2"])
        #expect(reading.logins(inGroup: "nobody") == [])
    }

    private static func user(_ login: String, extended: Bool) -> [String: Any] {
        let core = "urn:ietf:params:scim:schemas:core:2.0:User"
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
        var user: [String: Any] = [
            "schemas": extended ? [core, enterprise] : [core], "userName": login,
            "displayName": "Ann Other", "active": true,
            "name": ["givenName": "Ann", "familyName": "Other", "formatted": "Ann Other"],
            "emails": [["value": "\(login)@example.org"]],
        ]
        if extended { user[enterprise] = ["department": "Builder Relations"] }
        return user
    }
}

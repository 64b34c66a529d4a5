import Directory
import TestSupport
import Testing

@testable import SCIMSource

/// Whatever the body: an error with a type, or a reading, never a crash.
@Suite struct PageFuzzTests {
    static let users = Array(
        #"""
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":2,
         "startIndex":1,"itemsPerPage":2,"nextCursor":"c\u0031","Resources":[
         {"id":"1","userName":"ad\u00e4","active":"True","name":{"familyName":"B\"y"},
          "emails":[{"value":"a@example.org","primary":true,"type":"work"},"b@example.org"],
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{
          "employeeNumber":7,"manager":{"value":"2","$ref":"../Users/2/"}},
          "meta":{"version":3,"lastModified":"2026-01-02T03:04:05Z"}},
         {"id":2,"userName":null,"title":"😀 \ud83d\ude00","roles":[],"manager":"1","x":[1.5e3,{}]}]}
        """#.utf8)
    static let groups = Array(
        #"""
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"Resources":[
         {"id":"g","displayName":"rédacteurs","members":[{"value":"1","type":"User"},
          {"$ref":"https://example.org/Groups/h/"},{"value":2},"bob",null]},
         {"id":"h","members":{"value":"g","type":"Group"},"meta":{}}]}
        """#.utf8)

    /// Reads the body as a list, as a resource and as an error; what was read must hang together.
    private func survives(_ body: [UInt8], of subject: ReadingSubject) throws {
        var fixture = SCIMFixture()
        _ = try? fixture.page(body, of: subject)
        _ = try? fixture.resource(String(decoding: body, as: UTF8.self), of: subject)
        _ = fixture.errorResponse(String(decoding: body, as: UTF8.self))
        let reading = fixture.reading()
        #expect(reading.accounts.map(\.anchor) == reading.accounts.map(\.anchor).sorted())
        for group in reading.groups {
            #expect(group.accounts.allSatisfy { reading.accounts.indices.contains(Int($0)) })
            #expect(group.groups.allSatisfy { reading.groups.indices.contains(Int($0)) })
        }
    }

    @Test(arguments: [ReadingSubject.people, .groups])
    func `a page that is cut at any byte is refused`(subject: ReadingSubject) throws {
        let page = subject == .people ? Self.users : Self.groups
        var fixture = SCIMFixture()
        for end in page.indices {
            let error = #expect(throws: SCIMPageError.self) {
                try fixture.page(Array(page[..<end]), of: subject)
            }
            #expect(error?.code == (end == 0 ? .emptyBody : .malformedJSON))
        }
        #expect(fixture.reading().accounts.isEmpty && fixture.reading().groups.isEmpty)
        #expect(try fixture.page(page, of: subject).resources == 2)
    }

    @Test(arguments: [ReadingSubject.people, .groups])
    func `flipped bytes`(subject: ReadingSubject) throws {
        var random = SplitMix64(seed: 7)
        let page = subject == .people ? Self.users : Self.groups
        for _ in 0..<4_000 {
            var body = page
            for _ in 0...random.below(3) {
                body[random.below(body.count)] = UInt8(random.below(256))
            }
            try survives(body, of: subject)
        }
    }

    @Test(arguments: [ReadingSubject.people, .groups])
    func `shuffled pieces of JSON`(subject: ReadingSubject) throws {
        var random = SplitMix64(seed: 8)
        let pieces = [
            #""id""#, #""userName""#, #""members""#, #""value""#, #""manager""#, #""emails""#,
            #""active""#, #""name""#, #""meta""#, "null", "true", "7", "-1.5e3", #""\ud800""#,
            #""../Users/1/""#, "[]", "{}", #"[{"value":"1"}]"#, #"{"value":{"value":[]}}"#, #""""#,
            #""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#, #""$ref""#,
        ]
        for _ in 0..<4_000 {
            let members = (0..<random.below(6)).map { _ in
                "\(pieces[random.below(9)]):\(random.pick(pieces))"
            }
            let resource = "{\(members.joined(separator: ","))}"
            try survives(
                Array(#"{"Resources":[\#(resource),{"id":"1"},\#(resource)]}"#.utf8), of: subject)
        }
    }

    @Test func `random bytes`() throws {
        var random = SplitMix64(seed: 9)
        for _ in 0..<2_000 {
            let body = (0..<random.below(80)).map { _ in UInt8(random.below(256)) }
            try survives(body, of: .people)
        }
    }
}

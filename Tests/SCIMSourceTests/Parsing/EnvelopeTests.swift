import Diagnostics
import Directory
import Testing

@testable import SCIMSource

@Suite struct EnvelopeTests {
    @Test func `a list says where it stands`() throws {
        var fixture = SCIMFixture()
        let list = try fixture.page(
            #"""
            {\#(SCIMFixture.list),"totalResults":100,"itemsPerPage":10,"startIndex":11,
             "nextCursor":"n=","previousCursor":"p","Resources":[{"id":"1","userName":"a","meta":{}}]}
            """#)
        #expect(list.totalResults == 100)
        #expect(list.itemsPerPage == 10)
        #expect(list.startIndex == 11)
        #expect(list.nextCursor == "n=")
        #expect(list.previousCursor == "p")
        #expect(list.schemas == [ListResponse.schema])
        #expect(list.resources == 1)
        #expect(list.repeated == 0)
        #expect(fixture.reading().codes == [])
        #expect(fixture.reading().certificate.queries.map(\.entries) == [1, 0])
        #expect(fixture.reading().certificate.queries.map(\.pages) == [1, 0])
    }

    // P18
    @Test(arguments: [
        #"{"totalResults":0}"#, #"{"totalResults":0,"Resources":[]}"#,
        #"{"nextCursor":"x","Resources":[]}"#, #"{"nextCursor":"x"}"#, #"{"Resources":[]}"#,
        #"{"totalResults":5,"Resources":null}"#,
    ])
    func `an empty page is a page`(body: String) throws {
        var fixture = SCIMFixture()
        let list = try fixture.page(body)
        #expect(list.resources == 0)
        #expect(fixture.reading().codes == ["scim.list-schema"])
    }

    @Test func `resources in lower case are resources`() throws {
        var fixture = SCIMFixture()
        let list = try fixture.page(
            #"""
            {\#(SCIMFixture.list),"TotalResults":"1","nextCursor":"",
             "resources":[{"id":"1","userName":"a","meta":{}}]}
            """#)
        #expect(list.resources == 1)
        #expect(list.totalResults == 1)
        #expect(list.nextCursor == nil)
        #expect(
            Set(fixture.reading().diagnostics.map(\.message)) == [
                "totalResults: the name of an attribute has its letters in another case",
                "Resources: the name of an attribute has its letters in another case",
                "totalResults: a count came as a text",
            ])
    }

    @Test(arguments: ["-1", "1.5", #""many""#, "{}", "18446744073709551615"])
    func `a count that is none is not used`(count: String) throws {
        var fixture = SCIMFixture()
        let list = try fixture.page(
            #"{\#(SCIMFixture.list),"totalResults":\#(count),"Resources":[]}"#)
        #expect(list.totalResults == nil)
        #expect(fixture.reading().codes == ["scim.unusable-count"])
    }

    @Test(arguments: [
        "[]", "7", #""x""#, "null", "{}", #"{"Resources":{}}"#, #"{"Resources":"x"}"#,
        #"{"Resources":[],"Resources":[]}"#, #"{"Resources":[],"resources":[]}"#,
        #"{"id":"1","userName":"ada"}"#,
    ])
    func `what is no list is refused`(body: String) throws {
        var fixture = SCIMFixture()
        #expect(throws: SCIMPageError(.notAListResponse, size: body.utf8.count)) {
            try fixture.page(body)
        }
    }

    @Test(arguments: [
        #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"d"}"#,
        #"{"schemas":["URN:ietf:params:scim:api:messages:2.0:error"],"status":404,"detail":"d"}"#,
        #"{"status":404,"detail":"d"}"#,
        #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"d","Resources":[]}"#,
    ])
    func `an error of the protocol is no empty list`(body: String) throws {
        var fixture = SCIMFixture()
        let error = #expect(throws: SCIMPageError.self) { try fixture.page(body) }
        #expect(error?.code == .errorResponse)
        #expect(error?.response == ErrorResponse(status: 404, detail: "d"))
        #expect(fixture.errorResponse(body) == ErrorResponse(status: 404, detail: "d"))
    }

    @Test func `the body of a failed request tells its type`() throws {
        var fixture = SCIMFixture()
        let body = #"{"status":"400","scimType":"expiredCursor"}"#
        #expect(
            fixture.errorResponse(body) == ErrorResponse(status: 400, scimType: "expiredCursor"))
        #expect(fixture.errorResponse("<html>") == nil)
        #expect(fixture.errorResponse("[]") == nil)
        #expect(fixture.errorResponse(#"{"totalResults":0}"#) == nil)
    }

    // P18
    @Test func `the same page again is all repeated`() throws {
        var fixture = SCIMFixture()
        let one = #"{"id":"1","userName":"a","meta":{}}"#
        let two = #"{"id":"2","userName":"b","meta":{}}"#
        #expect(try fixture.list(one, two).repeated == 0)
        #expect(try fixture.list(two).repeated == 1)
        #expect(try fixture.list(one, two).repeated == 2)
        let reading = fixture.reading()
        #expect(reading.accounts.count == 2)
        #expect(reading.codes.isEmpty)
        #expect(reading.certificate.isComplete)
    }

    @Test(arguments: [
        ("application/scim+json", false), ("application/json", false),
        ("Application/JSON; charset=utf-8", false), ("text/html", true), (nil, true),
    ])
    func `another content type is a finding`(type: String?, isOdd: Bool) throws {
        var fixture = SCIMFixture()
        fixture.note(contentType: type)
        #expect(fixture.reading().codes == (isOdd ? ["scim.content-type"] : []))
    }
}

import Directory
import Testing

@testable import SCIMSource

/// Bodies that are no JSON, or hold what is no text.
@Suite struct BrokenPageTests {
    @Test(arguments: [
        ("", SCIMPageError.Code.emptyBody), ("  \n", .emptyBody), ("\u{FEFF}", .emptyBody),
        ("<!doctype html><p>Sign in", .html), ("\n <html>", .html), ("{", .malformedJSON),
        ("service unavailable", .malformedJSON), ("{} {}", .malformedJSON),
        (#"{"Resources":[{"id":"1"}"#, .malformedJSON), ("{'a':1}", .malformedJSON),
        (#"{"totalResults":0,}"#, .malformedJSON), (#"{"a":01}"#, .malformedJSON),
        ("{\"a\":\"\u{1}\"}", .malformedJSON), (#"{"a":1e999}"#, .malformedJSON),
        (#"{"a":"\x"}"#, .malformedJSON),
        (#"{"a":\#(String(repeating: "9", count: 400))}"#, .malformedJSON),
    ])
    func `a body that is no JSON is refused`(body: String, code: SCIMPageError.Code) throws {
        var fixture = SCIMFixture()
        #expect(throws: SCIMPageError(code, size: body.utf8.count)) { try fixture.page(body) }
    }

    @Test func `nesting has an end`() throws {
        var fixture = SCIMFixture()
        let depth = 1_000_000
        let body = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(throws: SCIMPageError(.jsonTooDeep, size: 2 * depth)) { try fixture.page(body) }
        let nested =
            #"{"a":"# + String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
            + "}"
        try fixture.list(#"{"id":"1","userName":"ada","meta":{},"x":\#(nested)}"#)
        #expect(fixture.reading().accounts.count == 1)
    }

    @Test func `a byte order mark is passed over, with a finding`() throws {
        var fixture = SCIMFixture()
        try fixture.page("\u{FEFF}{\(SCIMFixture.list),\"Resources\":[]}")
        #expect(fixture.reading().codes == ["scim.byte-order-mark"])
    }

    @Test func `a value that is no UTF-8 is left out, and the others stay`() throws {
        var fixture = SCIMFixture()
        let good = #"{"id":"2","userName":"bob","meta":{}}"#
        var body = Array(
            #"{\#(SCIMFixture.list),"Resources":[\#(good),{"id":"1","userName":"ada","meta":{},"title":"#
                .utf8)
        body += Array("\"".utf8) + [0x4D, 0xFC, 0x72] + Array("\"}]}".utf8)
        try fixture.page(body)
        let reading = fixture.reading()
        #expect(reading.accounts.map(\.isReadable) == [false, true])
        #expect(reading.accounts.first?.attributes[.title] == nil)
        #expect(reading.codes == ["scim.invalid-text"])
        #expect(reading.certificate.isComplete)
    }

    @Test(arguments: [
        #"\ud83d"#, #"\uDE00"#, #"\ud83d\ud83d\ude00"#, #"\ud83dx"#, #"\\\ud800"#, #"a\ud83d\n"#,
    ])
    func `half a surrogate pair is no text`(escape: String) throws {
        var fixture = SCIMFixture()
        try fixture.users(#""id":"1","userName":"ada","title":"\#(escape)""#)
        let reading = fixture.reading()
        #expect(reading.accounts.map(\.isReadable) == [false])
        #expect(reading.codes == ["scim.invalid-text"])
    }

    @Test func `a whole pair, and an escaped backslash before a u, are text`() throws {
        var fixture = SCIMFixture()
        try fixture.users(
            #""id":"1","userName":"a","title":"\ud83d\ude00","nickName":"\\ud83d","locale":"\ud83d""#
        )
        let account = try #require(fixture.reading().accounts.first)
        #expect(account.attributes[.title] == "😀")
        #expect(account.attributes[.nickName] == #"\ud83d"#)
        #expect(account.attributes[.locale] == nil)
    }

    @Test func `a replacement character of the server's own is text`() throws {
        var fixture = SCIMFixture()
        try fixture.users(#""id":"1","userName":"a","title":"\ufffd""#)
        #expect(fixture.reading().accounts.first?.attributes[.title] == "\u{FFFD}")
    }

    @Test func `a value of ten million letters is left out`() throws {
        var fixture = SCIMFixture()
        let long = String(repeating: "x", count: 10_000_000)
        let longest = String(repeating: "y", count: ReadingBuilder.longestValue)
        try fixture.users(
            #""id":"1","userName":"ada","title":"\#(long)","nickName":"\#(longest)","x":"\#(long)""#
        )
        try fixture.groups(#""id":"g","displayName":"g","members":[{"value":"\#(long)"}]"#)
        let reading = fixture.reading()
        let account = try #require(reading.accounts.first)
        #expect(!account.isReadable)
        #expect(account.attributes[.title] == nil)
        #expect(account.attributes[.nickName] == longest)
        #expect(reading.groups.first?.unresolved == [""])
        #expect(reading.codes == ["scim.value-too-long", "scim.value-too-long"])
    }

    @Test func `an id that is no text is none`() throws {
        var fixture = SCIMFixture()
        try fixture.users(#""id":"\ud800","userName":"ada""#)
        #expect(fixture.reading().reasons == ["unusable-resource"])
    }
}

import Directory
import Testing

@testable import LDAPSource

struct PagingTests {
    private typealias Page = PagedSearch.Page
    private let server = LDAPURL("ldap://ldap.example.org")

    private func sequence() throws -> PageSequence {
        PageSequence(.people, server: try #require(server))
    }

    @Test func `an answer ends with an empty cookie, or with none`() throws {
        for cookie in [[], nil] as [[UInt8]?] {
            var pages = try sequence()
            #expect(try pages.advance(past: Page(entries: 1, firstEntry: 1, cookie: [1])))
            #expect(pages.cookie == [1])
            #expect(try !pages.advance(past: Page(entries: 1, firstEntry: 2, cookie: cookie)))
        }
    }

    @Test func `the same page again is given up`() throws {
        var pages = try sequence()
        #expect(try pages.advance(past: Page(entries: 1, firstEntry: 1, cookie: [1])))
        #expect(throws: LDAPError(.pagingStalled, .people, server: server)) {
            try pages.advance(past: Page(entries: 1, firstEntry: 1, cookie: [1]))
        }
    }

    @Test func `another page under the same cookie, and another cookie for no entries, are steps`()
        throws
    {
        var pages = try sequence()
        for number in 1...5 {
            #expect(try pages.advance(past: Page(entries: 1, firstEntry: number, cookie: [1])))
        }
        for number in 2...5 {
            #expect(try pages.advance(past: Page(cookie: [UInt8(number)])))
        }
    }

    @Test func `pages without entries are bounded`() throws {
        var pages = try sequence()
        #expect(throws: LDAPError(.pagingStalled, .people, server: server)) {
            for number in 0...(PageSequence.mostEmptyPages + 1) {
                let cookie = withUnsafeBytes(of: number, Array.init)
                _ = try pages.advance(past: Page(cookie: [1] + cookie))
            }
        }
    }

    // P3
    @Test(arguments: [
        ("member;range=0-1499", "member;range=1499-*"),
        ("MEMBER;Range=1499-2998", "MEMBER;range=2998-*"),
        ("member;range=1500-*", nil),
    ])
    func `a range says that the next one begins with its last value`(
        description: String, following: String?
    ) throws {
        let range = try #require(Array(description.utf8).withUnsafeBufferPointer(ValueRange.init))
        #expect(range.following == following)
        #expect(range.name.count == "member".utf8.count)
    }

    @Test(arguments: [
        "member", "member;binary", "member;range=", "member;range=5", "member;range=9-3",
        "member;range=a-b", "member;range=0-9223372036854775807",
        "member;range=0-99999999999999999999",
    ])
    func `what is no range is not taken for one`(description: String) {
        #expect(Array(description.utf8).withUnsafeBufferPointer(ValueRange.init) == nil)
    }

    @Test(arguments: [
        ("20261122214400.0Z", "2026-11-22T21:44:00Z"), ("20261122214400Z", "2026-11-22T21:44:00Z"),
        ("2026112221", nil), ("20261322214400Z", nil), ("nonsense-text-Z", nil),
    ])
    func `a server's time is read`(text: String, time: String?) {
        #expect(Timestamp.generalizedTime(text)?.description == time)
    }
}

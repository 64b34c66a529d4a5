import Testing

@testable import SCIMSource

struct HTTPURLTests {
    @Test(arguments: [
        ("https://example.org/scim/v2", "https://example.org:443"),
        ("https://EXAMPLE.org:8443/", "https://example.org:8443"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]:443"),
        ("http://localhost:8080/scim", "http://localhost:8080"),
        ("http://127.0.0.1", "http://127.0.0.1:80"), ("http://[::1]:1", "http://[::1]:1"),
    ])
    func `a rendering shows the server and no more`(text: String, server: String) throws {
        #expect(try #require(HTTPURL(text)).description == server)
    }

    @Test(arguments: [
        "http://example.org", "http://127.0.0.1.example.org", "http://localhost.example.org",
        "http://128.0.0.1", "http://0.0.0.0", "http://[::ffff:192.0.2.1]",
        "http://localhost@example.org",
    ])
    func `a clear way to another machine is no URL`(text: String) {
        #expect(HTTPURL(text) == nil)
    }

    @Test(arguments: [
        "", "example.org", "//example.org", "ftp://example.org", "file:///etc/passwd",
        "https://", "https://ada@example.org", "https://ada:secret@example.org",
        "https://example.org/#x", "https://example.org/a b", "https://example.org\r\nX: y",
        "https://example.org:99999",
    ])
    func `what is no plain address of a web service is no URL`(text: String) {
        #expect(HTTPURL(text) == nil)
    }

    @Test func `paths and questions are escaped to the octet`() throws {
        let base = try #require(HTTPURL("https://example.org/scim/v2/"))
        let url = base.appending(
            path: ["Users", "a/b c"],
            query: [("filter", #"userName eq "ådå+x""#), ("count", "100")])
        #expect(
            url.text == "https://example.org/scim/v2/Users/a%2Fb%20c?filter=userName%20eq%20"
                + "%22%C3%A5d%C3%A5%2Bx%22&count=100")
        #expect(HTTPURL(url.text) == url)
    }

    @Test func `questions follow those that are there`() throws {
        let base = try #require(HTTPURL("https://example.org/scim?tenant=1"))
        let text = base.appending(path: ["Users"], query: [("startIndex", "1")]).text
        #expect(text == "https://example.org/scim/Users?tenant=1&startIndex=1")
        #expect(base.appending().text == base.text)
    }
}

import Directory
import Testing

@testable import SCIMSource

/// How long a server asks to wait. P20
struct RequestedWaitTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT
    private static let moment = Timestamp(secondsSinceEpoch: 784_111_777)

    private func wait(_ fields: [(String, String)], status: Int = 429) -> Duration? {
        var headers = HTTPHeaders()
        for (name, value) in fields { headers.append(name.utf8, value.utf8) }
        return HTTPResponse(
            status: status, version: .http1_1, headers: headers, body: [], location: nil
        ).requestedWait(now: Self.moment)
    }

    @Test func `seconds are taken as they are`() {
        #expect(wait([("Retry-After", "17")]) == .seconds(17))
        #expect(wait([("retry-after", "17")], status: 403) == .seconds(17))
        #expect(wait([("RETRY-AFTER", "0")], status: 503) == .zero)
    }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:50:07 GMT", "Sunday, 06-Nov-94 08:50:07 GMT",
        "Sun Nov  6 08:50:07 1994",
    ])
    func `a date means the time until then, in each of its forms`(date: String) {
        #expect(wait([("Retry-After", date)]) == .seconds(30))
    }

    @Test func `dates count from the server's own clock`() {
        let fields = [
            ("Date", "Sun, 06 Nov 1994 09:50:00 GMT"),
            ("Retry-After", "Sun, 06 Nov 1994 09:50:07 GMT"),
        ]
        #expect(wait(fields) == .seconds(7))
    }

    @Test func `a moment that has passed asks for no time`() {
        #expect(wait([("Retry-After", "Sun, 06 Nov 1994 08:00:00 GMT")]) == .zero)
    }

    @Test func `the end of a period of rates counts for status 429 alone, after Retry-After`() {
        let reset = ("X-Rate-Limit-Reset", "784111797")
        #expect(wait([reset]) == .seconds(20))
        #expect(wait([reset], status: 503) == nil)
        #expect(wait([reset, ("Retry-After", "3")]) == .seconds(3))
    }

    @Test(arguments: ["", "soon", "-5", "1.5", "1e3", "0x10", "12 s"])
    func `what cannot be read asks for nothing`(text: String) {
        #expect(wait([("Retry-After", text)]) == nil)
    }

    @Test func `an endless wait is longer than any patience`() {
        let endless = wait([("Retry-After", "99999999999999999999999")])
        #expect(endless.map { $0 > RetryPolicy().patience } == true)
    }
}

import Directory

/// A service as a reading knows it: how it is reached, until when, and what it says of itself.
struct ReachedService: Sendable {
    let configuration: SCIMConfiguration
    let client: HTTPClient
    let parsers = JSONParsers()
    var readers = PageReaders()
    var provider = ServiceProvider()
    var endpoints = ResourceEndpoints()
    var schemas = ServiceSchemas()
    private let pace: Pace
    private let deadline: ContinuousClock.Instant

    /// - Throws: ``HTTPError``; nothing is sent yet.
    init(_ configuration: SCIMConfiguration, _ pace: Pace) throws(HTTPError) {
        self.configuration = configuration
        client = try HTTPClient(configuration.http, pace: pace)
        deadline = pace.instant() + configuration.overall
        self.pace = pace
    }

    /// How many questions may be asked ahead: as many again as may be at work, so that one answer that
    /// is late does not hold up the questions behind it.
    var width: Int {
        client.isHeldBack(by: configuration.url.origin)
            ? 1 : 2 * configuration.http.limits.exchanges
    }

    /// - Throws: ``HTTPError`` with `timed-out` when the whole reading has taken too long.
    func checkTime() throws {
        try Task.checkCancellation()
        guard pace.instant() < deadline else {
            throw HTTPError(.timedOut, server: configuration.url.origin)
        }
    }
}

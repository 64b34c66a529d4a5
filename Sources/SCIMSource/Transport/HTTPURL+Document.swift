import Directory

extension HTTPURL {
    /// What anybody may read there, for example a provider's public keys: asked once, not again and again.
    /// - Parameter now: the time of day, for dates that a server names.
    /// - Returns: the body of an answer of status 200. **Units:** 1 MiB at most.
    /// - Throws: ``HTTPError``, whose sentences name no path.
    public func document(now: @escaping @Sendable () -> Timestamp) async throws
        -> [UInt8]
    {
        var configuration = HTTPConfiguration(
            authentication: .none,
            timeouts: .init(
                connect: .seconds(5), firstByte: .seconds(5), stall: .seconds(5),
                total: .seconds(10)), limits: .init(body: 1 << 20))
        configuration.retries.attempts = 1
        let client = try HTTPClient(configuration, pace: Pace(now: now))
        let response = try await client.send(HTTPRequest(.get, self))
        guard response.status == 200 else {
            throw HTTPError(.refused, server: origin, status: response.status)
        }
        return response.body
    }
}

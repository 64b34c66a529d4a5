import Directory
import Foundation
import TestSupport

@testable import SCIMSource

/// Clients of the tests' servers.
enum SampleService {
    /// All servers of the tests share a thread, which is busy for minutes when everything begins at once.
    static let patience = HTTPConfiguration.Timeouts(
        connect: .seconds(300), firstByte: .seconds(300), stall: .seconds(300),
        total: .seconds(600))

    /// Patient, whatever else the machine does; `change` makes it different.
    static func client(
        _ authentication: Authentication = .none, pace: Pace = .real,
        change: (inout HTTPConfiguration) -> Void = { _ in }
    ) throws -> HTTPClient {
        var configuration = HTTPConfiguration(
            authentication: authentication,
            timeouts: patience)
        change(&configuration)
        return try HTTPClient(configuration, pace: pace)
    }
}

extension HTTPClient {
    /// Fetches an address of a test's server.
    func get(_ url: String) async throws(HTTPError) -> HTTPResponse {
        guard let url = HTTPURL(url) else { throw HTTPError(.invalidConfiguration) }
        return try await send(HTTPRequest(.get, url))
    }

    /// The fault with which that ends; nil when there is an answer.
    func fault(_ url: String) async -> HTTPError? {
        do throws(HTTPError) {
            _ = try await get(url)
            return nil
        } catch {
            return error
        }
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension Pace {
    static let real = Pace(now: {
        Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
    })

    /// Nobody waits; what would have been waited is told, and chance is its longest.
    static func hurried(_ slept: @escaping @Sendable (Duration) -> Void = { _ in }) -> Pace {
        let clock = HurriedClock()
        var pace = clock.pace
        pace.sleep = { [sleep = pace.sleep] in
            slept($0)
            try await sleep($0)
        }
        return pace
    }
}

/// How long something takes.
func time(_ work: () async throws -> Void) async rethrows -> Duration {
    try await ContinuousClock().measure { try await work() }
}

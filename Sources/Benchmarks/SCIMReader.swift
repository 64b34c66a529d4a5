import CMalloc
import Directory
import Foundation
import SCIMSource

/// What is measured of SCIM, as a program of its own: pull, parse and normalise, and nothing else.
enum SCIMReader {
    /// The first argument that asks for it; the base URL, the authority's file and the page size follow.
    static let command = "read-scim"

    @MainActor
    static func run(_ arguments: [String]) async throws {
        guard arguments.count == 3, let url = HTTPURL(arguments[0]) else {
            throw MeasuredProcess.Failure(description: "no URL of a SCIM service")
        }
        // As the command has it.
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, 128 << 10)
        mallopt(M_TRIM_THRESHOLD, 2 << 20)
        let source = SCIMSource(
            configuration: SCIMConfiguration(
                id: SourceID("cloud"), url: url,
                http: HTTPConfiguration(authentication: .none, tls: .init(ca: arguments[1])),
                pageSize: Int(arguments[2])),
            clock: { Timestamp(secondsSinceEpoch: 0) })
        let reading = try await source.fetch { _ in }
        guard reading.certificate.isComplete else {
            throw MeasuredProcess.Failure(
                description: "the reading is not complete: \(reading.certificate.reasons)")
        }
        print("\(reading.accounts.count) people, \(reading.groups.count) groups")
        // What was read is not given back piece by piece.
        exit(0)
    }
}

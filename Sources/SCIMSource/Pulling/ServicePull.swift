import Diagnostics
import Directory

/// One reading of a service under way: what it says of itself, people, groups, their members.
struct ServicePull: ~Copyable {
    let configuration: SCIMConfiguration
    let client: HTTPClient
    var parser: SCIMPageParser
    var builder: SCIMReadingBuilder
    var progress: (ReadingProgress) -> Void
    private(set) var provider = ServiceProvider()
    private(set) var endpoints = ResourceEndpoints()
    private(set) var schemas = ServiceSchemas()
    var notes = ListNotes()
    private let pace: Pace
    private let deadline: ContinuousClock.Instant

    /// What ends a reading early.
    struct Incomplete: Error {
        let reason: IncompleteReason
        /// Whether the service refused what was asked, and might answer something else.
        var isOfRequest = false
    }

    /// - Throws: ``HTTPError`` and ``SCIMPageError`` for what keeps it from beginning.
    init(
        _ configuration: SCIMConfiguration, _ pace: Pace,
        _ progress: @escaping (ReadingProgress) -> Void
    ) throws {
        let client = try HTTPClient(configuration.http, pace: pace)
        let parser = try SCIMPageParser()
        self.client = client
        self.parser = parser
        builder = SCIMReadingBuilder(source: configuration.id)
        deadline = pace.instant() + configuration.overall
        self.configuration = configuration
        self.pace = pace
        self.progress = progress
    }

    /// Reads everything; trouble ends as a reason of the reading.
    /// - Throws: `CancellationError` alone.
    mutating func run() async throws {
        do {
            try await discover()
            for subject in ReadingSubject.allCases { try await readWhole(subject) }
        } catch {
            builder.markIncomplete(try Self.reason(of: error))
        }
    }

    /// Reads everything of a list.
    mutating func readWhole(_ subject: ReadingSubject) async throws {
        notes.forgetAlone()
        try await read(subject)
        switch subject {
        case .people:
            if builder.ids(of: .people).isEmpty { throw Incomplete(reason: .noPeople) }
        case .groups: try await completeGroups()
        }
        remember(subject)
    }

    /// Why a reading that met this error proves nothing.
    /// - Throws: `CancellationError` for a task that was cancelled.
    static func reason(of error: any Error) throws -> IncompleteReason {
        switch error {
        case let incomplete as Incomplete: incomplete.reason
        case let error as SCIMPageError: error.incompleteReason
        case let error as HTTPError where error.code != .cancelled: error.incompleteReason
        default: throw CancellationError()
        }
    }

    /// A service that says nothing of itself is read as the standard has it.
    mutating func discover() async throws {
        provider =
            try await document("ServiceProviderConfig", ServiceProvider.init) ?? ServiceProvider()
        let base = configuration.url
        endpoints =
            try await document("ResourceTypes") { ResourceEndpoints($0, below: base) }
            ?? ResourceEndpoints()
        schemas = try await document("Schemas", ServiceSchemas.init) ?? ServiceSchemas()
        if let urn = schemas.enterprise { parser.knowEnterprise(under: urn) }
    }

    private mutating func document<Result>(
        _ name: String, _ read: (JSONValue) -> Result
    ) async throws -> Result? {
        let response = try await client.send(
            HTTPRequest(.get, configuration.url.appending(path: [name])))
        notes.start = notes.start ?? response.headers["Date"].flatMap(Timestamp.init(httpDate:))
        guard response.status == 200 else { return nil }
        return response.body.withUnsafeBufferPointer { parser.document(in: $0, read) }
    }

    /// - Throws: ``HTTPError`` with `timed-out` when the whole reading has taken too long.
    func checkTime() throws {
        try Task.checkCancellation()
        guard pace.instant() < deadline else {
            throw HTTPError(.timedOut, server: configuration.url.origin)
        }
    }
}

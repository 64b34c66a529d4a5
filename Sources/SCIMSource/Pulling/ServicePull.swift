import Diagnostics
import Directory

/// One reading of a service under way: what it says of itself, people, groups, their members.
struct ServicePull: ~Copyable {
    var service: ReachedService
    var parser = SCIMPageParser()
    var builder: SCIMReadingBuilder
    var progress: @Sendable (ReadingProgress) -> Void
    /// Whose questions these are, if they are asked ahead.
    let turn: Turn?
    /// **Units:** questions that could be asked at once when the last list, or row of them, ended.
    var questionsAtOnce = 1
    var notes = ListNotes()

    /// What ends a reading early.
    struct Incomplete: Error {
        let reason: IncompleteReason
        /// Whether the service refused what was asked, and might answer something else.
        var isOfRequest = false
    }

    init(
        _ service: ReachedService, turn: Turn? = nil,
        progress: @escaping @Sendable (ReadingProgress) -> Void = { _ in }
    ) {
        builder = SCIMReadingBuilder(source: service.configuration.id)
        self.service = service
        self.turn = turn
        self.progress = progress
    }

    /// Reads everything; trouble ends as a reason of the reading.
    /// - Throws: `CancellationError` alone.
    mutating func run() async throws {
        do {
            try await discover()
            try await readWhole(ReadingSubject.allCases)
        } catch {
            builder.markIncomplete(try Self.reason(of: error))
        }
    }

    /// Reads everything of these lists. Groups without people need those in the reading already.
    mutating func readWhole(_ subjects: [ReadingSubject]) async throws {
        notes.forgetAlone()
        if subjects.count == 1 { try await read(subjects[0]) } else { try await readBoth() }
        if builder.accounts.isEmpty { throw Incomplete(reason: .noPeople) }
        if subjects.contains(.groups) { try await completeGroups() }
        for subject in subjects { remember(subject) }
    }

    /// A page of groups may be many times larger than one of people: they are not left until after
    /// them, when there are many others in memory, and those do not wait for them.
    private mutating func readBoth() async throws {
        let people = Asked(after: turn) { [service, progress] turn in
            await ListBeside(.people, of: service, turn: turn, progress: progress)
        }
        try await read(.groups)
        try await people.answer().join(&self)
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
        let base = service.configuration.url
        let ask = { [service, turn] name in
            service.ask(HTTPRequest(.get, base.appending(path: [name])), after: turn)
        }
        // Alone: a credential that is refused is refused once.
        service.provider =
            try await document(ask("ServiceProviderConfig"), ServiceProvider.init)
            ?? ServiceProvider()
        let (types, schemas) = (ask("ResourceTypes"), ask("Schemas"))
        service.endpoints =
            try await document(types) { ResourceEndpoints($0, below: base) } ?? ResourceEndpoints()
        service.schemas = try await document(schemas, ServiceSchemas.init) ?? ServiceSchemas()
        if let urn = service.schemas.enterprise {
            parser.knowEnterprise(under: urn)
            service.readers = PageReaders(parser)
        }
    }

    private mutating func document<Result>(
        _ asked: Asked<ServiceAnswer>, _ read: (JSONValue) -> Result
    ) async throws -> Result? {
        let answer = try await asked.answer()
        notes.start = notes.start ?? answer.headers["Date"].flatMap(Timestamp.init(httpDate:))
        guard answer.status == 200, let root = answer.body.value, root.isObject || root.isArray
        else { return nil }
        return withExtendedLifetime(answer.body) { read(root) }
    }
}

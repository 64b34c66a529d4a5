import Diagnostics
import Directory

/// One fetch under way: both searches over one connection, their entries into one reading.
struct DirectoryPull {
    /// What is asked, and how.
    let configuration: LDAPConfiguration
    /// The time of this side.
    let clock: @Sendable () -> Timestamp
    /// When the fetch began.
    let start: Timestamp
    private let progress: (ReadingProgress) -> Void
    /// Holds what was read, also after trouble.
    var builder: ReadingBuilder
    /// When entries were changed last, where changes are asked for by that.
    var times: ModifyTimes?
    /// Whether groups are given those whose primary group they are, who may not have come.
    var completesGroups = false
    /// The search whose answer arrives.
    private var current: (query: ReadingBuilder.Query, operation: LDAPError.Operation)?
    /// Where the answers ended, when the server can be asked from there on.
    private(set) var state: SyncState?
    /// **Units:** entries.
    private var received = 0

    init(
        _ configuration: LDAPConfiguration, clock: @escaping @Sendable () -> Timestamp,
        _ progress: @escaping (ReadingProgress) -> Void
    ) {
        self.configuration = configuration
        self.clock = clock
        self.progress = progress
        start = clock()
        builder = ReadingBuilder(
            source: configuration.id, schema: configuration.schema, at: start)
        times = configuration.sync == .modifyTimestamp ? ModifyTimes() : nil
    }

    /// Reads people, then groups; trouble ends as a reason of the reading.
    /// - Throws: `CancellationError` alone.
    mutating func run() throws {
        do {
            let connection = try open()
            switch configuration.sync {
            case .auto, .full: try readPages(over: connection)
            case .syncrepl: try read(by: ContentSyncFeed.self, over: connection)
            case .dirsync: try read(by: DirSyncFeed.self, over: connection)
            case .modifyTimestamp: try read(by: ModifyTimeFeed.self, over: connection)
            }
        } catch let error as LDAPError {
            builder.markIncomplete(error.incompleteReason)
        }
    }

    /// Connects; servers that were passed over become findings.
    mutating func open() throws -> Connection {
        try Connection.open(configuration, limits: Connection.Limits(configuration.timeouts)) {
            builder.report($0.passedOver(in: configuration.id))
        }
    }

    /// What is received from now on answers that question.
    mutating func begin(_ subject: ReadingSubject, _ query: String) {
        current = (
            builder.addQuery(subject, query), subject == .people ? .people : .groups
        )
    }

    /// Reads everything in a way that tells where the answer ended; where the server does it wrong,
    /// nothing of that is taken.
    private mutating func read<Feed: ChangeFeed>(
        by feed: Feed.Type, over connection: Connection
    ) throws {
        let nothing = builder
        do {
            let position = try Feed.readWhole(into: &self, over: connection)
            state = position.flatMap {
                ChangeState<Feed.Position>(
                    $0, unreadable: builder.unreadable, content: configuration.content
                ).kept
            }
        } catch let error as LDAPError where error.isOfAnswer {
            builder = nothing
            builder.report(error.noCookie(in: configuration.id))
            try readPages(over: connection)
        } catch is Doubt {
            // Where the answer ends is not known.
            builder = nothing
            try readPages(over: connection)
        }
    }

    /// Reads everything in pages.
    mutating func readPages(over connection: Connection) throws {
        for subject in ReadingSubject.allCases { try read(subject, over: connection) }
    }

    /// What the server itself refuses leaves the connection usable: the other search may still say
    /// what else is wrong.
    private mutating func read(_ subject: ReadingSubject, over connection: Connection) throws {
        let search = SearchRequest(subject, of: configuration)
        begin(subject, search.description)
        do {
            try receive(search, over: connection)
        } catch let error as LDAPError where error.isServersWord {
            builder.markIncomplete(error.incompleteReason)
        }
    }

    /// Reads those of the entries that are there, whole.
    mutating func ask(
        _ subject: ReadingSubject, for anchors: Set<Anchor>, over connection: Connection
    ) throws {
        for search in SearchRequest.searches(subject, for: anchors, of: configuration) {
            begin(subject, search.description)
            try receive(search, over: connection)
        }
    }

    /// Who has come.
    func arrived(_ subject: ReadingSubject) -> Set<Anchor> { Set(builder.anchors(of: subject)) }

    /// Reads the answer of a search in pages.
    mutating func receive(_ search: SearchRequest, over connection: Connection) throws {
        try PagedSearch(connection: connection, search: search, bind: configuration.bind)
            .run(into: &self)
    }
}

extension DirectoryPull: EntryReceiver {
    mutating func receive(_ entry: borrowing Message, from connection: Connection) throws {
        guard let (query, operation) = current else { return }
        var name: UnsafeBufferPointer<UInt8>?
        var primary = PrimaryMembers(of: query.subject, completesGroups, configuration)
        try connection.decode(entry, operation) {
            name = $0
            builder.begin(query, dn: $0)
        } attribute: { description, values in
            times?.look(at: description, values)
            primary?.look(at: description, values)
            if let range = ValueRange(description) {
                try append(values, range, of: name, operation, over: connection)
            } else if let slot = builder.slot(named: description) {
                for value in values { builder.append(value, to: slot) }
            }
        }
        try primary?.read(over: connection).forEach { builder.appendMember($0) }
        builder.end()
        times?.end(builder.lastAnchor, query.subject)
        received += 1
        if received % 1000 == 0 { progress(builder.progress) }
    }

    /// A part of a long list of values; the rest is asked for until the server says it was the last.
    private mutating func append(
        _ values: EntryValues, _ range: ValueRange, of name: UnsafeBufferPointer<UInt8>?,
        _ operation: LDAPError.Operation, over connection: Connection
    ) throws {
        guard let slot = range.name.withUnsafeBufferPointer({ builder.slot(named: $0) }) else {
            return
        }
        var last: UnsafeBufferPointer<UInt8>?
        for value in values {
            builder.append(value, to: slot)
            last = value
        }
        let dn = name.map { String(decoding: $0, as: UTF8.self) } ?? ""
        var parts = RangedValues(
            after: range, endingWith: last.map { Array($0) } ?? [], of: dn, operation,
            over: connection)
        try parts.readRemainder { builder.append($0, to: slot) }
    }

    mutating func receiveReference() {
        guard let (_, operation) = current else { return }
        builder.markIncomplete(LDAPError(.referral, operation).incompleteReason)
    }

    mutating func endPage() {
        if let query = current?.query { builder.endPage(of: query) }
        progress(builder.progress)
    }
}

extension DirectoryPull: RefreshReceiver {
    func take(_ anchor: Anchor) -> Bool { builder.lastAnchor == anchor }
}

extension LDAPError {
    /// That everything was read, and will be the next time too.
    fileprivate func noCookie(in source: SourceID) -> Diagnostic {
        Diagnostic(
            .note, "ldap.no-cookie",
            "the server could not say where its answer ended, so that everything was read in pages: "
                + description, at: .entry(source: source.rawValue, entry: ""),
            hint: "write `sync: full`, or let the reader do without limits")
    }

    /// That a server of several could not be used.
    fileprivate func passedOver(in source: SourceID) -> Diagnostic {
        Diagnostic(
            .warning, "ldap.server-passed-over", description,
            at: .entry(source: source.rawValue, entry: ""), hint: hint)
    }
}

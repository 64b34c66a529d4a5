import Diagnostics
import Directory

/// One fetch under way: both searches over one connection, their entries into one reading.
struct DirectoryPull {
    private let configuration: LDAPConfiguration
    private let progress: (ReadingProgress) -> Void
    /// Holds what was read, also after trouble.
    var builder: ReadingBuilder
    /// The search whose answer arrives.
    private var current: (query: ReadingBuilder.Query, operation: LDAPError.Operation)?
    /// Where the answers ended, when the server can be asked from there on.
    private(set) var state: ContentSyncState?
    /// **Units:** entries.
    private var received = 0

    /// - Parameter start: when the fetch began.
    init(
        _ configuration: LDAPConfiguration, at start: Timestamp,
        _ progress: @escaping (ReadingProgress) -> Void
    ) {
        self.configuration = configuration
        self.progress = progress
        builder = ReadingBuilder(
            source: configuration.id, schema: configuration.schema, at: start)
    }

    /// Reads people, then groups; trouble ends as a reason of the reading.
    /// - Throws: `CancellationError` alone.
    mutating func run() throws {
        do {
            let connection = try open()
            if configuration.sync == .syncrepl, try readToCookies(connection) { return }
            for subject in ReadingSubject.allCases { try read(subject, over: connection) }
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

    /// Reads everything in a way that tells where the answer ended.
    ///
    /// Not in pages, so that limits can apply that pages have not, and a server may do it wrong: then
    /// nothing of it is taken.
    /// - Returns: false when it must be read another way.
    private mutating func readToCookies(_ connection: Connection) throws -> Bool {
        let nothing = builder
        do {
            var state = ContentSyncState(content: configuration.content)
            for subject in ReadingSubject.allCases {
                let search = SearchRequest(subject, of: configuration)
                begin(subject, search.description)
                state[subject] = try RefreshSearch(
                    connection: connection, search: search.unpaged, cookie: nil
                ).run(into: &self).cookie
            }
            for search in configuration.containerSearches {
                var watch = ContainerWatch(search.operation)
                let refresh = try RefreshSearch(
                    connection: connection, search: search, cookie: nil
                ).run(into: &watch)
                state.containers.append(.init(refresh.cookie, watch.anchors))
            }
            state.unreadable = builder.unreadable.map(\.rawValue)
            self.state = state
            return true
        } catch let error as LDAPError where error.isServersWord || error.code == .malformedAnswer {
            builder = nothing
            builder.report(error.noCookie(in: configuration.id))
            return false
        }
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
        try connection.decode(entry, operation) {
            name = $0
            builder.begin(query, dn: $0)
        } attribute: { description, values in
            if let range = ValueRange(description) {
                try append(values, range, of: name, operation, over: connection)
            } else if let slot = builder.slot(named: description) {
                for value in values { builder.append(value, to: slot) }
            }
        }
        builder.end()
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
            at: .entry(source: source.rawValue, entry: ""), hint: code.hint)
    }
}

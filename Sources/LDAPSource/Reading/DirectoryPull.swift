import Diagnostics
import Directory

/// One fetch under way: both searches over one connection, their entries into one reading.
struct DirectoryPull {
    private let configuration: LDAPConfiguration
    private let progress: (ReadingProgress) -> Void
    /// Holds what was read, also after trouble.
    private(set) var builder: ReadingBuilder
    /// The search whose answer arrives.
    private var current: (query: ReadingBuilder.Query, operation: LDAPError.Operation)?

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
            let connection = try Connection.open(
                configuration, limits: Connection.Limits(configuration.timeouts)
            ) { builder.report($0.passedOver(in: configuration.id)) }
            for subject in ReadingSubject.allCases { try read(subject, over: connection) }
        } catch let error as LDAPError {
            builder.markIncomplete(error.incompleteReason)
        }
    }

    /// What the server itself refuses leaves the connection usable: the other search may still say
    /// what else is wrong.
    private mutating func read(_ subject: ReadingSubject, over connection: Connection) throws {
        let search = SearchRequest(subject, of: configuration)
        current = (builder.addQuery(subject, search.description), search.operation)
        let pages = PagedSearch(connection: connection, search: search, bind: configuration.bind)
        do {
            try pages.run(into: &self)
        } catch let error as LDAPError where error.isServersWord {
            builder.markIncomplete(error.incompleteReason)
        }
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

extension LDAPError {
    /// That a server of several could not be used.
    fileprivate func passedOver(in source: SourceID) -> Diagnostic {
        Diagnostic(
            .warning, "ldap.server-passed-over", description,
            at: .entry(source: source.rawValue, entry: ""), hint: code.hint)
    }
}

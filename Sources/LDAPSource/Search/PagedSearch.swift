import COpenLDAP

/// Reads the answer of a search, page by page, each entry as it arrives.
///
/// An answer is whole only when each page ended with its result, every result was success and the
/// last had no cookie; anything else is thrown, after the entries before it were handed over.
struct PagedSearch {
    /// The one that every page is asked over: cookies mean nothing elsewhere.
    let connection: Connection
    /// The same for every page.
    let search: SearchRequest
    /// How the server is told anew who asks, when it forgets that between two pages.
    let bind: LDAPConfiguration.Bind
    /// For those who only want to see whether it would work.
    var mostPages = Int.max

    /// - Throws: ``LDAPError``, `CancellationError`, or what `receiver` throws.
    func run(into receiver: inout some EntryReceiver) throws {
        var pages = PageSequence(search.operation, server: connection.server)
        var request = try connection.send(search)
        for number in 1... {
            let page = try read(&request, from: pages.cookie, into: &receiver)
            receiver.endPage()
            guard try pages.advance(past: page), number < mostPages else { return }
            try Task.checkCancellation()
            request = try connection.send(search, from: pages.cookie)
        }
    }

    /// What came of one page.
    struct Page {
        var entries = 0
        /// Tells whether the same page came twice; 0 when the page is empty.
        var firstEntry = 0
        var cookie: [UInt8]? = nil
    }

    private func read(
        _ request: inout Int32, from cookie: [UInt8], into receiver: inout some EntryReceiver
    ) throws -> Page {
        var page = Page()
        var mayBind = !cookie.isEmpty
        while true {
            let message = try connection.next(for: request, search.operation)
            switch message.kind {
            case .entry:
                if page.entries == 0 { page.firstEntry = connection.nameHash(of: message) }
                page.entries += 1
                try receiver.receive(message, from: connection)
            case .reference: receiver.receiveReference()
            case .intermediate: break
            case .result:
                let result = try connection.result(message, search.operation)
                if result.code == LDAP_SUCCESS {
                    page.cookie = result.page?.cookie
                    return page
                }
                guard mayBind, page.entries == 0, Self.hasForgotten(result.code) else {
                    throw connection.error(of: result, search.operation)
                }
                // Sessions of some servers end by the clock (Okta: hourly), whatever is going on.
                mayBind = false
                try connection.bind(bind)
                request = try connection.send(search, from: cookie)
            }
        }
    }

    /// Whether the result can mean that the server no longer knows who asks.
    private static func hasForgotten(_ resultCode: Int32) -> Bool {
        [
            LDAP_OPERATIONS_ERROR, LDAP_STRONG_AUTH_REQUIRED, LDAP_INAPPROPRIATE_AUTH,
            LDAP_INVALID_CREDENTIALS, LDAP_INSUFFICIENT_ACCESS,
        ].contains(resultCode)
    }
}

/// What becomes of an answer.
protocol EntryReceiver {
    /// - Parameter entry: valid during the call.
    mutating func receive(_ entry: borrowing Message, from connection: Connection) throws
    /// A part of the answer is on another server.
    mutating func receiveReference()
    /// A page has come to its end, the last one too.
    mutating func endPage()
}

/// The walk from cookie to cookie, and the proof that it gets anywhere.
struct PageSequence {
    private let operation: LDAPError.Operation
    private let server: LDAPURL
    /// Where the next page begins; empty for the first.
    private(set) var cookie: [UInt8] = []
    private var firstEntry = 0
    private var emptyPages = 0

    /// **Units:** pages. A server may send some empty ones (RFC 2696 §3), for entries that it
    /// passed over.
    static let mostEmptyPages = 1000

    init(_ operation: LDAPError.Operation, server: LDAPURL) {
        self.operation = operation
        self.server = server
    }

    /// Whether there is a further page.
    ///
    /// A cookie may repeat (a server may keep the position itself), and so may, in theory, an
    /// entry; both together are the same page again.
    /// - Throws: ``LDAPError`` with `paging-stalled`.
    mutating func advance(past page: PagedSearch.Page) throws -> Bool {
        guard let next = page.cookie, !next.isEmpty else { return false }
        emptyPages = page.entries == 0 ? emptyPages + 1 : 0
        let isSame = next == cookie && page.firstEntry == firstEntry
        guard !isSame, emptyPages <= Self.mostEmptyPages else {
            throw LDAPError(.pagingStalled, operation, server: server)
        }
        cookie = next
        firstEntry = page.firstEntry
        return true
    }
}

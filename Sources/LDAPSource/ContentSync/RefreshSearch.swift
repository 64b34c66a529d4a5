import COpenLDAP
import Directory

/// Reads the answer of one refresh, each entry as it arrives: of everything, or of what has changed.
///
/// It means something only when its result was success and said how it ended; anything else is thrown,
/// after the entries before it were handed over.
struct RefreshSearch {
    let connection: Connection
    /// Asked without pages: a refresh is one answer.
    let search: SearchRequest
    /// Where the refresh before ended; nil asks for everything.
    let cookie: [UInt8]?

    /// What came besides the entries.
    struct Refresh {
        /// Where the next one begins.
        fileprivate(set) var cookie: [UInt8]
        /// Whether everything that is gone is among ``deleted``. If not, whatever neither came nor is
        /// among ``present`` is gone.
        fileprivate(set) var namesDeleted = false
        fileprivate(set) var deleted: Set<Anchor> = []
        fileprivate(set) var present: Set<Anchor> = []
        /// Whether nothing came, nobody is gone, and the content is where it was.
        fileprivate(set) var isQuiet = true

        /// Those of the entries known before that are no more.
        /// - Parameter arrived: those that came with their attributes.
        func gone(of known: some Sequence<Anchor>, arrived: Set<Anchor>) -> Set<Anchor> {
            Set(
                known.lazy.filter {
                    !arrived.contains($0)
                        && (deleted.contains($0) || !namesDeleted && !present.contains($0))
                })
        }
    }

    /// - Throws: ``LDAPError``, `CancellationError`, or what `receiver` throws.
    func run(into receiver: inout some RefreshReceiver) throws -> Refresh {
        let operation = search.operation
        let request = try connection.send(search, since: cookie)
        var refresh = Refresh(cookie: cookie ?? [])
        while true {
            let message = try connection.next(for: request, operation)
            switch message.kind {
            case .entry:
                let state = try connection.syncState(of: message, operation)
                switch state.state {
                case .present: refresh.present.insert(state.anchor)
                case .delete: refresh.deleted.insert(state.anchor)
                case .add, .modify:
                    refresh.isQuiet = false
                    try receiver.receive(message, from: connection)
                    guard receiver.take(state.anchor) else {
                        throw connection.malformedSync(
                            operation, "the server does not name entries by their anchor")
                    }
                }
            case .reference: receiver.receiveReference()
            case .intermediate:
                guard let ids = try connection.idSet(of: message, operation) else { continue }
                if ids.isOfDeleted {
                    refresh.deleted.formUnion(ids.anchors)
                } else {
                    refresh.present.formUnion(ids.anchors)
                }
            case .result:
                receiver.endPage()
                return try end(refresh, with: try connection.result(message, operation))
            }
        }
    }

    private func end(_ refresh: Refresh, with result: ServerResult) throws -> Refresh {
        // No other control of the request is critical.
        if result.code == LDAP_UNAVAILABLE_CRITICAL_EXTENSION {
            throw LDAPError(
                .refused, search.operation, server: connection.server, resultCode: result.code,
                text: "it does not offer content sync")
        }
        guard result.code == LDAP_SUCCESS else {
            throw connection.error(of: result, search.operation)
        }
        guard let done = result.sync, let next = done.cookie ?? cookie else {
            throw connection.malformedSync(search.operation, "a refresh ended without a cookie")
        }
        var refresh = refresh
        refresh.cookie = next
        refresh.namesDeleted = done.namesDeleted
        refresh.isQuiet =
            refresh.isQuiet && next == cookie && done.namesDeleted && refresh.deleted.isEmpty
        return refresh
    }
}

/// What becomes of the answer of a refresh.
protocol RefreshReceiver: EntryReceiver {
    /// Called after each entry with the name that the server has for it in lists; false when it is
    /// not the one by which the receiver knows the entry.
    mutating func take(_ anchor: Anchor) -> Bool
}

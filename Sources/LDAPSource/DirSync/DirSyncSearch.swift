import COpenLDAP
import Directory

/// Reads what has changed in a whole domain, answer by answer until there is no more.
struct DirSyncSearch {
    let connection: Connection
    /// The root of the domain: nothing below it can be asked for.
    let root: String
    let configuration: LDAPConfiguration

    /// What came.
    struct Answer {
        fileprivate(set) var mentions: [Anchor: DirSyncMention] = [:]
        fileprivate(set) var cookie: [UInt8]
    }

    /// Where changes begin from now on.
    func now() throws -> [UInt8] {
        // Nobody is found: the cookie alone is of use.
        try run(from: [], filter: "(!(objectClass=*))").cookie
    }

    /// Whatever changed of what is asked for, with the deleted as far as the reader may see them.
    func changes(since cookie: [UInt8]) throws -> Answer {
        // A filter would not find those who have left it.
        try run(from: cookie, filter: "(objectClass=*)")
    }

    private func run(from cookie: [UInt8], filter: String) throws -> Answer {
        let search = SearchRequest(
            .changes, base: root, scope: .subtree, filter: filter, attributes: attributes)
        var answer = Answer(cookie: cookie)
        while true {
            let (done, count) = try read(search, into: &answer)
            guard done.hasMore else {
                answer.cookie = done.cookie
                return answer
            }
            guard count > 0 || done.cookie != answer.cookie else {
                throw LDAPError(.pagingStalled, search.operation, server: connection.server)
            }
            answer.cookie = done.cookie
            try Task.checkCancellation()
        }
    }

    private func read(
        _ search: SearchRequest, into answer: inout Answer
    ) throws -> (DirSyncDone, entries: Int) {
        let request = try connection.send(search, changedSince: answer.cookie)
        var count = 0
        while true {
            let message = try connection.next(for: request, search.operation)
            switch message.kind {
            case .entry:
                try take(message, into: &answer)
                count += 1
            case .reference, .intermediate: break
            case .result:
                let result = try connection.result(message, search.operation)
                guard result.code == LDAP_SUCCESS else {
                    throw connection.error(of: result, search.operation)
                }
                guard let done = result.dirSync, !done.cookie.isEmpty else {
                    throw connection.malformedSync(
                        search.operation, "changes ended without a cookie")
                }
                return (done, count)
            }
        }
    }

    private func take(_ entry: borrowing Message, into answer: inout Answer) throws {
        var mention = DirSyncMention()
        var anchor: Anchor?
        try connection.decode(entry, .changes) {
            mention.take(name: ExtendedName($0))
        } attribute: { description, values in
            if description.isSpelled("objectGUID") {
                var values = values
                anchor = values.next().map { Anchor(value: $0, of: "objectGUID") }
            } else {
                mention.take(description, values, members: members)
            }
        }
        guard let anchor else {
            throw connection.malformedSync(.changes, "a change is of an entry without objectGUID")
        }
        answer.mentions[anchor, default: mention].add(mention)
    }

    private var members: [String] { configuration.schema.members.map { $0.name.lowercased() } }

    /// Whatever an entry is read or found by, and what tells what has become of it.
    private var attributes: [String] {
        let read = ReadingSubject.allCases.flatMap {
            configuration.schema.requestedAttributes(for: $0)
                + configuration.filter(for: $0).attributes
        }
        var seen: Set<String> = []
        return (["objectGUID", "name", "isDeleted", "objectClass"] + read)
            .filter { seen.insert($0.lowercased()).inserted }
    }
}

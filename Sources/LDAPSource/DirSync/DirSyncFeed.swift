import Directory

/// Changes as Active Directory tells them, of a whole domain: who is different, and of groups which
/// members. Whoever is mentioned is asked for; who is not found is gone.
/// - SeeAlso: MS-ADTS §3.1.1.3.4.1.3
enum DirSyncFeed: ChangeFeed {
    static let repeatsItself = false

    static func readWhole(
        into pull: inout DirectoryPull, over connection: Connection
    ) throws -> DirSyncPosition? {
        // Before anything is read: what changes meanwhile is told once more.
        let domain = try Domain(of: pull.configuration, over: connection)
        let cookie = try DirSyncSearch(
            connection: connection, root: domain.root, configuration: pull.configuration
        ).now()
        try pull.readPages(over: connection)
        return DirSyncPosition(cookie, at: pull.start, of: domain)
    }

    static func readChanges(
        since position: inout DirSyncPosition, of baseline: ReadingBaseline,
        into pull: inout DirectoryPull, over connection: Connection
    ) throws -> Changes? {
        let domain = try Domain(of: pull.configuration, over: connection)
        if position.isAhead(of: domain) { throw Doubt.restored }
        let showsDeleted = try domain.showsDeleted(of: pull.configuration, over: connection)
        pull.begin(.people, "what changed in \(domain.root)")
        let answer = try DirSyncSearch(
            connection: connection, root: domain.root, configuration: pull.configuration
        ).changes(since: Array(position.cookie))
        pull.endPage()
        let expiring = try readExpiring(since: position.time, into: &pull, over: connection)
        position = DirSyncPosition(answer.cookie, at: pull.start, of: domain)
        if answer.mentions.isEmpty, expiring.isEmpty, showsDeleted { return nil }
        var mentioned = MentionedEntries(
            answer.mentions, in: try baseline.reading(), of: pull.configuration)
        try mentioned.ask(into: &pull, besides: expiring, over: connection)
        if !showsDeleted { try mentioned.compareLists(into: &pull, over: connection) }
        try mentioned.lookAround(in: pull, over: connection)
        return mentioned.changes
    }

    /// Those who come to their end by time alone: nothing of them changes then.
    private static func readExpiring(
        since time: Timestamp, into pull: inout DirectoryPull, over connection: Connection
    ) throws -> Set<Anchor> {
        let filters = pull.configuration.schema.inactivity.compactMap {
            $0.filter(between: time, and: pull.start)
        }
        for search in SearchRequest.searches(.people, foundBy: filters, of: pull.configuration) {
            pull.begin(.people, search.description)
            try pull.receive(search, over: connection)
        }
        return pull.arrived(.people)
    }
}

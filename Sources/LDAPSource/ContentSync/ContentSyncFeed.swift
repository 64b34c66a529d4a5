import Directory

/// Changes as content sync tells them: a refresh for each search.
/// - SeeAlso: RFC 4533
enum ContentSyncFeed: ChangeFeed {
    static let repeatsItself = false

    /// Not in pages, so that limits can apply that pages have not; unless something changes meanwhile:
    /// a refresh may leave out whatever is newer than its own beginning.
    static func readWhole(
        into pull: inout DirectoryPull, over connection: Connection
    ) throws -> ContentSyncPosition? {
        let nothing = pull.builder
        var position = ContentSyncPosition()
        // Before anybody is read who stands below them: what moves meanwhile is told once more.
        for search in pull.configuration.containerSearches {
            var watch = ContainerWatch(search.operation)
            let refresh = try RefreshSearch(
                connection: connection, search: search, cookie: nil
            ).run(into: &watch)
            position.containers.append(.init(refresh.cookie, watch.anchors))
        }
        for subject in ReadingSubject.allCases {
            let search = SearchRequest(subject, of: pull.configuration)
            pull.begin(subject, search.description)
            position[subject] = try RefreshSearch(
                connection: connection, search: search.unpaged, cookie: nil
            ).run(into: &pull).cookie
        }
        if try hasChanged(since: position, of: pull.configuration, over: connection) {
            pull.builder = nothing
            try pull.readPages(over: connection)
        }
        return position
    }

    private static func hasChanged(
        since position: ContentSyncPosition, of configuration: LDAPConfiguration,
        over connection: Connection
    ) throws -> Bool {
        try ReadingSubject.allCases.contains { subject in
            let search = SearchRequest(subject, of: configuration).unpaged
            var watch = ContainerWatch(search.operation)
            return try !RefreshSearch(
                connection: connection, search: search.asking(for: SearchRequest.noAttributes),
                cookie: position[subject]
            ).run(into: &watch).isQuiet
        }
    }

    static func readChanges(
        since position: inout ContentSyncPosition, of baseline: ReadingBaseline,
        into pull: inout DirectoryPull, over connection: Connection
    ) throws -> Changes? {
        let refreshes = try refresh(from: &position, into: &pull, over: connection)
        guard pull.builder.isComplete else { throw Doubt.incomplete }
        if refreshes.allSatisfy(\.isQuiet) { return nil }
        var changes = try known(to: pull, refreshes, baseline)
        let (known, parts) = (changes.known, changes.parts)
        let confirmation = Confirmation(pull.configuration, connection) { subject, others in
            try parts.map { try $0.anchor(of: subject.kind, besides: others) }
                ?? known.anchors(of: subject).first { !others.contains($0) }
        }
        for (subject, refresh) in zip(ReadingSubject.allCases, refreshes) {
            let arrived = pull.arrived(subject)
            // Who is not named as deleted is looked for among everybody.
            let candidates =
                refresh.namesDeleted
                ? known.anchors(of: subject)
                : try parts?.anchors(of: subject.kind) ?? known.anchors(of: subject)
            let gone = refresh.gone(of: candidates, arrived: arrived)
            changes.gone[subject] = gone
            if refresh.isQuiet { continue }
            try confirmation.confirm(refresh, of: subject, arrived: arrived, gone: gone)
        }
        return changes
    }

    /// Those of the baseline that came or are named as deleted, where parts can be had.
    private static func known(
        to pull: DirectoryPull, _ refreshes: [RefreshSearch.Refresh], _ baseline: ReadingBaseline
    ) throws -> Changes {
        guard let parts = baseline.parts, pull.builder.namesMembersByDN else {
            return Changes(known: try baseline.reading())
        }
        var mentioned = EntrySet()
        for (subject, refresh) in zip(ReadingSubject.allCases, refreshes) {
            mentioned[subject] = pull.arrived(subject).union(refresh.deleted)
        }
        guard let known = try parts.part(WantedPart(entries: mentioned)) else {
            return Changes(known: try baseline.reading())
        }
        return Changes(known: known, parts: parts)
    }

    /// Asks for what changed: people, groups, and what is above them.
    private static func refresh(
        from position: inout ContentSyncPosition, into pull: inout DirectoryPull,
        over connection: Connection
    ) throws -> [RefreshSearch.Refresh] {
        var refreshes: [RefreshSearch.Refresh] = []
        for subject in ReadingSubject.allCases {
            let search = SearchRequest(subject, of: pull.configuration)
            pull.begin(subject, "what changed in \(search)")
            let refresh = try RefreshSearch(
                connection: connection, search: search.unpaged, cookie: position[subject]
            ).run(into: &pull)
            position[subject] = refresh.cookie
            refreshes.append(refresh)
        }
        let searches = pull.configuration.containerSearches
        guard searches.count == position.containers.count else { throw Doubt.moved }
        for (index, search) in searches.enumerated() {
            position.containers[index] = try refresh(
                position.containers[index], search, connection)
        }
        return refreshes
    }

    private static func refresh(
        _ containers: ContentSyncPosition.Containers, _ search: SearchRequest,
        _ connection: Connection
    ) throws -> ContentSyncPosition.Containers {
        var watch = ContainerWatch(search.operation)
        let refresh = try RefreshSearch(
            connection: connection, search: search, cookie: Array(containers.cookie)
        ).run(into: &watch)
        let gone = refresh.gone(
            of: containers.ids.map(Anchor.init(rawValue:)), arrived: watch.anchors)
        if watch.hasContainer || !gone.isEmpty { throw Doubt.moved }
        return .init(
            refresh.cookie, watch.anchors.union(containers.ids.map(Anchor.init(rawValue:))))
    }
}

import Directory

// Asking whether pages are as they were.

extension ServicePull {
    /// Asks whether each page of a list is still as its tag has it, and each group that was asked for
    /// alone. A list of which one page changed is unknown; a group that changed is taken.
    ///
    /// A service that says so of a state that nobody ever saw is believed nothing.
    /// - SeeAlso: RFC 9110 §13.1.2
    mutating func unmodified(
        _ subject: ReadingSubject, _ old: ListState
    ) async throws -> ListChanges {
        if old.pages.isEmpty { return .unknown }
        let path = service.endpoints[subject]
        let first = try await answer(of: subject, known: .nobodys)
        if first.status == 304 {
            builder.report(.untrueTag, at: path.joined(separator: "/"))
            return .unknown
        }
        guard try total(in: first, subject) ?? old.ids.count == old.ids.count else {
            return .unknown
        }
        let list = service.configuration.url.appending(path: path)
        let pages = old.pages.map {
            HTTPRequest(.get, list.appending(escapedQuery: $0.query), known: $0.tag)
        }
        let query = builder.addQuery(subject, path.joined(separator: "/") + ", if changed")
        var isSame = true
        try await ask(pages) { pull, _, answer in
            pull.builder.count(query, resources: 0)
            isSame = answer.status == 304
            return isSame
        }
        return isSame ? try await unmodifiedAlone(old) : .unknown
    }

    /// The same of the groups that the list does not tell.
    private mutating func unmodifiedAlone(_ old: ListState) async throws -> ListChanges {
        if old.alone.isEmpty { return .unchanged }
        let path = service.endpoints[.groups].joined(separator: "/") + "/{id}, if changed"
        let query = builder.addQuery(.groups, path)
        let requests = old.alone.map {
            HTTPRequest(.get, service.address(of: Anchor($0.id), .groups), known: $0.tag)
        }
        var pages = 0
        notes.forgetAlone()
        let changed = try await apart { pull in
            let query = pull.builder.addQuery(.groups, path)
            try await pull.ask(requests) { pull, position, answer in
                pages += 1
                if answer.status == 304, requests[position].known != nil {
                    pull.notes.keep(old.alone[position])
                    return true
                }
                guard answer.status == 200 else { throw pull.refusal(answer) }
                pull.notes.note(alone: Anchor(old.alone[position].id), answer)
                return try pull.take(answer, of: query)
            }
        }
        builder.count(query, resources: changed.ids(of: .groups).count, pages: pages)
        if changed.ids(of: .groups).isEmpty { return .unchanged }
        guard changed.isComplete, !changed.hasRoundGroup else { return .unknown }
        var state = old
        state.alone = notes.resourcesAlone
        return .changed(changed, state)
    }
}

// MARK: - The first of a list

extension ServicePull {
    /// Asks for no more than the first of a list: for how many it holds.
    func answer(
        of subject: ReadingSubject, where filter: String? = nil, known: EntityTag? = nil
    ) async throws -> ServiceAnswer {
        try service.checkTime()
        let query =
            (filter.map { [("filter", $0)] } ?? [])
            + ListRequest.index(start: 1, count: 1).parameters
        let url = service.configuration.url.appending(
            path: service.endpoints[subject], query: query)
        return try await service.answer(to: HTTPRequest(.get, url, known: known))
    }

    /// How many resources the list holds, by its own word.
    /// - Returns: nil where it does not count.
    /// - Throws: ``Incomplete`` and `SCIMPageError` for what is no list.
    mutating func total(
        in answer: ServiceAnswer, _ subject: ReadingSubject
    ) throws -> Int? {
        guard answer.status == 200 else { throw refusal(answer) }
        let page = try parser.readList(
            answer.body, of: subject, at: service.endpoints[subject].joined(separator: "/"),
            in: service.configuration.id)
        return page.list.totalResults
    }
}

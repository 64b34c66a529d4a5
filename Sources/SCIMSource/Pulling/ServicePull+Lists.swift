import Directory

extension ServicePull {
    /// Reads a list as often as it takes to know that nobody was missed.
    /// - Parameter filter: what must be true of those who are listed; nil: everybody is.
    mutating func read(_ subject: ReadingSubject, filter: String? = nil) async throws {
        let mark = builder.mark
        var passes = ListPasses()
        while true {
            let walk = try await walk(
                subject, isSorted: service.provider.sorts || passes.count > 0, filter: filter)
            if let walk { builder.note(walk, of: subject, at: service.endpoints[subject]) }
            switch passes.judge(walk, builder.ids(of: subject)) {
            case .believed:
                if passes.count > 1 { notes.forgetList(subject) }
                return
            case .again: builder.forget(subject, since: mark)
            case .never(let reason): throw Incomplete(reason: reason)
            }
        }
    }

    /// One pass through a list.
    /// - Parameter mostPages: for those who only want to see whether it would work.
    /// - Returns: nil when its cursor expired: what came proves nothing then.
    mutating func walk(
        _ subject: ReadingSubject, isSorted: Bool, filter: String? = nil, mostPages: Int = .max
    ) async throws -> ListWalk? {
        let query = builder.addQuery(subject, service.endpoints[subject].joined(separator: "/"))
        var approach = ListApproach(
            service.provider,
            pageSize: service.provider.pageSize(configured: service.configuration.pageSize),
            isSorted: isSorted, filter: filter, attributes: service.schemas.attributes(of: subject))
        var walk = ListWalk(approach.first)
        var ahead = QuestionsAhead<ListRequest, Asked<ServiceAnswer>>(width: pagesAtOnce)
        defer { pagesAtOnce = ahead.width }
        var pages = 0
        notes.beginList(subject)
        while pages < mostPages {
            try service.checkTime()
            let ask = asking(subject, approach)
            let answer = try await ahead.take(walk.request, ask: ask).answer()
            guard answer.status == 200 else {
                let error = parser.errorResponse(in: answer.body)
                if pages == 0, approach.giveWay(to: answer.status, error) {
                    walk = ListWalk(approach.first)
                    continue
                }
                if pages > 0, answer.status == 400, error?.isAboutCursor == true { return nil }
                throw refusal(answer)
            }
            notes.note(
                page: answer, of: subject,
                query: approach.parameters(of: walk.request).formEncoded)
            pages += 1
            let most = pages < mostPages ? service.width : 0
            let page = try parser.readList(answer.body, of: query, into: &builder) { list in
                let next = walk.foreseen(after: list, most: most)
                ahead.foresee(next, most: most, ask: ask)
            }
            builder.note(contentType: answer.headers["Content-Type"], of: query)
            progress(builder.progress)
            switch walk.step(after: page) {
            case .ask: continue
            case .done: return walk
            case .stalled:
                throw Incomplete(reason: walk.tally.countChanged ? .listChanged : .pagingStalled)
            }
        }
        return walk
    }

    private func asking(
        _ subject: ReadingSubject, _ approach: ListApproach
    ) -> (ListRequest) -> Asked<ServiceAnswer> {
        let list = service.configuration.url.appending(path: service.endpoints[subject])
        return { [service, turn] request in
            let url = list.appending(query: approach.parameters(of: request))
            return service.ask(HTTPRequest(.get, url), after: turn)
        }
    }

    /// What a status other than success ends the reading with.
    mutating func refusal(_ answer: ServiceAnswer) -> Incomplete {
        if answer.status == 304 { return Incomplete(reason: .notModified) }
        var reason = HTTPError(
            HTTPError.Code(status: answer.status), server: service.configuration.url.origin,
            status: answer.status
        ).incompleteReason
        if let word = parser.errorResponse(in: answer.body)?.safeType {
            reason = IncompleteReason(
                code: reason.code, message: "\(reason.message), \(word)", hint: reason.hint)
        }
        return Incomplete(reason: reason, isOfRequest: true)
    }
}

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
        var ahead = QuestionsAhead<ListRequest, Asked<PageAnswer>>(width: questionsAtOnce)
        defer { questionsAtOnce = ahead.width }
        var pages = 0
        notes.beginList(subject)
        while pages < mostPages {
            try service.checkTime()
            let ask = asking(subject, approach)
            let answer = try await ahead.take(walk.request, ask: ask).answer()
            let page: SCIMPage
            switch answer.content {
            case .page(let read): page = try read.get()
            case .refusal(let refused):
                let error = parser.errorResponse(in: refused.body)
                if pages == 0, approach.giveWay(to: refused.status, error) {
                    walk = ListWalk(approach.first)
                    continue
                }
                if pages > 0, refused.status == 400, error?.isAboutCursor == true { return nil }
                throw refusal(refused)
            }
            notes.note(
                pageWith: answer.headers.entityTag, of: subject,
                query: approach.parameters(of: walk.request).formEncoded)
            pages += 1
            let most = pages < mostPages ? service.width : 0
            ahead.foresee(walk.foreseen(after: page.list, most: most), most: most, ask: ask)
            let list = builder.take(page, of: query)
            builder.note(contentType: answer.headers["Content-Type"], of: query)
            progress(builder.progress)
            switch walk.step(after: list) {
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
    ) -> (ListRequest) -> Asked<PageAnswer> {
        let path = service.endpoints[subject]
        let list = service.configuration.url.appending(path: path)
        return { [service, turn, label = path.joined(separator: "/")] request in
            let url = list.appending(query: approach.parameters(of: request))
            return service.askPage(HTTPRequest(.get, url), of: subject, at: label, after: turn)
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

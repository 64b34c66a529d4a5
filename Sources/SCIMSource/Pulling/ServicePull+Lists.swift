import Directory

extension ServicePull {
    /// Reads a list as often as it takes to know that nobody was missed.
    /// - Parameter filter: what must be true of those who are listed; nil: everybody is.
    mutating func read(_ subject: ReadingSubject, filter: String? = nil) async throws {
        let before = builder
        var passes = ListPasses()
        while true {
            builder = before
            let walk = try await walk(
                subject, isSorted: provider.sorts || passes.count > 0, filter: filter)
            if let walk { builder.note(walk, of: subject, at: endpoints[subject]) }
            switch passes.judge(walk, builder.ids(of: subject)) {
            case .believed:
                if passes.count > 1 { notes.forgetList() }
                return
            case .again: continue
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
        let query = builder.addQuery(subject, endpoints[subject].joined(separator: "/"))
        let list = configuration.url.appending(path: endpoints[subject])
        var approach = ListApproach(
            provider, pageSize: provider.pageSize(configured: configuration.pageSize),
            isSorted: isSorted, filter: filter, attributes: schemas.attributes(of: subject))
        var walk = ListWalk(approach.first)
        var pages = 0
        notes.beginList()
        while pages < mostPages {
            try checkTime()
            let response = try await client.send(
                HTTPRequest(.get, list.appending(query: approach.parameters(of: walk.request))))
            guard response.status == 200 else {
                let error = errorResponse(in: response)
                if pages == 0, approach.giveWay(to: response.status, error) {
                    walk = ListWalk(approach.first)
                    continue
                }
                if pages > 0, response.status == 400, error?.isAboutCursor == true { return nil }
                throw refusal(response)
            }
            notes.note(page: response, query: approach.parameters(of: walk.request).formEncoded)
            let page = try take(response.body, of: query)
            builder.note(contentType: response.headers["Content-Type"], of: query)
            pages += 1
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

    private mutating func take(
        _ body: [UInt8], of query: SCIMReadingBuilder.Query
    ) throws -> ListResponse {
        try body.withUnsafeBufferPointer { try parser.readList($0, of: query, into: &builder) }
    }

    mutating func errorResponse(in response: HTTPResponse) -> ErrorResponse? {
        response.body.withUnsafeBufferPointer { parser.errorResponse(in: $0) }
    }

    /// What a status other than success ends the reading with.
    mutating func refusal(_ response: HTTPResponse) -> Incomplete {
        if response.status == 304 { return Incomplete(reason: .notModified) }
        var reason = HTTPError(
            HTTPError.Code(status: response.status), server: configuration.url.origin,
            status: response.status
        ).incompleteReason
        if let word = errorResponse(in: response)?.safeType {
            reason = IncompleteReason(
                code: reason.code, message: "\(reason.message), \(word)", hint: reason.hint)
        }
        return Incomplete(reason: reason, isOfRequest: true)
    }
}

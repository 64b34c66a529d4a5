import Directory

extension ServicePull {
    /// Groups that the list shows without members are asked for one by one: there are services that
    /// list none, and an empty group must not be taken for granted.
    mutating func completeGroups() async throws {
        let bare = builder.groupsWithoutMembers
        if bare.isEmpty { return }
        let listsMembers = bare.count < builder.ids(of: .groups).count
        let path = endpoints[.groups]
        let query = builder.addQuery(.groups, path.joined(separator: "/") + "/{id}")
        var asked = 0
        while asked < bare.count {
            let batch = bare[asked..<min(asked + configuration.http.limits.exchanges, bare.count)]
            asked += batch.count
            try checkTime()
            let urls = batch.map { configuration.url.appending(path: path + [$0.rawValue]) }
            for response in try await answers(to: urls) {
                try take(response, of: query, listsMembers: listsMembers)
            }
            progress(builder.progress)
        }
    }

    /// - Returns: an answer for each, in their order.
    private func answers(to urls: [HTTPURL]) async throws -> [HTTPResponse] {
        let client = client
        return try await withThrowingTaskGroup(of: (Int, HTTPResponse).self) { group in
            for (position, url) in urls.enumerated() {
                group.addTask { (position, try await client.send(HTTPRequest(.get, url))) }
            }
            var answers = [HTTPResponse?](repeating: nil, count: urls.count)
            for try await (position, response) in group { answers[position] = response }
            return answers.compactMap(\.self)
        }
    }

    /// - Parameter listsMembers: whether the list shows members of other groups, so that one without
    ///   may be believed where a group cannot be asked for alone.
    private mutating func take(
        _ response: HTTPResponse, of query: SCIMReadingBuilder.Query, listsMembers: Bool
    ) throws {
        switch response.status {
        case 200:
            try response.body.withUnsafeBufferPointer {
                try parser.readResource($0, of: query, into: &builder)
            }
        case 404, 405, 501:
            if !listsMembers { throw Incomplete(reason: .membersUnknown) }
        default:
            throw refusal(response)
        }
    }
}

import Directory

// Several questions at once, and questions beside the reading.

extension ServicePull {
    /// Asks for resources one by one, as many at once as may be.
    /// - Parameter take: called with each position and answer, in their order; false: no more.
    mutating func ask(
        _ requests: [HTTPRequest],
        take: (inout ServicePull, Int, HTTPResponse) throws -> Bool
    ) async throws {
        var asked = 0
        while asked < requests.count {
            let batch = requests[
                asked..<min(asked + configuration.http.limits.exchanges, requests.count)]
            try checkTime()
            for (offset, response) in try await answers(to: batch).enumerated() {
                guard try take(&self, asked + offset, response) else { return }
            }
            asked += batch.count
            progress(builder.progress)
        }
    }

    /// - Returns: an answer for each, in their order.
    private func answers(to requests: ArraySlice<HTTPRequest>) async throws -> [HTTPResponse] {
        let client = client
        return try await withThrowingTaskGroup(of: (Int, HTTPResponse).self) { group in
            for (position, request) in requests.enumerated() {
                group.addTask { (position, try await client.send(request)) }
            }
            var answers = [HTTPResponse?](repeating: nil, count: requests.count)
            for try await (position, response) in group { answers[position] = response }
            return answers.compactMap(\.self)
        }
    }

    /// Reads something beside the reading, without its progress.
    /// - Returns: what that brought.
    mutating func apart(
        _ read: (inout ServicePull) async throws -> Void
    ) async throws -> SCIMReadingBuilder {
        let kept = (builder, progress)
        builder = SCIMReadingBuilder(source: configuration.id)
        progress = { _ in }
        defer { (builder, progress) = kept }
        try await read(&self)
        return builder
    }

    /// Where one resource is asked for alone.
    func address(of id: Anchor, _ subject: ReadingSubject) -> HTTPURL {
        configuration.url.appending(
            path: endpoints[subject] + [id.rawValue],
            query: schemas.attributes(of: subject).map { [("attributes", $0)] } ?? [])
    }
}

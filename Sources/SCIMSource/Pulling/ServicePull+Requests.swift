import Directory

// Several questions at once, and questions beside the reading.

extension ServicePull {
    /// Asks for resources and pages that are known by their address, as many ahead as may be.
    /// - Parameter take: called with each position and answer, in their order; false: no more.
    mutating func ask(
        _ requests: [HTTPRequest],
        take: (inout ServicePull, Int, ServiceAnswer) throws -> Bool
    ) async throws {
        let ask = { [service, turn] in service.ask($0, after: turn) }
        try await inTurn(requests, ask: ask, take: take)
    }

    /// Asks questions that are all known, as many ahead as may be.
    /// - Parameter take: called with each position and answer, in their order; false: no more.
    mutating func inTurn<Question, Answer>(
        _ questions: [Question], ask: (Question) -> Asked<Answer>,
        take: (inout ServicePull, Int, Answer) throws -> Bool
    ) async throws {
        var ahead = QuestionsAhead<Int, Asked<Answer>>(width: questionsAtOnce)
        defer { questionsAtOnce = ahead.width }
        for position in questions.indices {
            try service.checkTime()
            let answer = try await ahead.take(position) { ask(questions[$0]) }.answer()
            ahead.foresee(position + 1..<questions.count, most: service.width) {
                ask(questions[$0])
            }
            guard try take(&self, position, answer) else { return }
            progress(builder.progress)
        }
    }

    /// Reads something beside the reading, without its progress.
    /// - Returns: what that brought.
    mutating func apart(
        _ read: (inout ServicePull) async throws -> Void
    ) async throws -> SCIMReadingBuilder {
        let kept = (builder, progress)
        builder = SCIMReadingBuilder(source: service.configuration.id)
        progress = { _ in }
        defer { (builder, progress) = kept }
        try await read(&self)
        return builder
    }
}

extension ReachedService {
    /// Where one resource is asked for alone.
    func address(of id: Anchor, _ subject: ReadingSubject) -> HTTPURL {
        configuration.url.appending(
            path: endpoints[subject] + [id.rawValue],
            query: schemas.attributes(of: subject).map { [("attributes", $0)] } ?? [])
    }
}

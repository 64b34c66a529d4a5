/// Something that a service was asked, and whose answer is wanted later. Nobody's any more, it is
/// cancelled.
final class Asked<Answer: Sendable>: Sendable {
    private let turn: Turn
    private let task: Task<Answer, any Error>

    /// - Parameters:
    ///   - earlier: the turn of the whole of which it is a part; nil for what is none.
    ///   - ask: gets the turn on which all trying again must wait.
    init(
        after earlier: Turn? = nil, _ ask: @escaping @Sendable (Turn) async throws -> Answer
    ) {
        let turn = Turn(after: earlier)
        self.turn = turn
        task = Task { try await ask(turn) }
    }

    deinit { task.cancel() }

    /// Waits for the answer, whose turn it is now.
    func answer() async throws -> Answer {
        turn.come()
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}

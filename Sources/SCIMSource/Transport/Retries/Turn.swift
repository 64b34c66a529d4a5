/// When it is a request's turn that was sent ahead: only then is it tried again.
struct Turn: Sendable {
    private let coming = AsyncStream<Void>.makeStream()
    /// What must have come before.
    private let earlier: [Turn]

    init(after earlier: Turn? = nil) { self.earlier = earlier.map { [$0] } ?? [] }

    func come() { coming.continuation.finish() }

    /// Waits for it; ends at once when the task is cancelled.
    func wait() async {
        for await _ in coming.stream {}
        for turn in earlier { await turn.wait() }
    }
}

/// Questions that are asked before it is their turn, because they are foreseen.
///
/// A value that knows no server: it says what to ask, and hands out answers in the order of the turns.
/// At first one question is under way at a time; each one that was foreseen rightly makes four of one,
/// and one that was not throws away what is under way and begins anew.
struct QuestionsAhead<Question: Equatable, Answer> {
    private var underWay: [(question: Question, answer: Answer)] = []
    /// **Units:** questions that may be under way at once.
    private(set) var width: Int

    /// - Parameter width: what questions of this kind came to before.
    init(width: Int = 1) { self.width = width }

    /// The answer to a question whose turn it is.
    /// - Parameter ask: called where the question was not foreseen.
    mutating func take(_ question: Question, ask: (Question) -> Answer) -> Answer {
        guard let first = underWay.first else { return ask(question) }
        guard first.question == question else {
            underWay = []
            width = 1
            return ask(question)
        }
        width *= 4
        underWay.removeFirst()
        return first.answer
    }

    /// Asks ahead what will be asked next, as far as it is not under way.
    /// - Parameters:
    ///   - questions: in the order of their turns, beginning behind the one that was taken.
    ///   - most: how many the server takes at once.
    mutating func foresee(
        _ questions: some Sequence<Question>, most: Int, ask: (Question) -> Answer
    ) {
        width = min(width, most)
        for (position, question) in questions.prefix(width).enumerated() {
            if position < underWay.count {
                guard underWay[position].question == question else { return }
            } else {
                underWay.append((question, ask(question)))
            }
        }
    }
}

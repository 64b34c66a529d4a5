import WebTestSupport

extension ServiceHabits {
    /// What the state of a list or resource is called.
    enum Tagging: Sendable {
        case nothing
        /// By what it holds.
        case content, weakContent
        /// By what it holds, without the quotes.
        case bare
        /// All of them alike.
        case constant
        /// By where it is, whatever it holds.
        case place
    }

    /// Whose tags it says to be in force.
    enum Recognition: Sendable {
        case correct
        /// Everybody's who asks with one, or even of those who do not.
        case everybodys, unasked
    }

    /// Names the answer's state, and leaves the rest out where it is known.
    func tag(_ answer: inout Answer, known: String?, of question: ServiceQuestion) {
        guard answer.status == 200 else { return }
        let content = "\(UInt(bitPattern: answer.body.hashValue))"
        let tag: String? =
            switch tagging {
            case .nothing: nil
            case .content: "\"\(content)\""
            case .weakContent: "W/\"\(content)\""
            case .bare: content
            case .constant: "\"always\""
            case .place: "\"\(question.target.hashValue)\""
            }
        answer.headers["ETag"] = tag
        let isKnown =
            switch recognition {
            case .correct: known != nil && known == tag
            case .everybodys: known != nil
            case .unasked: true
            }
        if isKnown { answer = Answer(304, headers: tag.map { ["ETag": $0] } ?? [:]) }
    }
}

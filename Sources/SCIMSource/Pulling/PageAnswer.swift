import Directory
import Synchronization

/// What a service answered to a question for a page of a list, the page read already: where it came
/// in, beside whoever takes it.
struct PageAnswer: Sendable {
    let headers: HTTPHeaders
    let content: Content

    enum Content: Sendable {
        case page(Result<SCIMPage, SCIMPageError>)
        /// An answer of another status than success.
        case refusal(ServiceAnswer)
    }
}

extension ReachedService {
    /// - Parameters:
    ///   - label: where a finding about the page is.
    ///   - earlier: see ``Asked/init(after:_:)``.
    func askPage(
        _ request: HTTPRequest, of subject: ReadingSubject, at label: String,
        after earlier: Turn? = nil
    ) -> Asked<PageAnswer> {
        Asked(after: earlier) { turn in
            let answer = try await answer(to: request, retryingFrom: turn)
            guard answer.status == 200 else {
                return PageAnswer(headers: answer.headers, content: .refusal(answer))
            }
            let page = readers.read(answer.body, of: subject, at: label, in: configuration.id)
            return PageAnswer(headers: answer.headers, content: .page(page))
        }
    }
}

/// Readers of pages, as many as there are pages being read at once.
final class PageReaders: Sendable {
    private let fresh: SCIMPageParser
    private let idle = Mutex<[SCIMPageParser]>([])

    /// - Parameter fresh: one that has read nothing yet.
    init(_ fresh: SCIMPageParser = SCIMPageParser()) { self.fresh = fresh }

    func read(
        _ body: ParsedBody, of subject: ReadingSubject, at label: String, in source: SourceID
    ) -> Result<SCIMPage, SCIMPageError> {
        var reader = idle.withLock { $0.popLast() } ?? fresh
        defer { idle.withLock { [reader] in $0.append(reader) } }
        return Result { () throws(SCIMPageError) in
            try reader.readList(body, of: subject, at: label, in: source)
        }
    }
}

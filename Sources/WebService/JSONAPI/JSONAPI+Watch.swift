import Directory
import Entitlements
import HTTPTypes
import HummingbirdCore
import MembershipSnapshot

/// `/v1/watch`: what comes into force, as it does.
extension JSONAPI {
    private static let longest = 60

    /// Server-sent events for those who take them, else an answer as soon as there is something to say.
    func watch(_ request: WebRequest) async throws(WebProblem) -> WebAnswer {
        try request.require(.get)
        try request.query.allow(["since", "wait"])
        let watch = RevisionWatch(keeper: keeper, reader: request.reader, clock: clock)
        let since = try await revision(of: request)
        let wait = try request.query.number("wait", in: 0...Self.longest) ?? 30
        guard request.fields[.accept]?.contains(WebAnswer.MediaType.events.rawValue) == true else {
            return try await watch.poll(after: since, upTo: .seconds(wait))
        }
        // What is wrong with the question is told as a status, before the first event.
        _ = try await watch.news(after: since)
        var answer = WebAnswer(.ok, [], type: .events)
        answer.stream = { writer in
            try await watch.send(after: since, to: &writer)
            try await writer.finish(nil)
        }
        return answer
    }

    /// A client that was cut off says which event it had last; who names none begins now.
    private func revision(of request: WebRequest) async throws(WebProblem) -> Revision {
        let newest = Int(Int32.max)
        if let text = request.fields[.lastEventID] {
            guard let number = Int(text), (0...newest).contains(number) else {
                throw .badQuery("Last-Event-ID takes a revision")
            }
            return Revision(Int64(number))
        }
        if let number = try request.query.number("since", in: 0...newest) {
            return Revision(Int64(number))
        }
        guard let view = keeper.view else { throw .notReady }
        return view.organization.moment.revision
    }
}

extension HTTPField.Name {
    fileprivate static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .eTag
}

import Foundation
import Synchronization
import WebTestSupport

@testable import SCIMSource

/// A SCIM service in memory that is correct where its habits do not say otherwise, and remembers what
/// it was asked, by whom and when.
final class FaultyService: Sendable {
    typealias Answer = ScriptedWebServer.Answer

    /// One line of its log.
    struct LogEntry: Sendable {
        let target: String
        let authorization: String?
        /// The entity tag that was asked with.
        let known: String?
        let time: ContinuousClock.Instant
        /// When its answer said that the next question may come; nil when it said nothing of it.
        var notBefore: ContinuousClock.Instant?
    }

    private struct State {
        var organization: SampleOrganization
        var visits: [String: Int] = [:]
        var log: [LogEntry] = []
    }

    static let base = "/scim/v2"
    let habits: ServiceHabits
    private let clock: HurriedClock
    private let state: Mutex<State>

    init(_ habits: ServiceHabits, _ clock: HurriedClock) {
        self.habits = habits
        self.clock = clock
        state = Mutex(State(organization: habits.organization))
    }

    var log: [LogEntry] { state.withLock { $0.log } }
    /// As it is now.
    var organization: SampleOrganization { state.withLock { $0.organization } }

    func change(_ body: (inout SampleOrganization) -> Void) {
        state.withLock { body(&$0.organization) }
    }

    /// - Parameters:
    ///   - target: path and query.
    ///   - known: the entity tag that it is asked with.
    func answer(
        _ target: String, _ authorization: String?, known: String? = nil
    ) -> (ServiceQuestion, Answer) {
        state.withLock { state in
            let path = String(target.prefix { $0 != "?" })
            let visit = state.visits[path, default: 0]
            state.visits[path] = visit + 1
            let question = ServiceQuestion(
                target, below: Self.base, number: state.log.count, visit: visit)
            var answer =
                habits.instead(question) ?? serve(question, authorization, state.organization)
            habits.answer(&answer, question)
            if question.isOfUsers || question.isOfGroups {
                habits.tag(&answer, known: known, of: question)
            }
            if question.isList { habits.change?(&state.organization, question) }
            let wait = answer.headers.removeValue(forKey: "X-Wait").flatMap { Int($0) }
            state.log.append(
                LogEntry(
                    target: target, authorization: authorization, known: known, time: clock.now,
                    notBefore: wait.map { clock.now + .seconds($0) }))
            return (question, answer)
        }
    }

    private func serve(
        _ question: ServiceQuestion, _ authorization: String?, _ organization: SampleOrganization
    ) -> Answer {
        guard authorization == "Bearer t0ken" else { return .error(401) }
        switch question.path.first {
        case "ServiceProviderConfig" where question.path.count == 1: return .json(configuration)
        case "ResourceTypes" where question.path.count == 1: return .json(Self.types)
        case "Schemas" where question.path.count == 1:
            guard let schemas = habits.schemas?() else { return .error(404) }
            return .json(["totalResults": schemas.count, "Resources": schemas])
        case "Users", "Groups":
            guard let id = question.id else { return list(question, organization) }
            let resources = resources(question, organization)
            return resources.first { "\($0["id"] ?? "")" == id }.map { .json($0) } ?? .error(404)
        default: return .error(404)
        }
    }

    private var configuration: [String: Any] {
        [
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "filter": ["supported": true, "maxResults": habits.largestPage],
            "sort": ["supported": habits.announcesSorting],
            "pagination": ["cursor": habits.announcesCursors, "index": true],
        ]
    }

    private static var types: [String: Any] {
        let types = ["User", "Group"].map { name in
            [
                "name": name, "endpoint": "/\(name)s",
                "schema": "urn:ietf:params:scim:schemas:core:2.0:\(name)",
            ]
        }
        return ["Resources": types]
    }
}

extension ScriptedWebServer.Answer {
    static func json(_ object: [String: Any], _ status: Int = 200) -> Self {
        let body = try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        return Self(
            status, headers: ["Content-Type": "application/scim+json"], body: Array(body ?? Data()))
    }

    static func error(_ status: Int, _ type: String? = nil) -> Self {
        var error: [String: Any] = [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "\(status)",
        ]
        error["scimType"] = type
        return json(error, status)
    }

    /// - Parameter wait: what `headers` ask for, for the log. **Units:** seconds.
    static func notYet(_ status: Int, wait: Int, _ headers: [String: String]) -> Self {
        var answer = error(status)
        answer.headers.merge(headers) { $1 }
        answer.headers["X-Wait"] = "\(wait)"
        return answer
    }
}

import Directory
import Entitlements
import HTTPTypes
import MembershipSnapshot

/// Whether what is served can be relied on.
struct Readiness {
    private let state: ViewKeeper.State
    private let now: Timestamp

    init(_ state: ViewKeeper.State, at now: Timestamp) {
        self.state = state
        self.now = now
    }

    /// Ready once a complete snapshot is loaded. Its age is told and judged by nobody here: an old answer
    /// is better than none, and alerts tell people.
    var answer: WebAnswer {
        let organization = state.view?.organization
        let isReady = organization?.isComplete ?? false
        let completeAsOf = organization?.completeAsOf
        var answer = WebAnswer([
            "ready": .bool(isReady),
            "revision": organization.map { .number($0.moment.revision.rawValue) } ?? .null,
            "completeAsOf": .optional(completeAsOf?.description),
            "age": completeAsOf.map {
                .number(max(0, now.secondsSinceEpoch - $0.secondsSinceEpoch))
            } ?? .null,
            "storeFault": .optional(state.fault),
        ])
        if !isReady { answer.status = .serviceUnavailable }
        return answer
    }
}

import Directory
import EntitlementStore
import Entitlements
import HTTPTypes
import HummingbirdCore
import MembershipSnapshot
import NIOCore
import ServiceLifecycle

/// One client that follows the revisions: each comes once, whole and in order, however often the client
/// or this service begins anew, since the revision itself is the cursor and the store has all of them.
struct RevisionWatch: Sendable {
    /// What there is behind a revision.
    enum News: Sendable {
        case revisions([RevisionChanges], of: ServedView)
        /// More than is told change by change: the client reads what is in force, and goes on from there.
        case tooMuch(ServedView)
        case none(ServedView)
    }

    let keeper: ViewKeeper
    /// Whose token must stay in force.
    let reader: Reader
    let clock: @Sendable () -> Timestamp

    /// **Units:** changes.
    private static let most = 10_000
    private static let heartbeat = Duration.seconds(15)

    /// - Throws: ``WebProblem`` with 409 for a revision that is not served yet: another instance was
    ///   ahead, or the store is another one.
    func news(after revision: Revision) async throws(WebProblem) -> News {
        guard let view = keeper.view else { throw .notReady }
        let served = view.organization.moment.revision
        if served == revision { return .none(view) }
        guard revision < served else { throw .notYet(revision, served: served) }
        let revisions = try await keeper.read { store throws(StoreError) in
            try store.revisions(after: revision, through: served, most: Self.most)
        }
        return revisions.map { .revisions($0, of: view) } ?? .tooMuch(view)
    }

    /// The next revisions, as soon as there are any, or nothing when the time is over.
    func poll(after revision: Revision, upTo limit: Duration) async throws(WebProblem) -> WebAnswer
    {
        let end = ContinuousClock.now + limit
        for await _ in keeper.looks.stream() {
            switch try await news(after: revision) {
            case .revisions(let revisions, let view):
                guard keeper.readers?.knows(reader, at: clock()) == true else {
                    throw .opensNothing
                }
                return view.document([
                    "revisions": .array(revisions.map(view.json)),
                    "next": .number((revisions.last?.revision ?? revision).rawValue),
                ])
            case .tooMuch:
                throw WebProblem(
                    .gone, "start-again",
                    "so much has changed since revision \(revision) that it is not told one by one: "
                        + "read what is in force, and go on from its revision")
            case .none(let view):
                guard mayGoOn, ContinuousClock.now < end else {
                    return view.document([
                        "revisions": [], "next": .number(revision.rawValue),
                    ])
                }
            }
        }
        throw .notReady
    }

    /// The revisions as server-sent events, until the client goes or this service ends.
    /// - SeeAlso: https://html.spec.whatwg.org/multipage/server-sent-events.html
    @concurrent func send(
        after revision: Revision, to writer: inout any ResponseBodyWriter
    ) async throws {
        var known = revision
        var said: ContinuousClock.Instant?
        for await _ in keeper.looks.stream() {
            guard mayGoOn else { break }
            // What keeps the store from being read, or a reader behind another one, will pass.
            guard let news = try? await news(after: known) else { continue }
            switch news {
            case .revisions(let revisions, let view):
                for revision in revisions {
                    try await writer.write(
                        Self.event("revision", view.json(revision), id: revision.revision))
                    known = revision.revision
                }
            case .tooMuch(let view):
                try await writer.write(Self.event("start-again", view.state))
                return
            case .none(let view):
                if let said, said + Self.heartbeat > .now { continue }
                try await writer.write(Self.event("heartbeat", view.state))
            }
            said = .now
        }
    }

    private var mayGoOn: Bool {
        !Task.isCancelled && !Task.isShuttingDownGracefully
            && keeper.readers?.knows(reader, at: clock()) == true
    }

    private static func event(
        _ name: String, _ data: JSONValue, id: Revision? = nil
    ) -> ByteBuffer {
        var text = ByteBuffer()
        if let id { text.writeString("id: \(id)\n") }
        text.writeString("event: \(name)\ndata: ")
        text.writeBytes(CanonicalJSON.bytes(of: data))
        text.writeString("\n\n")
        return text
    }
}

extension ServedView {
    /// What is in force now, and how fresh it is.
    fileprivate var state: JSONValue {
        ["revision": .number(organization.moment.revision.rawValue), "freshness": freshness]
    }

    fileprivate func json(_ revision: RevisionChanges) -> JSONValue {
        [
            "revision": .number(revision.revision.rawValue),
            "time": .string(revision.time.description),
            "changeSet": .string(revision.changeSet.description),
            "changes": .array(
                revision.changes.map { change in
                    [
                        "action": .string(change.action.rawValue),
                        "person": [
                            "id": .string(change.key.person.rawValue),
                            "userName": .optional(change.userName),
                        ],
                        "role": .string(change.key.role.rawValue),
                        "scope": .string(organization.rendered(change.key.scope)),
                    ]
                }),
        ]
    }
}

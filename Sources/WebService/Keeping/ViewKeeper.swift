import Directory
import Dispatch
import EntitlementStore
import Entitlements
import Foundation
import MembershipSnapshot
import ServiceLifecycle
import Synchronization

/// Holds the view that is served, and puts another in its place when the store has moved on.
///
/// The store is asked on threads of its own, never for a request that the view can answer. While it
/// cannot be read, what was read last is served on, and says how old it is.
final class ViewKeeper: Service {
    /// What is served at the moment.
    struct State: Sendable {
        /// nil before the first run, and until the store could be read.
        var view: ServedView?
        /// nil until the store could be read: who may read is not known.
        var readers: ReaderTable?
        /// The label of what kept the store from being read at the last attempt.
        var fault: String?
        /// nil until the store could be counted.
        var counted: Counted?
    }

    /// The store in numbers.
    struct Counted: Sendable {
        let overview: StoreOverview
        /// When it was read.
        let time: Timestamp
        /// When it was counted, for its age.
        fileprivate let instant: ContinuousClock.Instant
    }

    private let state = Mutex(State())
    private let opened = Mutex<Opened?>(nil)
    private let past: PastViews
    /// For those who wait for what is new.
    let looks = StoreLooks()
    private let location: StoreLocation
    private let correlation: Correlation
    private let clock: @Sendable () -> Timestamp
    private let log: ServiceLog
    private let queue = DispatchQueue(label: "rollcall.store")

    private struct Opened: Sendable {
        let store: EntitlementStore
        let watch: any StoreWatch
    }

    init(
        _ location: StoreLocation, correlation: Correlation,
        clock: @escaping @Sendable () -> Timestamp, log: ServiceLog
    ) {
        self.location = location
        self.clock = clock
        self.log = log
        self.correlation = correlation
        past = PastViews(location, correlation: correlation)
    }

    var current: State { state.withLock { $0 } }
    /// The view of ``current`` alone: a copy of the whole takes time.
    var view: ServedView? { state.withLock { $0.view } }
    /// The readers of ``current`` alone.
    var readers: ReaderTable? { state.withLock { $0.readers } }

    /// Looks after the store until the service is shut down.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled { await self.lookAfterStore() }
        }
    }

    /// Reads what is new, then waits until something may be.
    private func lookAfterStore() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.readStore()
                self.looks.happened()
                // The watch is no proof: the store is asked once a second whatever it says.
                if let watch = self.opened.withLock({ $0?.watch }) {
                    _ = watch.wait(upTo: .seconds(1))
                } else {
                    Thread.sleep(forTimeInterval: 1)
                }
                continuation.resume()
            }
        }
    }

    private func readStore() {
        past.forgetOld()
        do throws(StoreError) {
            let store = try store()
            let readers = ReaderTable(try store.tokens())
            let former = view
            let view =
                try store.moment() == former?.organization.moment
                ? former
                : try OrganizationView(of: store, correlation: correlation).map(ServedView.init)
            let counted = try count(store, view: view)
            // At once: whoever finds the service ready finds the store counted.
            state.withLock { state in
                state.view = view ?? former
                state.readers = readers
                state.counted = counted
                state.fault = nil
            }
            if let view, view !== former {
                if let former { past.keep(former) }
                log(
                    .info, "a revision is served",
                    [
                        "revision": "\(view.organization.moment.revision)",
                        "people": "\(view.organization.snapshot.people.count)",
                        "entitlements": "\(view.organization.held.count)",
                    ])
            }
        } catch {
            let isNew = state.withLock { state in
                defer { state.fault = error.label }
                return state.fault != error.label
            }
            if isNew { log(.error, "the store cannot be read", ["code": error.label]) }
        }
    }

    /// Counts what is in the store when it has moved on; decisions, which do not move it, are counted now
    /// and then.
    private func count(_ store: EntitlementStore, view: ServedView?) throws(StoreError) -> Counted {
        if let counted = current.counted {
            if try store.ledgerLength() == counted.overview.ledgerEntries {
                return Counted(
                    overview: counted.overview, time: clock(), instant: counted.instant)
            }
            if counted.instant + .seconds(5) > .now,
                counted.overview.moment == view?.organization.moment
            {
                return counted
            }
        }
        return Counted(overview: try store.overview(), time: clock(), instant: .now)
    }

    private func store() throws(StoreError) -> EntitlementStore {
        if let opened = opened.withLock({ $0 }) { return opened.store }
        let store = try EntitlementStore.open(location, mode: .readOnly)
        opened.withLock { $0 = Opened(store: store, watch: store.watch()) }
        return store
    }
}

extension ViewKeeper {
    /// What the store says, for the questions that no view answers.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (EntitlementStore) throws(StoreError) -> Result
    ) async throws(WebProblem) -> Result {
        try await answer(on: .global()) { () throws(StoreError) in try body(try self.store()) }
    }

    private func answer<Result: Sendable>(
        on queue: DispatchQueue, _ body: @escaping @Sendable () throws(StoreError) -> Result
    ) async throws(WebProblem) -> Result {
        let answer = await withCheckedContinuation { continuation in
            queue.async {
                let answer: Swift.Result<Result, StoreError>
                do throws(StoreError) { answer = .success(try body()) } catch {
                    answer = .failure(error)
                }
                continuation.resume(returning: answer)
            }
        }
        switch answer {
        case .success(let result): return result
        case .failure(let error) where error.code == .unknownRevision:
            throw .badQuery("the store has no state of that revision or time")
        case .failure(let error):
            log(.error, "the store cannot be read", ["code": error.label])
            throw .unavailable("the store cannot be read at the moment")
        }
    }

    /// The view of a moment of the past; made when it is asked for, and kept for a while.
    func view(asOf moment: Moment) async throws(WebProblem) -> ServedView {
        let wanted = try await read { store throws(StoreError) in try store.moment(moment) }
        if let view = kept(where: { $0 == wanted }) { return view }
        guard past.wait() else {
            throw .unavailable("many ask for states of the past at the moment")
        }
        defer { past.done() }
        let past = past
        let view = try await answer(on: past.queue) { () throws(StoreError) in
            try past.view(wanted, asOf: moment)
        }
        guard let view else { throw .badQuery("nothing was recorded at that time yet") }
        return view
    }

    /// The view of that state, when it is served or was served lately.
    func kept(where isWanted: (StoredMoment) -> Bool) -> ServedView? {
        if let view, isWanted(view.organization.moment) { return view }
        return past.kept(where: isWanted)
    }

    /// Waits, for two seconds at most, until that revision is served.
    /// - Throws: ``WebProblem`` with 409 when it is not.
    func view(atLeast revision: Revision) async throws(WebProblem) -> ServedView {
        let end = ContinuousClock.now + .seconds(2)
        while true {
            guard let view = self.view else { throw .notReady }
            let served = view.organization.moment.revision
            if served >= revision { return view }
            guard ContinuousClock.now < end, !Task.isCancelled else {
                throw .notYet(revision, served: served)
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}

extension WebProblem {
    static let notReady = WebProblem.unavailable(
        "nothing is served yet: no run was recorded, or the store cannot be read")
}

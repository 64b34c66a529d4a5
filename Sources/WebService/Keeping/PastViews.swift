import Directory
import Dispatch
import EntitlementStore
import Entitlements
import MembershipSnapshot
import Synchronization

/// Views that were served lately, or asked for as of a time; few and not for long, since each holds an
/// organisation.
final class PastViews: Sendable {
    private struct Kept {
        let view: ServedView
        let since: ContinuousClock.Instant
    }

    private let views = Mutex<[Kept]>([])
    private let waiting = Atomic<Int>(0)
    private let opened = Mutex<EntitlementStore?>(nil)
    private let location: StoreLocation
    private let correlation: Correlation
    /// Where views are made: one at a time, since two would take the memory of two, and from a store of
    /// its own, since whoever asks for the past must not keep others from the present.
    let queue = DispatchQueue(label: "rollcall.past")

    private static let most = 3
    /// More than these do not wait for a view.
    private static let mostWaiting = 32
    /// Who pages through a list takes no longer between two pages.
    private static let longest = Duration.seconds(600)

    init(_ location: StoreLocation, correlation: Correlation) {
        self.location = location
        self.correlation = correlation
    }

    func kept(where isWanted: (StoredMoment) -> Bool) -> ServedView? {
        views.withLock { views in
            views.first { isWanted($0.view.organization.moment) }?.view
        }
    }

    /// The oldest one makes room.
    func keep(_ view: ServedView) {
        views.withLock { views in
            views.removeAll { $0.view.organization.moment == view.organization.moment }
            views.append(Kept(view: view, since: .now))
            views.removeFirst(max(0, views.count - Self.most))
        }
    }

    func forgetOld() {
        views.withLock { views in views.removeAll { $0.since + Self.longest < .now } }
    }

    /// Whether one more may wait for a view; ``done()`` when it no longer does.
    func wait() -> Bool {
        if waiting.add(1, ordering: .relaxed).newValue <= Self.mostWaiting { return true }
        done()
        return false
    }

    func done() { waiting.subtract(1, ordering: .relaxed) }

    /// The kept one, or a new one; on ``queue``.
    /// - Returns: nil when nothing was recorded at that time yet.
    func view(_ moment: StoredMoment, asOf wanted: Moment) throws(StoreError) -> ServedView? {
        if let view = kept(where: { $0 == moment }) { return view }
        let store = try store()
        guard
            let made = try OrganizationView(of: store, asOf: wanted, correlation: correlation)
                .map(ServedView.init)
        else { return nil }
        keep(made)
        return made
    }

    private func store() throws(StoreError) -> EntitlementStore {
        if let store = opened.withLock({ $0 }) { return store }
        let store = try EntitlementStore.open(location, mode: .readOnly)
        opened.withLock { $0 = store }
        return store
    }
}

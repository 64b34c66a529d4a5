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
    /// Held while a view is made: two at once would take the memory of two.
    private let making = Mutex(())
    private static let most = 3
    /// Who pages through a list takes no longer between two pages.
    private static let longest = Duration.seconds(600)

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

    /// The kept one, or a new one.
    func view(
        _ moment: StoredMoment, make: () throws(StoreError) -> OrganizationView?
    ) throws(StoreError) -> ServedView? {
        try making.withLock { _ throws(StoreError) in
            if let view = kept(where: { $0 == moment }) { return view }
            guard let made = try make().map(ServedView.init) else { return nil }
            keep(made)
            return made
        }
    }
}

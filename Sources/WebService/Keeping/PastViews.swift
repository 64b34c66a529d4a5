import EntitlementStore
import Synchronization

/// Views that were served lately, or asked for as of a time; few, since each holds an organisation.
final class PastViews: Sendable {
    private let views = Mutex<[ServedView]>([])
    /// Held while a view is made: two at once would take the memory of two.
    private let making = Mutex(())
    private static let most = 3

    func kept(where isWanted: (StoredMoment) -> Bool) -> ServedView? {
        views.withLock { $0.first { isWanted($0.organization.moment) } }
    }

    /// The oldest one makes room.
    func keep(_ view: ServedView) {
        views.withLock { views in
            views.removeAll { $0.organization.moment == view.organization.moment }
            views.append(view)
            views.removeFirst(max(0, views.count - Self.most))
        }
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

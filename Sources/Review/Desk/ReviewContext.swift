import Directory
import EntitlementStore
import Entitlements
import RoleMapping

/// A change set, and how far each change is.
struct ReviewedSet {
    /// The set, and what was decided of it.
    let stored: StoredChangeSet
    /// What each change needs.
    let review: ChangeSetReview

    /// What has become of each change. **Shape:** parallel to the set's changes.
    func states(after decisions: [Decision]) -> [ChangeState] {
        zip(stored.settled, review.states(after: decisions)).map { $0 ?? $1.state }
    }
}

/// A change set with everything that deciding it needs.
struct ReviewContext {
    let reviewed: ReviewedSet
    /// The organisation by which people are entitled to decide, or were.
    let snapshot: DirectorySnapshot
    /// As it was evaluated at the ``moment``.
    let mapping: RoleMapping
    /// The state of the store that ``snapshot`` is of.
    let moment: Moment

    /// While the set waits the organisation is today's; afterwards that of its closing.
    /// - Parameter asked: another moment than that.
    init(
        _ id: ChangeSetID, in store: EntitlementStore, by correlation: Correlation,
        asOf asked: Moment? = nil
    ) throws {
        let stored = try store.changeSet(id)
        moment = asked ?? stored.summary.closed.map(Moment.time) ?? .now
        snapshot = try store.organization(asOf: moment, by: correlation)
        guard let revision = try store.mappingRevision(asOf: moment),
            let mapping = RoleMapping.load(revision.files).mapping
        else { throw StoreError(.inconsistent, while: .read, detail: "mappings of a run") }
        self.mapping = mapping
        let review = ChangeSetReview(
            stored.changeSet, policy: ReviewPolicy(lanes: mapping.lanes),
            coverage: ApproverCoverage(
                roles: try store.roles(asOf: moment), snapshot: snapshot,
                unsettled: moment == .now ? try store.unsettledLabels() : UnsettledLabels()))
        reviewed = ReviewedSet(stored: stored, review: review)
    }

    var stored: StoredChangeSet { reviewed.stored }
    var review: ChangeSetReview { reviewed.review }

    /// See ``ReviewedSet/states(after:)``.
    func states(after decisions: [Decision]) -> [ChangeState] { reviewed.states(after: decisions) }

    /// A selection by login and role as one by ids. Only ids that were typed name a change, which is
    /// what some guards require.
    /// - Throws: ``ReviewError/Code/noneSelected`` when nothing fits.
    func selected(
        _ selection: ReviewDesk.Selection, _ verdict: Decision.Verdict
    ) throws(ReviewError) -> ChangeSetReview.Selection {
        if !selection.changes.isEmpty { return .named(selection.changes) }
        if selection.person == nil, selection.role == nil { return .everything }
        let people = selection.person.map { name in
            Set(snapshot.people(userName: name).map { snapshot.people[Int($0)].id })
        }
        let items = stored.changeSet.items.filter { item in
            let entitlement = item.change.entitlement
            return (people?.contains(entitlement.person) ?? true)
                && (selection.role.map { $0 == entitlement.role } ?? true)
        }
        guard !items.isEmpty else {
            let roles = Set(stored.changeSet.items.map(\.change.entitlement.role.rawValue))
            throw ReviewError(
                .noneSelected, while: verdict,
                choices: selection.role == nil
                    ? "`rollcall changes show` tells whom it is about"
                    : "the roles are \(roles.sorted().joined(separator: ", "))")
        }
        return .everythingOf(Set(items.map(\.id)))
    }
}

import Directory
import EntitlementStore
import Entitlements
import Reporting
import RoleMapping

/// Where change sets are decided: the policy of the mapping files, the organisation of the last run,
/// and the store, brought together.
///
/// The mappings are those that the last run evaluated, out of the store: what is reviewed does not
/// change by the edit of a file.
public struct ReviewDesk: Sendable {
    /// Open for writing where something is decided.
    let store: EntitlementStore
    /// Makes the organisation of recorded readings.
    let correlation: Correlation

    /// - Parameter correlation: as configured; makes the organisation of the recorded readings.
    public init(store: EntitlementStore, correlation: Correlation) {
        self.store = store
        self.correlation = correlation
    }

    /// Which changes a decision is about; everything that is nil or empty restricts nothing.
    public struct Selection: Sendable, Hashable {
        /// Ids, or their first digits.
        public let changes: [String]
        /// A login.
        public let person: String?
        /// Only changes of this role.
        public let role: RoleID?

        public init(changes: [String] = [], person: String? = nil, role: RoleID? = nil) {
            self.changes = changes
            self.person = person
            self.role = role
        }
    }

    /// What a decision came to.
    public struct Result: Sendable, Hashable {
        /// What was recorded.
        public var decided: [Decision] { verdicts.decisions }
        /// What is left out beside that, and why.
        public let verdicts: ChangeSetReview.Verdicts
        /// Whether the set is closed, and the next run proposes again what was rejected.
        public let isForNextRun: Bool
        /// How many changes are approved now, and not applied.
        public let approved: Int
        /// How many changes wait for approval now.
        public let waiting: Int
    }

    /// Decides as a person. Of a set that is closed only what was rejected may be approved after all,
    /// by name, as long as no other set was made: the next run then proposes it again.
    /// - Parameter userName: the login of the reviewer, whoever vouches for it.
    /// - Throws: ``ReviewError``, `StoreError`; nothing is recorded then.
    public func decide(
        _ verdict: Decision.Verdict, on id: ChangeSetID, selection: Selection, by userName: String,
        note: String?, at time: Timestamp
    ) throws -> Result {
        let context = try ReviewContext(id, in: store, by: correlation, asOf: .now)
        let isOpen = context.stored.state == .pending
        guard isOpen || (verdict == .approve && !selection.changes.isEmpty) else {
            throw StoreError(.closedChangeSet, while: .decide)
        }
        let reviewers = context.snapshot.people(userName: userName)
        guard let reviewer = reviewers.first, reviewers.count == 1 else {
            throw ReviewError(.unknownReviewer, while: verdict, reviewer: userName)
        }
        let earlier = context.stored.decisions
        let verdicts = try context.review.decide(
            verdict, try context.selected(selection, verdict),
            by: context.snapshot.people[Int(reviewer)].id, after: earlier, at: time, note: note)
        try store.record(verdicts.decisions, for: id)
        let states = context.states(after: earlier + verdicts.decisions)
        return Result(
            verdicts: verdicts, isForNextRun: !isOpen,
            approved: states.count { $0 == .approved },
            waiting: states.count { $0 == .pending || $0 == .held })
    }

    /// What people hold back of a change set: nothing once it is closed.
    /// - Throws: `StoreError`
    public func holds(on changeSet: ChangeSetSummary?) throws -> Holds {
        // The whole organisation is looked at only where somebody has held something.
        guard let changeSet, changeSet.state == .pending,
            try store.decisions(on: changeSet.id).contains(where: { $0.verdict == .hold })
        else { return Holds([]) }
        let context = try ReviewContext(changeSet.id, in: store, by: correlation)
        let decisions = context.stored.decisions
        let states = zip(context.stored.changeSet.items, context.states(after: decisions))
        let held = Set(states.filter { $0.1 == .held }.map(\.0.id))
        return Holds(decisions.filter { held.contains($0.change) })
    }

    /// Puts what is approved into force. What an exception was to give whose time has passed meanwhile
    /// is parked as stale.
    /// - Throws: `StoreError`
    public func apply(_ id: ChangeSetID, at time: Timestamp) throws -> AppliedChangeSet {
        let context = try ReviewContext(id, in: store, by: correlation)
        let changeSet = context.stored.changeSet
        let lapsed = try lapsedGrants(context, at: time)
        return try store.apply(id, digest: changeSet.digest, at: time) { decisions in
            let states = zip(changeSet.items, context.states(after: decisions))
            return JudgedChanges(
                approved: states.filter { $0.1 == .approved }.map(\.0.id),
                undecided: states.filter { $0.1 == .pending || $0.1 == .held }.map(\.0.id),
                lapsed: lapsed)
        }
    }

    /// Grants that rest on exceptions alone of which none is in force.
    private func lapsedGrants(
        _ context: ReviewContext, at time: Timestamp
    ) throws -> Set<ChangeID> {
        let items = context.stored.changeSet.items.filter {
            $0.change.action == .grant && $0.change.reason.cause == .exception
        }
        if items.isEmpty { return [] }
        let known = try store.derivations(Set(items.flatMap(\.change.derivations)))
        let inForce = Set(
            context.mapping.exceptions.filter { $0.isInForce(at: time) }.map(\.reference))
        return Set(
            items.filter { item in
                !item.change.derivations.contains { digest in
                    known[digest].map { inForce.contains($0.origin) } ?? false
                }
            }.map(\.id))
    }

    /// Lets the written policy decide what is its own, and applies that.
    /// - Parameter changeSet: what the change set holds.
    /// - Returns: nil when nothing of the set is the policy's.
    /// - Throws: `StoreError`
    public func applyPolicy(
        to id: ChangeSetID, _ changeSet: ChangeSet, lanes: [Lane], at time: Timestamp
    ) throws -> AppliedChangeSet? {
        // Of a first run there are very many changes, and usually no such lane.
        guard lanes.contains(where: { $0.decision == .automatically }) else { return nil }
        let requirements = ReviewPolicy(lanes: lanes).requirements(for: changeSet)
        guard requirements.contains(where: \.isAutomatic) else { return nil }
        let stored = try store.changeSet(id)
        guard stored.state == .pending else { return nil }
        let earlier = stored.decisions
        // Nearly always nobody has said anything, and it does not matter who might.
        let isAsked = earlier.contains(where: \.restsOnRight)
        let set =
            isAsked
            ? try ReviewContext(id, in: store, by: correlation).reviewed
            : ReviewedSet(
                stored: stored,
                review: ChangeSetReview(
                    stored.changeSet, policy: ReviewPolicy(lanes: lanes), coverage: .nobody))
        let decisions = set.review.automaticDecisions(after: earlier, at: time)
        if !decisions.isEmpty { try store.record(decisions, for: id) }
        if policysChanges(set, after: earlier + decisions).approved.isEmpty { return nil }
        return try store.apply(id, digest: stored.changeSet.digest, at: time) { decisions in
            // What somebody has spoken of since is for the next run.
            let spoken = isAsked ? [] : decisions.filter(\.restsOnRight).map(\.change)
            return policysChanges(set, after: decisions, besides: Set(spoken))
        }
    }

    /// What a person approved waits for that person's word to apply it; what the policy approved in a
    /// run that then failed does not wait again.
    private func policysChanges(
        _ set: ReviewedSet, after decisions: [Decision], besides others: Set<ChangeID> = []
    ) -> JudgedChanges {
        var (approved, undecided): ([ChangeID], [ChangeID]) = ([], [])
        let states = zip(set.states(after: decisions), set.review.requirements)
        for (item, (state, requirement)) in zip(set.stored.changeSet.items, states) {
            if state == .approved && requirement.isAutomatic && !others.contains(item.id) {
                approved.append(item.id)
            } else if [.pending, .held, .approved].contains(state) {
                undecided.append(item.id)
            }
        }
        return JudgedChanges(approved: approved, undecided: undecided)
    }
}

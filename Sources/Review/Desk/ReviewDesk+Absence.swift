import Directory
import EntitlementStore
import Entitlements
import Reporting
import RoleMapping

extension ReviewDesk {
    /// Why somebody does not hold a role: each rule that grants it, and what waits for decisions.
    /// - Parameters:
    ///   - scope: nil for any.
    ///   - mapping: as it was evaluated at the moment.
    ///   - time: the present, for exceptions; a past moment has its own.
    /// - Returns: nil when the store knows no such person or role.
    /// - Throws: `StoreError`
    public func absence(
        of role: RoleID, from person: PersonID, scope: Scope?, by mapping: RoleMapping,
        asOf moment: Moment, at time: Timestamp
    ) throws -> AbsenceExplanation? {
        guard
            let explanation = try store.explanation(
                person: person, role: role, scope: scope, asOf: moment)
        else { return nil }
        let snapshot = try store.organization(asOf: moment, by: correlation)
        let userName = { (id: PersonID) in
            snapshot.index(of: id).map { snapshot.people[Int($0)].userName }
        }
        let present = try self.time(of: moment) ?? time
        let explanations =
            snapshot.index(of: person).map {
                mapping.explain(person: $0, in: snapshot, role: role, at: present)
            } ?? []
        return AbsenceExplanation(
            person: explanation.person, role: explanation.role,
            scope: scope?.rendered(userName: userName), revision: explanation.revision,
            held: explanation.holdings.map(\.scope),
            attempts: explanations.filter { scope == nil || $0.scope == nil || $0.scope == scope }
                .map(AbsenceExplanation.Attempt.init),
            // What waited at a past moment is in its change sets; what waits today was not there.
            proposals: moment == .now
                ? try proposals(of: role, to: person, scope: scope, userName) : [],
            freshness: explanation.freshness)
    }

    /// The time by which exceptions were judged at a past moment; nil for the present.
    private func time(of moment: Moment) throws -> Timestamp? {
        switch moment {
        case .now: return nil
        case .time(let time): return time
        case .revision:
            guard let run = try store.moment(moment).run else { return nil }
            return try store.run(run)?.end
        }
    }

    /// How many of the newest change sets are searched for proposals.
    private static let searched = 10

    private func proposals(
        of role: RoleID, to person: PersonID, scope: Scope?, _ userName: (PersonID) -> String?
    ) throws -> [AbsenceExplanation.Proposal] {
        let open = try store.changeSets(states: [.pending, .rejected], limit: Self.searched)
        return try open.flatMap { summary in
            let context = try ReviewContext(summary.id, in: store, by: correlation)
            let decisions = context.stored.decisions
            return zip(context.stored.changeSet.items, context.states(after: decisions))
                .compactMap { item, state -> AbsenceExplanation.Proposal? in
                    let entitlement = item.change.entitlement
                    guard item.change.action == .grant, entitlement.person == person,
                        entitlement.role == role, scope == nil || entitlement.scope == scope
                    else { return nil }
                    return AbsenceExplanation.Proposal(
                        changeSet: summary.id, change: item.id,
                        scope: entitlement.scope.rendered(userName: userName), state: state,
                        requirement: nil, decisions: decisions.filter { $0.change == item.id })
                }
        }
    }
}

extension AbsenceExplanation.Attempt {
    fileprivate init(_ explanation: RuleExplanation) {
        var parts: [AbsenceExplanation.Part] = []
        var obstacle: String?
        switch explanation.outcome {
        case .grants: break
        case .inactive: obstacle = "the person is inactive, and the inactive hold nothing"
        case .unmatched(let failed):
            parts = failed.map {
                .init(
                    condition: $0.condition, matches: false, found: $0.found.map { [$0] } ?? [],
                    choice: $0.choice, alternative: $0.alternative)
            }
        case .noScope(let reason): obstacle = reason
        case .notInForce(let from, let until):
            obstacle = "in force \(from.map { "from \($0) " } ?? "")until \(until)"
        case .ambiguousPerson: obstacle = "several people have the login that it names"
        }
        self.init(
            rule: MappingRevision.Rule(
                reference: explanation.reference, title: explanation.title, file: explanation.file,
                line: explanation.line),
            grants: explanation.template, matches: explanation.outcome == .grants, parts: parts,
            obstacle: obstacle)
    }
}

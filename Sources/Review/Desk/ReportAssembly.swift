import Directory
import EntitlementStore
import Entitlements
import Reporting
import RoleMapping

/// Turns a stored change set into the rows of a report.
struct ReportAssembly {
    let context: ReviewContext
    private let inForce: [HeldEntitlement]
    private let recorded: [PersonID: RecordedPerson]
    private let roles: [RoleID: Role]
    private let derivations: [Digest: Derivation]
    private let rules: [RuleReference: MappingRevision.Rule]
    /// When the revisions that the rows name came into force.
    private let times: [Revision: Timestamp]

    /// Reads what the rows need, a few queries for all of them.
    /// - Parameter inForce: what was in force before the set.
    init(
        _ context: ReviewContext, in store: EntitlementStore, inForce: [HeldEntitlement]
    ) throws {
        self.context = context
        self.inForce = inForce
        let items = context.stored.changeSet.items
        recorded = try store.people(
            Set(items.flatMap(\.change.entitlement.people)), asOf: context.moment)
        roles = context.review.coverage.roles
        derivations = try store.derivations(Set(items.flatMap(\.change.derivations)))
        // What a revoked entitlement rested on may be long reworded or gone.
        rules = Dictionary(
            (context.mapping.revision.rules + (try store.everyRule())).map { ($0.reference, $0) },
            uniquingKeysWith: { first, _ in first })
        let revisions = Set(items.compactMap(\.change.preconditions.heldSince))
            .union(context.stored.applied.compactMap(\.self))
        times = try Dictionary(
            uniqueKeysWithValues: revisions.map {
                ($0, try store.moment(.revision($0)).since ?? context.stored.summary.created)
            })
    }

    /// The denominators.
    var population: Population {
        let counts = Dictionary(grouping: inForce, by: \.key.role).mapValues(\.count)
        let known = Set(counts.keys).union(context.mapping.roles.map(\.id)).sorted()
        return Population(
            people: context.snapshot.people.count,
            active: context.snapshot.people.count(where: \.isActive),
            roles: known.map { .init(role: role($0), inForce: counts[$0] ?? 0) })
    }

    /// **Shape:** as the set has them.
    var guards: [ReportedGuard] {
        context.stored.changeSet.guards.map { finding in
            ReportedGuard(
                finding: finding,
                subject: finding.subject.words(in: context.snapshot, userName: userName))
        }
    }

    /// **Shape:** in the order of the set.
    var changes: [ReportedChange] {
        let stored = context.stored
        let decisions = Dictionary(grouping: stored.decisions, by: \.change)
        let states = context.review.states(after: stored.decisions)
        let holdings = holdingsOfConflicts
        return stored.changeSet.items.indices.map { position in
            let item = stored.changeSet.items[position]
            let state = stored.settled[position] ?? states[position].state
            let change = item.change
            return ReportedChange(
                id: item.id, change: change, role: role(change.entitlement.role),
                scope: change.entitlement.scope.rendered(userName: userName),
                heldSince: moment(of: change.preconditions.heldSince),
                derivations: change.derivations.compactMap { derivations[$0] }.map(explained)
                    .sorted { $0.derivation.origin.id < $1.derivation.origin.id },
                conflicts: change.action == .grant
                    ? conflicts(of: change, among: holdings[change.entitlement.person] ?? []) : [],
                requirement: requirement(position, given: states[position].approvals.count),
                decisions: decisions[item.id] ?? [], state: state,
                applied: moment(of: stored.applied[position]))
        }
    }

    private func moment(of revision: Revision?) -> ReportedChange.Moment? {
        guard let revision, let time = times[revision] else { return nil }
        return ReportedChange.Moment(revision: revision, time: time)
    }

    private func requirement(_ position: Int, given: Int) -> ReviewRequirement {
        let requirement = context.review.requirements[position]
        let change = context.stored.changeSet.items[position].change
        let approvers = requirement.approvers.compactMap { approver -> String? in
            switch approver {
            case .roleOwner: return role(change.entitlement.role).owner.description
            case .principal(let principal): return principal.description
            case .manager:
                return context.review.coverage.manager(of: change)
                    .map { "person:\(context.snapshot.people[Int($0)].userName)" }
            }
        }
        let guards = requirement.raisedBy.map(\.rawValue).joined(separator: ", ")
        return ReviewRequirement(
            lane: requirement.lane, needed: requirement.approvals, given: given,
            approvers: Set(approvers).sorted(),
            raisedBecause: guards.isEmpty ? nil : "raised by the guard \(guards)",
            mustBeNamed: requirement.mustBeNamed)
    }

    private func explained(_ derivation: Derivation) -> ExplainedDerivation {
        let rule = rules[derivation.origin]
        return ExplainedDerivation(
            derivation: derivation, title: rule?.title ?? "no longer in the mappings",
            file: rule?.file ?? "", line: rule?.line ?? 1)
    }

    private func role(_ id: RoleID) -> Role { roles[id] ?? .undefined(id) }

    private func userName(_ id: PersonID) -> String? {
        if let index = context.snapshot.index(of: id) {
            return context.snapshot.people[Int(index)].userName
        }
        return recorded[id]?.userName
    }
}

extension ReportAssembly {
    /// The roles of everybody whom a conflict could concern, held or proposed.
    private var holdingsOfConflicts: [PersonID: Set<RoleID>] {
        let conflicting = Set(context.mapping.conflicts.flatMap(\.roles))
        guard !conflicting.isEmpty else { return [:] }
        var holdings: [PersonID: Set<RoleID>] = [:]
        for held in inForce where conflicting.contains(held.key.role) {
            holdings[held.key.person, default: []].insert(held.key.role)
        }
        for item in context.stored.changeSet.items where item.change.action == .grant {
            let entitlement = item.change.entitlement
            guard conflicting.contains(entitlement.role) else { continue }
            holdings[entitlement.person, default: []].insert(entitlement.role)
        }
        return holdings
    }

    private func conflicts(of change: Change, among roles: Set<RoleID>) -> [Conflict] {
        context.mapping.conflicts.filter { conflict in
            conflict.roles.contains(change.entitlement.role)
                && conflict.roles.count(where: roles.contains) > 1
        }
    }

    /// Everybody concerned, and their managers up to the top.
    var people: [ReportedPerson] {
        let snapshot = context.snapshot
        var concerned = Set(context.stored.changeSet.items.flatMap(\.change.entitlement.people))
        for decision in context.stored.decisions {
            if case .person(let id, userName: _) = decision.reviewer { concerned.insert(id) }
        }
        for id in concerned {
            guard let index = snapshot.index(of: id) else { continue }
            concerned.formUnion(
                snapshot.reportingLines.managers(of: index).map { snapshot.people[Int($0)].id })
        }
        return concerned.sorted().map(reported)
    }

    private func reported(_ id: PersonID) -> ReportedPerson {
        guard let index = context.snapshot.index(of: id) else {
            let known = recorded[id]
            return ReportedPerson(
                id: id, userName: known?.userName ?? id.rawValue,
                displayName: known?.displayName ?? id.rawValue, isActive: false)
        }
        let person = context.snapshot.people[Int(index)]
        let manager = context.snapshot.reportingLines.manager(of: index)
            .map { context.snapshot.people[Int($0)] }
        return ReportedPerson(
            id: id, userName: person.userName, displayName: person.displayName,
            department: person.attributes[.department], title: person.attributes[.title],
            manager: manager.map { PersonStep(id: $0.id, userName: $0.userName) },
            isActive: person.isActive, entry: person.label)
    }
}

extension Role {
    /// A role that nobody defines any more is shown by its name, as grave as can be.
    static func undefined(_ id: RoleID) -> Role {
        Role(id: id, title: id.rawValue, tier: .privileged, owner: .group("unknown"))
    }
}

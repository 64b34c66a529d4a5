import Directory
import Entitlements

extension Totals {
    /// What is summed over an organisation, or over the part of it that all arguments are of.
    /// - Parameters:
    ///   - snapshot: counted as a whole: what two parts have in common is counted in each.
    ///   - desired: what the rules grant.
    ///   - current: what is in force, and what it rests on.
    /// - Complexity: linear in people, memberships and entitlements
    public init(
        of snapshot: DirectorySnapshot, desired: DesiredEntitlements, current: RecordedState
    ) {
        self.init()
        addSizes(of: snapshot)
        addPeople(of: snapshot)
        addHeld(
            current.entitlements.ordered(by: \.key), current,
            RoleTiers(mapping: desired.mapping, recorded: current.roles), snapshot)
        var wanted: [RoleID: Int] = [:]
        for entitlement in desired.entitlements { wanted[entitlement.key.role, default: 0] += 1 }
        for (role, count) in wanted { add(count, to: .wantedOfRole, role.rawValue) }
    }

    /// Accounts, groups and memberships of each source.
    mutating func addSizes(of snapshot: DirectorySnapshot) {
        var accounts: [SourceID: Int] = [:]
        for person in snapshot.people {
            for account in person.accounts { accounts[account.source, default: 0] += 1 }
        }
        for (source, count) in accounts { add(count, to: .accounts, source.rawValue) }
        var groups: [SourceID: (count: Int, members: Int)] = [:]
        for (index, group) in snapshot.groups.enumerated() {
            let position = GroupIndex(index)
            let members =
                snapshot.memberships.directMembers(of: position).count
                + snapshot.memberships.memberGroups(of: position).count
            let former = groups[group.source] ?? (0, 0)
            groups[group.source] = (former.count + 1, former.members + members)
            if !group.isReadable { add(1, to: .unread, group.source.rawValue) }
        }
        for (source, sizes) in groups {
            add(sizes.count, to: .groups, source.rawValue)
            add(sizes.members, to: .memberships, source.rawValue)
        }
    }

    /// People, and who has a manager.
    public init(peopleOf snapshot: DirectorySnapshot) {
        self.init()
        addPeople(of: snapshot)
    }

    private mutating func addPeople(of snapshot: DirectorySnapshot) {
        add(snapshot.people.count, to: .people)
        var (managed, unmanaged) = (0, 0)
        for (index, person) in snapshot.people.enumerated() {
            if !person.isReadable {
                add(1, to: .unread, person.accounts.first?.source.rawValue ?? "")
            }
            if snapshot.reportingLines.manager(of: PersonIndex(index)) != nil {
                managed += 1
            } else if person.isActive {
                unmanaged += 1
            }
        }
        add(managed, to: .managed)
        add(unmanaged, to: .unmanaged)
    }

    private mutating func addHeld(
        _ held: [CurrentEntitlement], _ current: RecordedState, _ tiers: RoleTiers,
        _ snapshot: DirectorySnapshot
    ) {
        add(held.count, to: .entitlements)
        let holdings = Holdings(of: held, tiers: tiers)
        add(holdings.people, to: .holders)
        for (role, count) in holdings.byRole { add(count, to: .holdersOfRole, role.rawValue) }
        for (tier, count) in holdings.byTier { add(count, to: .holdersOfTier, tier.rawValue) }
        let origin = SourcesOfPeople(snapshot: snapshot, recorded: current.sources)
        var groups = GroupsOfDerivations(derivations: current.derivations)
        var (fromSource, throughGroup) = ([SourceID: Int](), [GroupID: Int]())
        held.forEachHolder { person, digests in
            for source in origin.sources(of: person) { fromSource[source, default: 0] += 1 }
            for group in groups.through(digests) { throughGroup[group, default: 0] += 1 }
        }
        for (source, count) in fromSource { add(count, to: .holdersFromSource, source.rawValue) }
        for (group, count) in throughGroup { add(count, to: .holdersThroughGroup, group.rawValue) }
    }
}

extension RecordedState {
    /// The same once what stays rests on what the rules grant it for now, as recording a run writes it:
    /// save where that would be a label of which nobody has decided yet.
    public func resting(on desired: DesiredEntitlements) -> RecordedState {
        let grounds = UnsettledGrounds(desired, reused: delta.reusedLabels)
        var entitlements = entitlements.ordered(by: \.key)
        var (next, isMoved) = (0, false)
        for wanted in desired.entitlements.ordered(by: \.key) {
            while next < entitlements.count, entitlements[next].key < wanted.key { next += 1 }
            guard next < entitlements.count, entitlements[next].key == wanted.key else { continue }
            let held = entitlements[next]
            let digests = grounds.settled(of: wanted, held: held)
            if digests.isEmpty || digests == held.derivations { continue }
            entitlements[next] = CurrentEntitlement(
                key: held.key, since: held.since, derivations: digests)
            isMoved = true
        }
        if !isMoved { return self }
        let new = desired.derivations.map { ($0.digest, $0) }
        return RecordedState(
            revision: revision, entitlements: entitlements,
            derivations: derivations.merging(new) { $1 }, roles: roles, rules: rules,
            sources: sources, proposal: proposal, delta: delta)
    }
}

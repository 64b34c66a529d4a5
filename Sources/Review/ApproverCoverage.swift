import Directory
import Entitlements
import RoleMapping

/// Who may decide which change, by the directory as it is.
///
/// Only active people decide, and nobody decides about themselves. A label that several people have
/// gives nobody a right; of several groups of one name (the same group in two sources) a person must
/// be in each, so that making a group of that name somewhere gives nobody a right either. A login or
/// a group's name that was somebody else's gives none until somebody has decided about it.
public struct ApproverCoverage: Sendable {
    /// Whose owners may decide.
    let roles: [RoleID: Role]
    /// The organisation by which people may decide.
    let snapshot: DirectorySnapshot
    /// Labels that give nobody a right.
    let unsettled: UnsettledLabels

    /// - Parameter roles: those of the mappings, and those that left them while somebody holds them.
    public init(
        roles: some Sequence<Role>, snapshot: DirectorySnapshot,
        unsettled: UnsettledLabels = UnsettledLabels()
    ) {
        self.roles = Dictionary(roles.map { ($0.id, $0) }) { first, _ in first }
        self.snapshot = snapshot
        self.unsettled = unsettled
    }

    /// Nobody may decide anything.
    static let nobody = ApproverCoverage(
        roles: [],
        snapshot: DirectorySnapshot(
            sources: [], people: [], groups: [],
            memberships: MembershipGraph(people: [], groups: [], personCount: 0),
            reportingLines: ReportingLines(managers: []), diagnostics: []))

    /// The same if every label were believed.
    var believingLabels: ApproverCoverage {
        ApproverCoverage(roles: roles.values, snapshot: snapshot)
    }

    /// By what right the person may decide the change: the first approver of the requirement that
    /// they are, as ``Decision/authority`` spells it; nil when they may not.
    public func authority(
        of reviewer: PersonID, for change: Change, under requirement: Requirement
    ) -> String? {
        guard let position = snapshot.index(of: reviewer),
            mayDecide(position), reviewer != change.entitlement.person
        else { return nil }
        return requirement.approvers.first { isApprover(position, $0, for: change) }?.description
    }

    private func isApprover(
        _ person: PersonIndex, _ approver: Approver, for change: Change
    ) -> Bool {
        switch approver {
        case .manager: manager(of: change) == person
        case .roleOwner: owner(of: change).map { isMember(person, of: $0) } ?? false
        case .principal(let principal): isMember(person, of: principal)
        }
    }

    private func isMember(_ person: PersonIndex, of principal: Principal) -> Bool {
        switch principal {
        case .person(let name): return snapshot.people(userName: name) == [person]
        case .group(let name):
            let groups = snapshot.groups(display: name)
            return !groups.isEmpty && groups.allSatisfy { isMember(person, of: $0) }
        }
    }

    /// Whether the person is in the group without a way through a group whose name is unsettled.
    private func isMember(_ person: PersonIndex, of group: GroupIndex) -> Bool {
        guard snapshot.memberships.contains(group, person) else { return false }
        return unsettled.groups.isEmpty || settledMembers(of: group).contains(person)
    }

    /// Whether the person is in a group that approves by its name, while another group of that name,
    /// which they are not in, keeps the right from them.
    func isOutvoted(_ reviewer: PersonID, on change: Change, under requirement: Requirement) -> Bool
    {
        guard let person = snapshot.index(of: reviewer), mayDecide(person),
            reviewer != change.entitlement.person
        else { return false }
        return requirement.groupNames(owner: owner(of: change)).contains { name in
            let groups = snapshot.groups(display: name)
            let own = groups.filter { isMember(person, of: $0) }
            return !own.isEmpty && own.count < groups.count
        }
    }

    private func settledMembers(of group: GroupIndex) -> Set<PersonIndex> {
        var members: Set<PersonIndex> = []
        var seen: Set<GroupIndex> = []
        var open = [group]
        while let next = open.popLast() {
            guard seen.insert(next).inserted,
                !unsettled.groups.contains(snapshot.groups[Int(next)].id)
            else { continue }
            members.formUnion(snapshot.memberships.directMembers(of: next))
            open += snapshot.memberships.memberGroups(of: next)
        }
        return members
    }

    /// The active people behind a name. **Shape:** ascending.
    func members(of principal: Principal) -> [PersonIndex] {
        switch principal {
        case .person(let name):
            let found = snapshot.people(userName: name)
            return found.count == 1 ? found.filter(mayDecide) : []
        case .group(let name):
            let groups = snapshot.groups(display: name)
            guard let first = groups.first else { return [] }
            return snapshot.memberships.allMembers(of: first).filter { person in
                mayDecide(person) && groups.allSatisfy { isMember(person, of: $0) }
            }
        }
    }

    /// Who owns the role that the change is about; nil for a role that nobody knows.
    func owner(of change: Change) -> Principal? { roles[change.entitlement.role]?.owner }

    /// The manager of the person whom the change is about.
    func manager(of change: Change) -> PersonIndex? {
        snapshot.index(of: change.entitlement.person).flatMap(
            snapshot.reportingLines.manager(of:))
    }

    /// Whether the person is active, and known to be who the login says.
    func mayDecide(_ person: PersonIndex) -> Bool {
        let record = snapshot.people[Int(person)]
        return record.isActive && !unsettled.people.contains(record.id)
    }
}

import Diagnostics
import Directory
import Entitlements
import RoleMapping

extension ApproverCoverage {
    /// Changes that not enough people may approve: they would wait for ever. One finding for each
    /// role, lane and number of people.
    /// - Parameter requirements: as many as changes, in their order.
    /// - Returns: sorted.
    public func findings(
        for changeSet: ChangeSet, under requirements: [Requirement]
    ) -> [Diagnostic] {
        var members: [Principal: [PersonIndex]] = [:]
        var shortages: [Shortage: Int] = [:]
        for (item, requirement) in zip(changeSet.items, requirements)
        where !requirement.isAutomatic {
            let eligible = countEligible(for: item.change, requirement, &members)
            guard eligible < requirement.approvals else { continue }
            let shortage = Shortage(
                role: item.change.entitlement.role, requirement: requirement, eligible: eligible)
            shortages[shortage, default: 0] += 1
        }
        return shortages.map { shortage, count in
            shortage.finding(changes: count, owner: roles[shortage.role]?.owner)
        }.sorted()
    }

    /// How many people ``authority(of:for:under:)`` has a right for; each name is looked up once.
    private func countEligible(
        for change: Change, _ requirement: Requirement,
        _ members: inout [Principal: [PersonIndex]]
    ) -> Int {
        var people: Set<PersonIndex> = []
        for approver in requirement.approvers {
            if approver == .manager {
                people.formUnion([manager(of: change)].compactMap(\.self).filter(mayDecide))
                continue
            }
            guard let principal = approver.principal(owner: owner(of: change)) else { continue }
            let found = members[principal] ?? self.members(of: principal)
            members[principal] = found
            people.formUnion(found)
            // Somebody beside the subject: more need not be counted.
            if people.count > requirement.approvals { return requirement.approvals }
        }
        if let subject = snapshot.index(of: change.entitlement.person) { people.remove(subject) }
        return people.count
    }
}

/// Changes of one kind that too few people may approve.
private struct Shortage: Hashable {
    let role: RoleID
    let requirement: Requirement
    let eligible: Int

    func finding(changes: Int, owner: Principal?) -> Diagnostic {
        let needed = requirement.approvals
        return Diagnostic(
            .warning, "review.too-few-approvers",
            "\(needed) approval\(needed == 1 ? "" : "s") needed for \(changes) "
                + "change\(changes == 1 ? "" : "s") of \(role) in the lane "
                + "\"\(requirement.lane)\", \(eligible == 1 ? "1 person" : "\(eligible) people") "
                + "may give them",
            hint: hint(owner: owner))
    }

    private func hint(owner: Principal?) -> String {
        if let name = requirement.groupNames(owner: owner).first {
            return "add active people to the group \"\(name)\""
        }
        return "add a group to the approvers of the lane \"\(requirement.lane)\""
    }
}

extension Approver {
    /// Who is meant by name; nil for the manager, and for the owner of an unknown role.
    func principal(owner: Principal?) -> Principal? {
        switch self {
        case .roleOwner: owner
        case .manager: nil
        case .principal(let principal): principal
        }
    }
}

extension Requirement {
    /// The groups whose members may approve. **Shape:** in the order of the approvers.
    func groupNames(owner: Principal?) -> [String] {
        approvers.compactMap { approver in
            guard case .group(let name) = approver.principal(owner: owner) else { return nil }
            return name
        }
    }
}

import Directory
import Entitlements

/// Grants that somebody must look at one by one.
extension GuardReview {
    /// Grants to whoever has a label that was somebody else's, grants over them, and grants that rest
    /// on such a person or group.
    var reusedLabels: [GuardFinding] {
        impact.current.delta.reusedLabels.compactMap { label in
            let grants = grants(because: label)
            guard !grants.isEmpty else { return nil }
            return GuardFinding(
                kind: .reusedLabel, subject: label.subject, measured: grants.count,
                total: impact.items.count - impact.revokes.count, limit: 0,
                summary: "\(label.title) came back under another identity: "
                    + "\(counted(grants.count, "grant")) must be named to be approved",
                changes: grants.sorted())
        }
    }

    private func grants(because label: SnapshotDelta.ReusedLabel) -> [ChangeID] {
        let digests = Set(
            impact.desired.derivations.lazy.filter(label.isUsed).map(\.digest))
        let owner = label.kind == .group ? nil : PersonID(label.now)
        return impact.items.filter { item in
            item.change.action == .grant
                && (owner.map(item.change.entitlement.people.contains) ?? false
                    || item.change.derivations.contains(where: digests.contains))
        }.map(\.id)
    }

    /// Grants after which somebody would hold two roles that a conflict keeps apart.
    var conflictsGranted: [GuardFinding] {
        conflicts.compactMap { conflict in
            let roles = Set(conflict.roles)
            let candidates = impact.items.filter {
                $0.change.action == .grant && roles.contains($0.change.entitlement.role)
            }
            let clashing = candidates.filter {
                impact.rolesAfterwards(of: $0.change.entitlement.person)
                    .intersection(roles).count > 1
            }
            guard !clashing.isEmpty else { return nil }
            let people = Set(clashing.map(\.change.entitlement.person)).count
            return GuardFinding(
                kind: .conflict, subject: .everybody, unit: .people, measured: people,
                total: Set(candidates.map(\.change.entitlement.person)).count, limit: 0,
                summary:
                    "\(people == 1 ? "1 person" : "\(people) people") would hold more than one "
                    + "of \(conflict.roles.map(\.rawValue).joined(separator: ", ")) (\(conflict.id))",
                changes: clashing.map(\.id).sorted())
        }
    }
}

extension SnapshotDelta.ReusedLabel {
    fileprivate var subject: GuardFinding.Subject {
        kind == .group ? .group(GroupID(now)) : .person(PersonID(now))
    }

    /// Without the label: a login or an address is a name.
    fileprivate var title: String {
        switch kind {
        case .userName: "a login"
        case .email: "a mail address"
        case .group: "the group name \"\(label)\""
        }
    }
}

import Entitlements
import RoleMapping

/// What the mapping files say about deciding: which change needs whose approval.
public struct ReviewPolicy: Sendable {
    /// **Shape:** the first that matches decides; see ``Lane/standard(for:)`` for what none matches.
    public let lanes: [Lane]

    public init(lanes: [Lane]) { self.lanes = lanes }

    /// What each change of a change set needs.
    ///
    /// A tripped guard raises it for the changes that it names: the first lane *with approvers* that
    /// matches decides, and one approval more than it says is needed, however many guards tripped.
    /// There is always a way through, and never a silent one.
    /// - Returns: as many as changes, in their order.
    /// - Complexity: O(lanes × changes)
    public func requirements(for changeSet: ChangeSet) -> [Requirement] {
        let changes = changeSet.items.map(\.change)
        let ordinary = lanes.assigned(to: changes)
        let raised = RaisedChanges(changeSet)
        if raised.isEmpty { return ordinary.map { Requirement($0, raisedBy: []) } }
        let attended = lanes.filter { $0.decision != .automatically }.assigned(to: changes)
        return changeSet.items.indices.map { index in
            let kinds = raised.kinds(for: changeSet.items[index].id)
            return kinds.isEmpty
                ? Requirement(ordinary[index], raisedBy: [])
                : Requirement(attended[index], raisedBy: kinds)
        }
    }
}

extension Requirement {
    fileprivate init(_ lane: Lane, raisedBy kinds: [GuardFinding.Kind]) {
        switch lane.decision {
        case .automatically:
            self.init(lane: lane.name, isAutomatic: true, approvals: 0, approvers: [])
        case .approvals(let count, let approvers):
            self.init(
                lane: lane.name, isAutomatic: false,
                approvals: max(1, count) + (kinds.isEmpty ? 0 : 1), approvers: approvers,
                mustBeNamed: kinds.contains(.reusedLabel) || kinds.contains(.conflict),
                raisedBy: kinds)
        }
    }
}

/// Which guards concern which change of a change set.
private struct RaisedChanges {
    private var byChange: [ChangeID: Set<GuardFinding.Kind>] = [:]
    /// Guards that concern every change.
    private var all: Set<GuardFinding.Kind> = []

    init(_ changeSet: ChangeSet) {
        for finding in changeSet.guards {
            if finding.changes.isEmpty { all.insert(finding.kind) }
            for change in finding.changes { byChange[change, default: []].insert(finding.kind) }
        }
    }

    var isEmpty: Bool { all.isEmpty && byChange.isEmpty }

    func kinds(for change: ChangeID) -> [GuardFinding.Kind] {
        all.union(byChange[change] ?? []).sorted { $0.rawValue < $1.rawValue }
    }
}

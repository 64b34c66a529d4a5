import Diagnostics
import Entitlements

/// Walks every kind of change through the lanes, to find lanes that nothing reaches and changes that
/// nothing takes.
struct LaneCheck {
    /// In the order in which they decide.
    let lanes: [Lane]
    /// All that a change can be about.
    let roles: [Role]

    /// What lanes look at.
    private struct Kind {
        let action: Change.Action
        let cause: ChangeReason.Cause
        let role: Role
    }

    /// Lanes that nothing reaches, privilege without approval, tiers that no lane takes.
    func findings() -> [Diagnostic] {
        var reached = Set<Int>()
        var automatic = Set<Int>()
        var open = Set<Tier>()
        for kind in kinds {
            var isTaken = false
            for (index, lane) in lanes.enumerated() where accepts(lane, kind) {
                reached.insert(index)
                if lane.decision == .automatically, kind.action == .grant,
                    kind.role.tier == .privileged
                {
                    automatic.insert(index)
                }
                // A lane with a limit lets larger sets pass to those below it.
                isTaken = lane.match.most == nil
                if isTaken { break }
            }
            if !isTaken { open.insert(kind.role.tier) }
        }
        return lanes.indices.filter { !reached.contains($0) }.map(unreachable)
            + automatic.sorted().map(automaticGrant) + open.sorted().map(untaken)
    }

    private var kinds: [Kind] {
        roles.flatMap { role in
            Change.Action.allCases.flatMap { action in
                ChangeReason.Cause.allCases.filter { $0.isPossible(for: action) }
                    .map { Kind(action: action, cause: $0, role: role) }
            }
        }
    }

    private func accepts(_ lane: Lane, _ kind: Kind) -> Bool {
        lane.match.accepts(kind.action, kind.cause, kind.role.tier, role: kind.role.id)
    }

    private func unreachable(_ index: Int) -> Diagnostic {
        Diagnostic(
            .warning, "mapping.unreachable-lane",
            "no change can reach the lane \"\(lanes[index].name)\"", at: lanes[index].place,
            hint: "a lane above takes everything that it matches, or no role or cause fits it")
    }

    private func automaticGrant(_ index: Int) -> Diagnostic {
        Diagnostic(
            .warning, "mapping.automatic-privilege",
            "the lane \"\(lanes[index].name)\" grants privileged roles without anybody's approval",
            at: lanes[index].place, hint: "match tier: [standard, sensitive], or action: revoke")
    }

    private func untaken(_ tier: Tier) -> Diagnostic {
        let count =
            if case .approvals(let count, _) = Lane.standard(for: tier).decision { count } else {
                0
            }
        return Diagnostic(
            .note, "mapping.no-lane",
            "some changes of \(tier.rawValue) roles match no lane: they need \(count) "
                + "approval\(count == 1 ? "" : "s") of the role's owner",
            at: lanes.last?.place, hint: "end the lanes with one that has match: {}")
    }
}

extension ChangeReason.Cause {
    /// Which causes a grant, and which a revocation, can have.
    fileprivate func isPossible(for action: Change.Action) -> Bool {
        switch self {
        case .joined, .matched, .reactivated: action == .grant
        case .unmatched, .inactive, .departed: action == .revoke
        case .mapping, .exception: true
        }
    }
}

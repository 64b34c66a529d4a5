import Directory

extension Sequence<Decision> {
    /// Each reviewer's last word on each change, whatever login they had at the time. **Shape:** in the
    /// order in which they were given.
    public var standing: [Decision] {
        var seen: Set<ReviewedChange> = []
        return reversed().filter { seen.insert(ReviewedChange($0)).inserted }.reversed()
    }
}

/// One reviewer's say on one change.
private struct ReviewedChange: Hashable {
    private enum Reviewer: Hashable {
        case person(PersonID)
        case policy(String)
    }

    private let change: ChangeID
    private let reviewer: Reviewer

    init(_ decision: Decision) {
        change = decision.change
        switch decision.reviewer {
        case .person(let id, userName: _): reviewer = .person(id)
        case .policy(let lane): reviewer = .policy(lane)
        }
    }
}

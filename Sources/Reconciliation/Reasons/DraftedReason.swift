import Entitlements

/// What a change says of itself beside what it does.
struct DraftedReason {
    /// For the reviewers.
    let reason: ChangeReason
    /// As the directory tells it.
    let lifeCycle: Change.LifeCycle
    /// **Shape:** sorted, unique.
    let derivations: [Digest]
}

extension Array where Element == RuleReference {
    /// The rules' and exceptions' names. **Shape:** sorted, unique.
    var names: [String] { Set(map(\.id)).sorted() }
}

extension RuleReference {
    /// `rule members-read`, `exception ex-2026-014`.
    var title: String { "\(kind.rawValue) \(id)" }

    /// Whether both are wordings of one rule.
    func isSameRule(as other: RuleReference) -> Bool { kind == other.kind && id == other.id }
}

import Directory

/// Derivations that use a label which came back under another anchor, and of which nobody has decided
/// yet: what stays in force does not go over to them by itself.
public struct UnsettledGrounds: Sendable {
    private let derivations: [Derivation]
    /// By position in ``DesiredEntitlements/derivations``. **Shape:** without those that use none.
    private let labels: [Int32: [SnapshotDelta.ReusedLabel]]

    /// - Parameter reused: labels that came back, and of which nobody has decided yet.
    public init(_ desired: DesiredEntitlements, reused: [SnapshotDelta.ReusedLabel]) {
        derivations = desired.derivations
        var labels: [Int32: [SnapshotDelta.ReusedLabel]] = [:]
        // No condition finds a group or a manager by a mail address.
        let names = reused.filter { $0.kind != .email }
        if !names.isEmpty {
            for (position, derivation) in desired.derivations.enumerated() {
                let used = names.filter { $0.isUsed(by: derivation) }
                if !used.isEmpty { labels[Int32(position)] = used }
            }
        }
        self.labels = labels
    }

    /// Whether everything may be rested on.
    public var isEmpty: Bool { labels.isEmpty }

    /// What the entitlement may rest on: what no such label is used by, and what it was granted for.
    /// - Returns: digests, sorted and unique; none when it has to stay on the basis that it has.
    public func settled(
        of wanted: DesiredEntitlements.Entitlement, held: CurrentEntitlement
    ) -> [Digest] {
        wanted.derivations.compactMap { position in
            let digest = derivations[Int(position)].digest
            return labels[position] == nil || held.derivations.contains(digest) ? digest : nil
        }
    }

    /// The labels that the ways of being granted use.
    public func labels(
        of wanted: DesiredEntitlements.Entitlement
    ) -> Set<SnapshotDelta.ReusedLabel> {
        Set(wanted.derivations.flatMap { labels[$0] ?? [] })
    }
}

extension SnapshotDelta.ReusedLabel {
    /// Whether the derivation leads through the group, or to the manager, who has the label now. A
    /// condition on `groups.value` names a group by its anchor, and does not ask what it is called.
    public func isUsed(by derivation: Derivation) -> Bool {
        switch kind {
        case .group:
            derivation.evidence.contains { evidence in
                let anchored = evidence.namesGroupByAnchor ? 1 : 0
                return evidence.paths.contains { path in
                    path.dropLast(anchored).contains { $0.id.rawValue == now }
                }
            }
        case .userName, .email: derivation.evidence.contains { $0.line.last?.id.rawValue == now }
        }
    }
}

extension Evidence {
    /// Brackets have the attribute `groups.value` too, and may ask for the name.
    fileprivate var namesGroupByAnchor: Bool {
        attribute == Attribute.groupsValue.path && !condition.contains("[")
    }
}

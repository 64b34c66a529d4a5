import Directory
import Entitlements

/// What people hold back of a change set, by who does.
public struct Holds: Sendable, Hashable {
    /// What the same people hold.
    private struct Group: Hashable {
        let holders: [String]
        var changes: [ChangeID]
    }

    /// **Shape:** the most changes first.
    private let groups: [Group]

    /// - Parameter decisions: those of the set, in the order in which they were made. A rejection ends
    ///   a hold, and so does another word of whoever holds.
    public init(_ decisions: [Decision]) {
        let standing = decisions.standing
        let rejected = Set(standing.filter { $0.verdict == .reject }.map(\.change))
        let holds = standing.filter { $0.verdict == .hold && !rejected.contains($0.change) }
        let holders = Dictionary(grouping: holds, by: \.change).mapValues {
            $0.map(\.who).sorted()
        }
        groups = Dictionary(grouping: holders.keys) { holders[$0] ?? [] }
            .map { Group(holders: $0, changes: $1.sorted()) }
            .sorted {
                ($1.changes.count, $0.holders.enumerated)
                    < ($0.changes.count, $1.holders.enumerated)
            }
    }

    /// `1 change is held by lee`, one for each group of people.
    public var sentences: [String] {
        groups.map {
            "\($0.changes.count.counted("change")) \($0.changes.count == 1 ? "is" : "are") held by "
                + $0.holders.enumerated
        }
    }

    /// `[{"by": ["lee"], "changes": ["0f3a5c7d9e1b"]}]`.
    public var json: JSONValue {
        .array(
            groups.map {
                ["by": .strings($0.holders), "changes": .strings($0.changes.map(\.description))]
            })
    }
}

extension ChangeSetReport {
    /// What people hold back of it.
    public var holds: Holds {
        Holds(changes.filter { $0.state == .held }.flatMap(\.decisions))
    }

    /// What can be approved only by its id. **Shape:** in the order of the set.
    public var mustBeNamed: [ChangeID] {
        changes.filter { $0.awaitsApproval && $0.requirement?.mustBeNamed == true }.map(\.id)
    }
}

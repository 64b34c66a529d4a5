/// How two readings of one source differ, positions aside: what a whole reading says against what was
/// put together from changes.
public struct ReadingDifference: Sendable, Hashable {
    /// **Units:** accounts that only one of them has, or that both describe differently.
    public let accounts: Int
    /// **Units:** groups likewise, their members among what describes them.
    public let groups: Int

    public var isEmpty: Bool { accounts + groups == 0 }

    /// - Complexity: linear in accounts and memberships.
    public init(_ one: SourceReading, _ other: SourceReading) {
        accounts = Self.count(one.accounts, other.accounts, anchor: \.anchor) { left, right in
            left.label == right.label && left.isActive == right.isActive
                && left.isReadable == right.isReadable && left.attributes == right.attributes
                && Self.isSame(left.manager, one, right.manager, other)
        }
        groups = Self.count(one.groups, other.groups, anchor: \.anchor) { left, right in
            left.label == right.label && left.display == right.display
                && left.unresolved == right.unresolved
                && Self.isSame(
                    left.accounts, one.accounts, right.accounts, other.accounts, \.anchor)
                && Self.isSame(left.groups, one.groups, right.groups, other.groups, \.anchor)
        }
    }

    /// Both sorted by anchor: how many are not in the other as they are here.
    private static func count<Element>(
        _ one: [Element], _ other: [Element], anchor: (Element) -> Anchor,
        isSame: (Element, Element) -> Bool
    ) -> Int {
        var (left, right, count) = (0, 0, 0)
        while left < one.count, right < other.count {
            let (first, second) = (anchor(one[left]), anchor(other[right]))
            if first == second, isSame(one[left], other[right]) { count -= 1 }
            count += 1
            if first <= second { left += 1 }
            if second <= first { right += 1 }
        }
        return count + one.count - left + other.count - right
    }

    private static func isSame<Element>(
        _ members: [Int32], _ ones: [Element], _ otherMembers: [Int32], _ others: [Element],
        _ anchor: (Element) -> Anchor
    ) -> Bool {
        members.count == otherMembers.count
            && zip(members, otherMembers).allSatisfy {
                anchor(ones[Int($0)]) == anchor(others[Int($1)])
            }
    }

    private static func isSame(
        _ manager: ManagerReference, _ one: SourceReading, _ otherManager: ManagerReference,
        _ other: SourceReading
    ) -> Bool {
        guard case .account(let left) = manager, case .account(let right) = otherManager else {
            return manager == otherManager
        }
        return one.accounts[Int(left)].anchor == other.accounts[Int(right)].anchor
    }
}

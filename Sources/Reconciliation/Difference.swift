import Entitlements

/// Where two sorted lists of entitlements differ.
struct Difference {
    /// A position in the list that has the entitlement.
    enum Step {
        case grant(Int)
        case revoke(Int)
    }

    /// **Shape:** in the order of the entitlements.
    private(set) var steps: [Step] = []

    /// - Parameters: both sorted by key, unique.
    /// - Complexity: one pass; equal lists allocate nothing.
    init(desired: [DesiredEntitlements.Entitlement], current: [CurrentEntitlement]) {
        desired.withUnsafeBufferPointer { desired in
            current.withUnsafeBufferPointer { current in
                join(desired, current)
            }
        }
    }

    private mutating func join(
        _ desired: UnsafeBufferPointer<DesiredEntitlements.Entitlement>,
        _ current: UnsafeBufferPointer<CurrentEntitlement>
    ) {
        var (wanted, held) = (0, 0)
        while wanted < desired.count, held < current.count {
            if desired[wanted].key == current[held].key {
                wanted += 1
                held += 1
            } else if desired[wanted].key < current[held].key {
                steps.append(.grant(wanted))
                wanted += 1
            } else {
                steps.append(.revoke(held))
                held += 1
            }
        }
        steps += (wanted..<desired.count).map(Step.grant)
        steps += (held..<current.count).map(Step.revoke)
    }
}

extension Array {
    /// The same elements in the order of their keys; nearly always the array itself.
    ///
    /// A store sorts by its own collation, and a merge of lists in two different orders would revoke
    /// what is granted: so the order is looked at, not believed.
    func ordered<Key: Comparable>(by key: (Element) -> Key) -> [Element] {
        let isOrdered = withUnsafeBufferPointer { elements in
            elements.indices.dropFirst().allSatisfy { key(elements[$0 - 1]) < key(elements[$0]) }
        }
        return isOrdered ? self : sorted { key($0) < key($1) }
    }
}

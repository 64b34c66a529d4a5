import Directory

/// Two passes through one list, side by side: whether what the later one lacks is gone, or was missed.
struct PassComparison {
    /// How many resources only one of the two has.
    let churn: Int
    /// Whether the resources of both came in one order: then the list has an order of its own, and a
    /// walk whose pages are joined cannot have missed anybody who was there all along.
    let isOrdered: Bool

    /// - Parameters: ids in the order in which they came, unique.
    init(_ earlier: [Anchor], _ later: [Anchor]) {
        let places = Dictionary(
            earlier.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let common = later.compactMap { places[$0] }
        churn = earlier.count + later.count - 2 * common.count
        isOrdered = zip(common, common.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// Whether the later pass may be believed.
    /// - Parameter shortage: how many resources the service counts that the pass did not bring; as
    ///   many as came or went meanwhile may be a matter of the moment.
    func bears(shortage: Int) -> Bool { isOrdered && shortage <= churn }
}

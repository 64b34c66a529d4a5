import Directory

/// The passes through one list, and when the last of them may be believed.
///
/// One pass is enough where nothing showed that the list changed and as many resources came as the
/// service counts. Otherwise a further pass has to bear it out: see ``PassComparison``.
struct ListPasses: Sendable {
    enum Verdict: Sendable, Hashable {
        case believed
        case again
        case never(IncompleteReason)
    }

    /// **Units:** passes through a list before its changes are too many.
    static let most = 3

    private(set) var count = 0
    private var latest: [Anchor]?

    /// - Parameters:
    ///   - walk: nil for one that ended early because its cursor expired.
    ///   - ids: what it brought, in the order in which it came.
    mutating func judge(_ walk: ListWalk?, _ ids: @autoclosure () -> [Anchor]) -> Verdict {
        count += 1
        guard let walk else { return count < Self.most ? .again : .never(.cursorExpired) }
        if !walk.hasChanged, walk.shortage == 0 { return .believed }
        let ids = ids()
        defer { latest = ids }
        if let latest {
            let comparison = PassComparison(latest, ids)
            if !walk.hasGap, comparison.bears(shortage: walk.shortage) { return .believed }
            if comparison.churn == 0, walk.shortage > 0 {
                return .never(.totalMismatch(walk.known, short: walk.shortage))
            }
        }
        return count < Self.most ? .again : .never(.listChanged)
    }
}

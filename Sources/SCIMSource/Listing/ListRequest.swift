/// What a list is asked for.
enum ListRequest: Sendable, Hashable {
    /// Everything, of a service that knows no paging.
    case whole
    /// **Units:** `start` is 1-based. Both are always sent: there are services that list nothing
    /// without.
    /// - SeeAlso: RFC 7644 §3.4.2.4
    case index(start: Int, count: Int)
    /// - Parameter cursor: as the page before named it; empty for the first page.
    /// - SeeAlso: RFC 9865
    case cursor(String, count: Int)

    /// The parameters of the query that stand for it, not yet escaped.
    var parameters: [(name: String, value: String)] {
        switch self {
        case .whole: []
        case .index(let start, let count):
            [("startIndex", String(start)), ("count", String(count))]
        case .cursor(let cursor, let count): [("cursor", cursor), ("count", String(count))]
        }
    }

    /// How many resources may come.
    var count: Int? {
        switch self {
        case .whole: nil
        case .index(_, let count), .cursor(_, let count): count
        }
    }

    func asking(for count: Int) -> ListRequest {
        switch self {
        case .whole: .whole
        case .index(let start, _): .index(start: start, count: count)
        case .cursor(let cursor, _): .cursor(cursor, count: count)
        }
    }
}

/// How a list is asked for, and what is tried next when the service will not have it so.
struct ListApproach: Sendable, Hashable {
    /// By id, so that an index means the same on two pages.
    private(set) var isSorted: Bool
    private(set) var first: ListRequest
    private let filter: String?
    private let attributes: String?

    /// - Parameters:
    ///   - isSorted: whether to ask for an order, also where the service does not offer one.
    ///   - filter: what must be true of those who are listed; nil: everybody is.
    ///   - attributes: what each is to show; nil: what the service shows of itself.
    init(
        _ provider: ServiceProvider, pageSize: Int, isSorted: Bool, filter: String? = nil,
        attributes: String? = nil
    ) {
        self.isSorted = isSorted
        self.filter = filter
        self.attributes = attributes
        first =
            provider.pagesByCursor
            ? .cursor("", count: pageSize) : .index(start: 1, count: pageSize)
    }

    /// The next way, after the first request was refused.
    /// - Returns: false when there is none: then the refusal stands.
    mutating func giveWay(to status: Int, _ error: ErrorResponse?) -> Bool {
        guard [400, 405, 413, 500, 501].contains(status) else { return false }
        if error?.scimType?.lowercased() == "invalidcount", let count = first.count, count > 1 {
            first = first.asking(for: max(1, count / 4))
        } else if isSorted {
            isSorted = false
        } else {
            switch first {
            case .cursor(_, let count): first = .index(start: 1, count: count)
            case .index: first = .whole
            case .whole: return false
            }
        }
        return true
    }

    func parameters(of request: ListRequest) -> [(name: String, value: String)] {
        (filter.map { [("filter", $0)] } ?? []) + request.parameters
            + (isSorted ? [("sortBy", "id")] : []) + (attributes.map { [("attributes", $0)] } ?? [])
    }
}

extension ErrorResponse {
    /// Whether the walk has to begin again.
    /// - SeeAlso: RFC 9865 §2.1
    var isAboutCursor: Bool {
        ["expiredcursor", "invalidcursor"].contains(scimType?.lowercased())
    }
}

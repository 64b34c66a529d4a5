import Foundation

/// What a list is asked for, in a query or in the body of `.search`.
/// - SeeAlso: RFC 7644 §3.4.2 and §3.4.3, RFC 9865
struct SearchRequest: Sendable {
    private(set) var filter: String?
    private(set) var sorting: Sorting?
    private(set) var projection = Projection.everything
    /// **Units:** 1-based.
    private(set) var startIndex = 1
    private(set) var count = Self.usualCount
    /// nil pages by index; empty begins a list that is paged by cursors.
    private(set) var cursor: String?

    static let usualCount = 100
    /// More than these are not sent at once, whatever is asked.
    static let mostCount = 1000
    /// Each is looked for in each resource.
    private static let mostAttributes = 100

    init(_ query: Query) throws(WebProblem) {
        func list(_ name: String) -> [String]? {
            query[name]?.split(separator: ",").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        func number(_ name: String) throws(WebProblem) -> Int? {
            guard let text = query[name] else { return nil }
            guard let number = Int(text) else { throw .badQuery("\(name) takes a whole number") }
            return number
        }
        try self.init(
            Message(
                attributes: list("attributes"), excludedAttributes: list("excludedAttributes"),
                filter: query["filter"], sortBy: query["sortBy"], sortOrder: query["sortOrder"],
                startIndex: try number("startIndex"), count: try number("count"),
                cursor: query["cursor"]))
    }

    init(body: [UInt8]) throws(WebProblem) {
        let message: Message
        do { message = try JSONDecoder().decode(Message.self, from: Data(body)) } catch {
            throw .badBody("expected a SearchRequest")
        }
        try self.init(message)
    }

    private struct Message: Decodable {
        var attributes: [String]?
        var excludedAttributes: [String]?
        var filter: String?
        var sortBy: String?
        var sortOrder: String?
        var startIndex: Int?
        var count: Int?
        var cursor: String?
    }

    private init(_ message: Message) throws(WebProblem) {
        filter = message.filter
        let names = message.attributes ?? message.excludedAttributes ?? []
        guard names.count <= Self.mostAttributes else {
            throw .badQuery("at most \(Self.mostAttributes) attributes are named at once")
        }
        switch (message.attributes, message.excludedAttributes) {
        case (nil, nil): break
        case (let names?, nil): projection = Projection(including: names)
        case (nil, let names?): projection = Projection(excluding: names)
        default: throw .badQuery("attributes and excludedAttributes do not go together")
        }
        if let path = message.sortBy {
            let order = message.sortOrder ?? "ascending"
            guard ["ascending", "descending"].contains(order) else {
                throw .badQuery("sortOrder is ascending or descending")
            }
            sorting = Sorting(path: path, isDescending: order == "descending")
        }
        cursor = message.cursor
        if message.startIndex != nil, cursor != nil {
            throw .badQuery("startIndex and cursor do not go together")
        }
        // RFC 7644 reads what is too small as the least.
        startIndex = max(1, message.startIndex ?? 1)
        if let wanted = message.count {
            if cursor != nil, wanted < 0 {
                throw .badQuery("count must not be negative", scimType: "invalidCount")
            }
            count = min(max(0, wanted), Self.mostCount)
        }
    }
}

/// In what order a list comes.
struct Sorting: Sendable {
    let path: String
    let isDescending: Bool

    /// What has no value comes last, or first in descending order; equal ones stay in the order of ids.
    func sorted(_ places: [Int32], key: (Int32) -> String?) -> [Int32] {
        var keyed = places.map { (key: key($0), place: $0) }
        keyed.sort { left, right in
            switch (left.key, right.key) {
            case (let one?, let other?) where one != other:
                isDescending ? one > other : one < other
            case (nil, .some): isDescending
            case (.some, nil): !isDescending
            default: left.place < right.place
            }
        }
        return keyed.map(\.place)
    }
}

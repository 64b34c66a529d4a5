import Foundation

/// One question to a SCIM service, taken apart.
struct ServiceQuestion: Sendable {
    /// As it was asked.
    let target: String
    /// Below the base, without escapes.
    let path: [String]
    let query: [String: String]
    /// How many questions came before it, and how many to the same path.
    let number: Int
    let visit: Int

    /// - Parameter target: path and query, the base before it.
    init(_ target: String, below base: String, number: Int, visit: Int) {
        self.target = target
        let parts = target.split(separator: "?", maxSplits: 1)
        path = parts[0].dropFirst(base.count).split(separator: "/")
            .map { $0.removingPercentEncoding ?? "" }
        let pairs = parts.dropFirst().first?.split(separator: "&") ?? []
        query = Dictionary(
            pairs.map { pair in
                let sides = pair.split(separator: "=", maxSplits: 1)
                    .map { $0.removingPercentEncoding ?? "" }
                return (sides[0], sides.count > 1 ? sides[1] : "")
            }, uniquingKeysWith: { first, _ in first })
        self.number = number
        self.visit = visit
    }

    var isOfUsers: Bool { path.first == "Users" }
    var isOfGroups: Bool { path.first == "Groups" }
    /// Nil for a list.
    var id: String? { path.count > 1 ? path[1] : nil }
    var isList: Bool { (isOfUsers || isOfGroups) && id == nil }
    /// Whether it is the page of that number of the list of users, asked for the first time.
    func isUsers(_ visit: Int) -> Bool { isOfUsers && isList && self.visit == visit }
}

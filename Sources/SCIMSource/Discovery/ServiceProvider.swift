import Directory

/// What a service says of itself, as far as reading it depends on that.
///
/// It is a hint what to try first, and never believed: each list shows by itself how it pages.
/// - SeeAlso: RFC 7643 §5; RFC 9865 §4
struct ServiceProvider: Sendable, Hashable {
    var sorts = false
    var pagesByCursor = false
    /// The most resources that one page holds; nil when it does not say.
    var largestPage: Int?

    init() {}

    /// - Parameter configuration: the `ServiceProviderConfig` resource.
    init(_ configuration: JSONValue) {
        sorts = configuration["sort"]?["supported"]?.truth ?? false
        pagesByCursor = configuration["pagination"]?["cursor"]?.truth ?? false
        let limits = [
            configuration["pagination"]?["maxPageSize"], configuration["filter"]?["maxResults"],
        ]
        largestPage = limits.compactMap { $0?.digits.flatMap { Int($0) } }.filter { $0 > 0 }.min()
    }

    /// **Units:** resources a page, where nobody says how many: what every service known allows.
    static let usualPage = 100
    /// What is asked for at most of a service that allows more: a page has to fit into memory.
    static let largestAsked = 1000

    /// - Parameter configured: as the configuration wants it.
    func pageSize(configured: Int?) -> Int {
        configured ?? min(largestPage ?? Self.usualPage, Self.largestAsked)
    }
}

extension JSONValue {
    /// The first member of that name, in any case; nil elsewhere than in an object.
    subscript(name: String) -> JSONValue? {
        children.first { $0.name.map(\.lowered) == name.utf8.map(\.lowered) }
    }
}

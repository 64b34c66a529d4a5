import Directory

/// A part of a list, and where the next one goes on.
///
/// A page begins behind a key and not at a number, so that whoever walks through a list that changes
/// meets everybody who is in it all the time exactly once.
struct Page<Element> {
    let elements: [Element]
    /// The `after` of the next page; nil at the end.
    let next: String?

    /// - Parameters:
    ///   - elements: sorted by key; those with the same key stay on one page.
    ///   - key: what `after` is compared with.
    /// - Throws: ``WebProblem`` for a limit outside 1…1000.
    init(
        _ query: Query, of elements: [Element], key: (Element) -> String
    ) throws(WebProblem) {
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let after = query["after"]
        let start = after.map { after in elements.partitionPoint { key($0) <= after } } ?? 0
        var end = min(start + limit, elements.count)
        while end > start, end < elements.count, key(elements[end]) == key(elements[end - 1]) {
            end += 1
        }
        self.elements = Array(elements[start..<end])
        next = end < elements.count && end > start ? key(elements[end - 1]) : nil
    }
}

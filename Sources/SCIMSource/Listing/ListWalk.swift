/// The walk through one list, page by page, and the proof that it left nothing out.
///
/// A value that knows no server: it is told what a page held and says what to ask next.
///
/// Index paging counts positions in a list that may change between two pages. So each page is asked
/// for from the last resource of the page before, and must hold a resource that is joined to those
/// before it: then nothing lies between the two. A page that holds none is beyond a gap, and the walk
/// steps back until it finds one. The walk ends at a page that holds the last resource alone, or at
/// nothing behind it, never at a count: counts are what servers get wrong.
struct ListWalk: Sendable {
    /// What to do next.
    enum Step: Sendable, Hashable {
        case ask(ListRequest)
        case done
        /// The server does not get on: the same page again and again.
        case stalled
    }

    /// What was asked last.
    private(set) var request: ListRequest
    private(set) var tally = ListTally()
    /// Distinct resources that came.
    private(set) var known = 0
    /// The place of the last resource of the last page that held any; -1 before.
    private var last: Int32 = -1
    private var latestPlaces: [Int32] = []
    private var latestSize = 0
    /// Places that came beyond a gap, and are not joined to the others yet.
    private var loose: Set<Int32> = []
    /// How far to step back at the next gap. **Units:** resources.
    private var stride = 1
    /// Whether the page that is asked for begins with the last resource of the page before.
    private var overlaps = false
    /// Pages in a row that brought nothing new.
    private var idle = 0
    private var cursors: Set<String> = []

    /// **Units:** pages in a row without anything new; a server may send some empty ones.
    static let mostIdlePages = 100

    init(_ request: ListRequest) { self.request = request }

    /// Whether something showed that the list changed, or could have, while it was read.
    var hasChanged: Bool { tally.hasChanged || hasGap }

    /// How many of the resources that the service counts did not come.
    var shortage: Int { max(0, (tally.leastTotal ?? 0) - known) }

    /// Whether something came that is not joined to the rest.
    var hasGap: Bool { !loose.isEmpty }

    mutating func step(after page: ListResponse) -> Step {
        let step = next(after: page)
        if case .ask(let request) = step { self.request = request }
        return step
    }

    private mutating func next(after page: ListResponse) -> Step {
        let before = known
        known = max(known, Int(page.places.max() ?? -1) + 1)
        idle = known == before ? idle + 1 : 0
        tally.count(page, isNew: known > before)
        guard idle <= Self.mostIdlePages else { return .stalled }
        switch request {
        case .cursor("", let count)
        where page.nextCursor == nil && page.resources < page.totalResults ?? 0:
            // Announced, and ignored: it is the first page by index.
            return follow(page, from: 1, count, before)
        case .cursor(let cursor, let count): return follow(page, from: cursor, count)
        case .whole, .index:
            if let cursor = page.nextCursor {
                // Offered where an index was asked for: then it is the better way.
                return .ask(.cursor(cursor, count: request.count ?? page.resources))
            }
            guard case .index(let start, let count) = request else { return .done }
            return follow(page, from: start, count, before)
        }
    }

    private mutating func follow(
        _ page: ListResponse, from cursor: String, _ count: Int
    ) -> Step {
        if page.repeated > 0 { tally.noteChange() }
        guard let next = page.nextCursor else { return .done }
        let isKnown = !cursors.insert(next).inserted
        // A service may keep the position itself, under one cursor: then pages differ.
        return isKnown && idle > 0 ? .stalled : .ask(.cursor(next, count: count))
    }

    private mutating func follow(
        _ page: ListResponse, from start: Int, _ count: Int, _ before: Int
    ) -> Step {
        guard let end = page.places.last else { return nothing(at: start, count) }
        let size = page.distinctResources
        let isJoined =
            !overlaps || start == 1
            || page.places.contains { $0 >= 0 && $0 < before && !loose.contains($0) }
        guard isJoined else {
            tally.noteChange()
            loose.formUnion(page.places.filter { $0 >= before })
            return stepBack(from: start, count)
        }
        if !loose.isEmpty { loose.subtract(page.places) }
        defer { (last, latestPlaces, latestSize) = (end, page.places, size) }
        stride = 1
        if known == before {
            if end == last, size == 1, start > 1 { return .done }
            if page.places == latestPlaces { return sameAgain(page, from: start, count) }
        }
        let seen = page.places.count { 0..<Int32(before) ~= $0 }
        // Of a page of one there is nothing to hold on to, and so no proof that nothing lay between.
        if seen > (overlaps ? 1 : 0) || !overlaps && before > 0 { tally.noteChange() }
        overlaps = size > 1
        return .ask(.index(start: start + max(1, size - 1), count: count))
    }

    /// The page before came again. A service without paging sends the whole list, however little it is
    /// asked for; one that minds the count and not the start never shows the rest.
    private func sameAgain(_ page: ListResponse, from start: Int, _ count: Int) -> Step {
        guard page.resources == known, shortage == 0 else { return .stalled }
        return count < page.resources
            ? .done : .ask(.index(start: start, count: page.resources - 1))
    }

    /// Nothing at that position: behind the end, or the list has become shorter.
    private mutating func nothing(at start: Int, _ count: Int) -> Step {
        if start == 1 || latestSize == 1 { return .done }
        tally.noteChange()
        return stepBack(from: start, count)
    }

    private mutating func stepBack(from start: Int, _ count: Int) -> Step {
        guard start > 1 else { return .stalled }
        overlaps = true
        defer { stride *= 2 }
        return .ask(.index(start: max(1, start - stride), count: count))
    }
}

extension ListWalk {
    /// What will be asked next, as far as it can be told before the resources of a page are read: the
    /// cursor that it names, or the next positions of a list that tells its size, where nothing showed
    /// a change and all pages are as full as the one before.
    /// - Parameter page: what the answer to ``request`` says of the list.
    /// **Shape:** in the order of the walk; empty where nothing is foreseen.
    func foreseen(after page: ListResponse, most: Int) -> [ListRequest] {
        if let cursor = page.nextCursor {
            guard case .cursor(_, let count) = request else { return [] }
            return [.cursor(cursor, count: count)]
        }
        guard case .index(var start, let count) = request, overlaps, latestSize == count,
            !hasChanged, let total = tally.leastTotal, page.totalResults == total
        else { return [] }
        var requests: [ListRequest] = []
        while requests.count < most {
            // The last one shows the last resource alone.
            let size = min(count, total - start + 1)
            guard size > 1 else { break }
            start += size - 1
            requests.append(.index(start: start, count: count))
        }
        return requests
    }
}

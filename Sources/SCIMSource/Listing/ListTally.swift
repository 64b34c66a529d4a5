/// What the pages of a list say of its size, and whether it stayed the same.
struct ListTally: Sendable {
    /// The least that a page counted; nil when none did, or the counts are those of single pages.
    var leastTotal: Int? { isByPage ? nil : least }
    var hasChanged: Bool { countChanged || isOdd }
    /// Whether two pages counted differently.
    private(set) var countChanged = false
    private var isOdd = false
    private var least: Int?
    private var latest: Int?
    private var pagesWithResources = 0
    /// Whether each page counted just what it held.
    private var countsItself = true

    /// Whether `totalResults` is the size of the page, and says nothing of the list.
    var isByPage: Bool { countsItself && pagesWithResources > 1 }

    /// - Parameter isNew: whether a resource came that had not come before.
    mutating func count(_ page: ListResponse, isNew: Bool) {
        if page.resources > 0, isNew { pagesWithResources += 1 }
        guard let total = page.totalResults else { return }
        if page.resources > 0, total != page.resources { countsItself = false }
        if let latest, latest != total, !isByPage { countChanged = true }
        latest = total
        least = min(least ?? total, total)
    }

    mutating func noteChange() { isOdd = true }
}

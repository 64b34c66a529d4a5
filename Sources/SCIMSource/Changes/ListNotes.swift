import Directory

/// What is noted while a service is read, for the state that the reading leaves behind.
struct ListNotes: Sendable {
    /// By the server's clock, when it was asked first; nil when it does not show it.
    var start: Timestamp?
    /// Whether the members of groups came from asking for people: then no group says who they are.
    var findsMembersByFilter = false
    /// Groups that were asked for alone, by id.
    private var alone: [String: EntityTag?] = [:]
    /// Whether something of the reading before is in this one.
    var isPutTogether = false
    /// What each list leaves behind.
    var lists: [ReadingSubject: ListState] = [:]
    /// Of the lists whose pages all came with a tag so far.
    private var pages: [ReadingSubject: [ListState.Page]] = [:]

    /// **Units:** pages, or groups asked for alone; of more none is remembered.
    private static let most = 4000

    mutating func beginList(_ subject: ReadingSubject) { pages[subject] = [] }

    /// A page's tags say nothing of a list that changed while it was read.
    mutating func forgetList(_ subject: ReadingSubject) { pages[subject] = nil }

    /// - Parameter query: escaped, as it was asked.
    mutating func note(
        pageWith tag: EntityTag?, of subject: ReadingSubject, query: @autoclosure () -> String
    ) {
        guard let tag, pages[subject]?.count ?? Self.most < Self.most else {
            return forgetList(subject)
        }
        pages[subject]?.append(ListState.Page(query: query(), tag: tag))
    }

    /// Takes what was noted of a list that was read beside.
    mutating func take(_ subject: ReadingSubject, of other: ListNotes) {
        pages[subject] = other.pages[subject]
    }

    mutating func note(alone id: Anchor, _ answer: ServiceAnswer) {
        alone[id.rawValue] = .some(answer.tag)
    }

    mutating func keep(_ resource: ListState.Resource) {
        alone[resource.id] = .some(resource.tag)
    }

    /// **Shape:** sorted by id.
    var resourcesAlone: [ListState.Resource] {
        alone.sorted { $0.key < $1.key }.map { ListState.Resource(id: $0, tag: $1) }
    }

    mutating func forgetAlone() { alone = [:] }

    /// A list that was read as a whole.
    func list(of ids: IDTally, _ subject: ReadingSubject) -> ListState {
        var list = ListState(ids: ids)
        let isToldByGroups = subject == .people || !findsMembersByFilter
        if let pages = pages[subject], isToldByGroups, alone.count <= Self.most {
            list.pages = pages
            if subject == .groups { list.alone = resourcesAlone }
        }
        return list
    }
}

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
    /// nil when a page of the list that is being read came without a tag.
    private var pages: [ListState.Page]? = []

    /// **Units:** pages, or groups asked for alone; of more none is remembered.
    private static let most = 4000

    mutating func beginList() { pages = [] }

    /// A page's tags say nothing of a list that changed while it was read.
    mutating func forgetList() { pages = nil }

    /// - Parameter query: escaped, as it was asked.
    mutating func note(page response: HTTPResponse, query: @autoclosure () -> String) {
        guard let tag = response.tag, pages?.count ?? Self.most < Self.most else {
            pages = nil
            return
        }
        pages?.append(ListState.Page(query: query(), tag: tag))
    }

    mutating func note(alone id: Anchor, _ response: HTTPResponse) {
        alone[id.rawValue] = .some(response.tag)
    }

    mutating func keep(_ resource: ListState.Resource) {
        alone[resource.id] = .some(resource.tag)
    }

    /// **Shape:** sorted by id.
    var resourcesAlone: [ListState.Resource] {
        alone.sorted { $0.key < $1.key }.map { ListState.Resource(id: $0, tag: $1) }
    }

    mutating func forgetAlone() { alone = [:] }

    /// The list that was read last, as a whole.
    func list(of ids: [Anchor], _ subject: ReadingSubject) -> ListState {
        var list = ListState(ids: IDTally(ids))
        let isToldByGroups = subject == .people || !findsMembersByFilter
        if let pages, isToldByGroups, alone.count <= Self.most {
            list.pages = pages
            if subject == .groups { list.alone = resourcesAlone }
        }
        return list
    }
}

extension HTTPResponse {
    /// nil where there is none that could be asked with.
    var tag: EntityTag? { headers["ETag"].flatMap(EntityTag.init) }
}

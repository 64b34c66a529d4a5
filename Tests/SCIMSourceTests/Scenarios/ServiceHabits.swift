import WebTestSupport

/// The ways of a service; these are those of a correct one that pages by index.
struct ServiceHabits: Sendable {
    typealias Answer = ScriptedWebServer.Answer

    /// What it does with a filter.
    enum Filtering: Sendable {
        case works, refuses, ignores, findsNothing
    }

    var organization = SampleOrganization()
    /// What is true in the end, where the organisation alone does not say it.
    var facts: @Sendable (inout Facts) -> Void = { _ in }

    /// What ServiceProviderConfig says, and what holds.
    var announcesCursors = false
    var announcesSorting = false
    var pagesByCursor = false
    var sorts = false
    /// **Units:** resources a page: where nobody asks for a number, and at most.
    var usualPage = 100
    var largestPage = 200
    var listsMembers = true
    /// By id.
    var showsMembers = true
    /// **Units:** members that a list, or a group by id, shows at most.
    var listedMembers = Int.max
    var shownMembers = Int.max
    var filtering = Filtering.works
    /// What it does with a filter of `meta.lastModified`.
    var filteringTimes = Filtering.works
    var showsTimes = true
    var tagging = Tagging.nothing
    var recognition = Recognition.correct
    /// The schemas that it tells; nil: none.
    var schemas: (@Sendable () -> [[String: Any]])?

    /// Answers instead of the service; nil: the service does.
    var instead: @Sendable (ServiceQuestion) -> Answer? = { _ in nil }
    /// The order of a list at the moment of a question. **Shape:** indices.
    var order: @Sendable (inout [Int], ServiceQuestion) -> Void = { _, _ in }
    /// Which part of a list a page is, given the size of the list.
    var part: @Sendable (inout Range<Int>, Int, ServiceQuestion) -> Void = { _, _, _ in }
    /// How a position looks as a cursor; its digits are the number.
    var cursor: @Sendable (Int) -> String = { "after-\($0)" }
    var page: @Sendable (inout [String: Any], ServiceQuestion) -> Void = { _, _ in }
    var resource: @Sendable (inout [String: Any], ServiceQuestion) -> Void = { _, _ in }
    var answer: @Sendable (inout Answer, ServiceQuestion) -> Void = { _, _ in }
    /// What happens in the organisation after a page.
    var change: (@Sendable (inout SampleOrganization, ServiceQuestion) -> Void)?
    /// What goes over the wire instead of the answer, which is given as text; nil: the answer.
    var wire: (@Sendable (ServiceQuestion, String) -> [RawWebServer.Step]?)?
}

extension ServiceHabits {
    mutating func useCursors() {
        announcesCursors = true
        pagesByCursor = true
    }

    mutating func useSorting() {
        announcesSorting = true
        sorts = true
    }
}

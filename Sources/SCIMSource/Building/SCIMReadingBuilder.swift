import Diagnostics
import Directory

/// Turns the resources of all pages into a reading.
///
/// A resource that comes again on a later page, as pages overlap, is taken once, as it came last. One
/// that comes twice on one page with different content makes the reading incomplete.
package struct SCIMReadingBuilder: Sendable {
    /// A question to the source whose answers are being read.
    package struct Query: Sendable, Hashable {
        package let subject: ReadingSubject
        fileprivate let index: Int
    }

    /// Why a resource came.
    package enum Arrival: Sendable {
        /// As a part of a list.
        case listed
        /// Asked for by its id: what a list said of it before is replaced.
        case requested
    }

    /// Who is a member, as the group says it.
    struct Member: Sendable, Equatable {
        /// A number of the known ids.
        let reference: Int32
        let type: MemberType
    }

    let source: SourceID
    var accounts: [AccountDraft] = []
    var groups: [GroupDraft] = []
    /// The members of all groups.
    var members: [Member] = []
    /// Of accounts and groups, and of whoever was named.
    var knownIDs = KnownIDs()
    /// How many resources came again.
    var repeated = 0
    /// Of the resources that came since ``takePlaces()``, in their order, the positions in the
    /// accounts or groups; -1 for one that was left out.
    var places: [Int32] = []
    /// Of every group that came, when it had changed last.
    var groupTimes = ChangeTimes()
    private var queries: [ReadingQuery] = []
    /// Why the reading is not complete.
    private(set) var reasons: [IncompleteReason] = []
    private var findings = FindingList()
    private var habits = HabitTally()

    package init(source: SourceID) { self.source = source }

    /// What has been read so far.
    package var progress: ReadingProgress {
        ReadingProgress(source: source, people: accounts.count, groups: groups.count)
    }
}

/// What a group says that a member is.
enum MemberType: UInt8, Sendable {
    case unstated, user, group
    /// A device, or something unusable: nobody whom the reading can hold.
    case other
}

// MARK: - Resources

extension SCIMReadingBuilder {
    /// Makes room when there is nothing yet: growing step by step takes twice the time and memory.
    /// - Parameter count: what the service says; believed up to a limit.
    mutating func reserve(_ count: Int, of subject: ReadingSubject) {
        let count = min(count, 1 << 18)
        switch subject {
        case .people where accounts.isEmpty:
            accounts.reserveCapacity(count)
            knownIDs.reserve(count)
        case .groups where groups.isEmpty: groups.reserveCapacity(count)
        default: break
        }
    }

    /// - Parameter id: the number of its id.
    mutating func add(_ account: AccountDraft, id: Int32, _ arrival: Arrival) {
        let known = knownIDs[id].account
        guard known >= 0 else {
            knownIDs.give(id, toAccount: accounts.count)
            places.append(Int32(accounts.count))
            accounts.append(account)
            return
        }
        let isSame = accounts[Int(known)] == account
        if replaces(known, isSame, arrival, Self.label(of: account)) {
            accounts[Int(known)] = account
        }
    }

    /// - Parameter group: its members are the last ones of ``members``.
    mutating func add(_ group: GroupDraft, _ arrival: Arrival) {
        let id = knownIDs.number(of: group.anchor)
        let known = knownIDs[id].group
        guard known >= 0 else {
            knownIDs.give(id, toGroup: groups.count)
            places.append(Int32(groups.count))
            groups.append(group)
            return
        }
        // Alone it may show fewer than in the list: those who were listed are members all the same.
        if arrival == .requested, group.members.count < groups[Int(known)].members.count {
            return removeMembers(from: group.members.lowerBound)
        }
        let isSame = isSame(groups[Int(known)], group)
        if replaces(known, isSame, arrival, group.label) {
            groups[Int(known)] = group
        } else {
            removeMembers(from: group.members.lowerBound)
        }
    }

    /// Whether what came again counts from now on: so when it came on another page, or was asked for,
    /// and was changed in between. Two on one page are of one moment, and nobody knows which is true.
    private mutating func replaces(
        _ known: Int32, _ isSame: Bool, _ arrival: Arrival, _ label: @autoclosure () -> String
    ) -> Bool {
        defer { places.append(known) }
        guard arrival == .listed else { return true }
        repeated += 1
        guard places.contains(known) else { return !isSame }
        report(isSame ? .repeatedResource : .differentTwice, at: label())
        if !isSame { markIncomplete(.differentTwice) }
        return false
    }

    /// Where the service has an account.
    static func label(of account: AccountDraft) -> String {
        accountPath + account.anchor.rawValue
    }

    /// What stands before the id.
    static let accountPath = "Users/"

    /// Leaves out what cannot be told from others: somebody known from before may be behind it.
    mutating func leaveOut(from query: Query, at label: String) {
        report(.noID, at: label)
        places.append(-1)
        queries[query.index].exclude(because: .noAnchor)
        markIncomplete(.unusableResource)
    }

    mutating func takePlaces() -> [Int32] {
        defer { places = [] }
        return places
    }

    /// The ids of the people or groups that came, in the order in which they came first.
    func ids(of subject: ReadingSubject) -> [Anchor] {
        switch subject {
        case .people: accounts.map(\.anchor)
        case .groups: groups.map(\.anchor)
        }
    }

    mutating func addMember(_ member: Member) { members.append(member) }

    /// - Parameter time: `meta.lastModified` of a group that came; nil when it says none.
    mutating func note(_ time: Timestamp?, ofGroup id: Anchor) { groupTimes.count(time, of: id) }

    /// Takes back the members of a group that is not kept.
    mutating func removeMembers(from first: Int) { members.removeLast(members.count - first) }

    /// What stands for an id or name: the number of it.
    mutating func reference(to id: UnsafeBufferPointer<UInt8>) -> Int32 {
        knownIDs.number(of: Anchor(exactly: id))
    }

    func has(_ id: Anchor, _ subject: ReadingSubject) -> Bool {
        guard let entry = knownIDs.entry(of: id) else { return false }
        return subject == .people ? entry.account >= 0 : entry.group >= 0
    }

    /// The id or name, as the source spells it.
    func spelling(of reference: Int32) -> String { knownIDs[reference].anchor.rawValue }

    private func isSame(_ one: GroupDraft, _ other: GroupDraft) -> Bool {
        one.display == other.display
            && members[one.members].elementsEqual(members[other.members])
    }
}

// MARK: - The certificate

extension SCIMReadingBuilder {
    /// Opens a question; the certificate lists them in this order.
    /// - Parameter query: see ``ReadingQuery/query``.
    package mutating func addQuery(_ subject: ReadingSubject, _ query: String) -> Query {
        queries.append(
            ReadingQuery(subject: subject.rawValue, query: query, entries: 0, pages: 0))
        return Query(subject: subject, index: queries.count - 1)
    }

    /// Notes why the reading is not complete; a reason is kept once.
    package mutating func markIncomplete(_ reason: IncompleteReason) {
        if !reasons.contains(reason) { reasons.append(reason) }
    }

    /// What a list that is being read can be forgotten back to.
    struct Mark {
        fileprivate let queries: [ReadingQuery]
        fileprivate let reasons: [IncompleteReason]
        fileprivate let findings: FindingList
        fileprivate let habits: HabitTally
    }

    var mark: Mark {
        Mark(queries: queries, reasons: reasons, findings: findings, habits: habits)
    }

    /// Forgets the list that was read last, in order to read it again: no copy of everybody needs be
    /// kept for that.
    mutating func forget(_ subject: ReadingSubject, since mark: Mark) {
        switch subject {
        case .people:
            accounts = []
        case .groups:
            (groups, members, groupTimes) = ([], [], ChangeTimes())
        }
        knownIDs.forget(subject)
        (queries, reasons) = (mark.queries, mark.reasons)
        (findings, habits) = (mark.findings, mark.habits)
    }

    /// Whether nothing so far keeps the reading from being complete.
    var isComplete: Bool { reasons.isEmpty }

    /// Takes over what another reading found, of which this one takes the resources.
    mutating func take(findingsOf other: SCIMReadingBuilder) {
        findings.add(other.findings)
        habits.add(other.habits)
        for reason in other.reasons { markIncomplete(reason) }
    }

    /// Joins another reading of the same source, whose questions were asked before those of this one.
    mutating func join(_ earlier: SCIMReadingBuilder) {
        take(resourcesOf: earlier)
        _ = takePlaces()
        queries = earlier.queries + queries
        reasons = earlier.reasons + reasons.filter { !earlier.reasons.contains($0) }
        let later = (findings: findings, habits: habits)
        (findings, habits) = (earlier.findings, earlier.habits)
        findings.add(later.findings)
        habits.add(later.habits)
    }

    /// Adds a finding of the caller's own.
    package mutating func report(_ finding: Diagnostic) {
        findings.add(
            finding.severity, finding.code, finding.message, at: finding.place, hint: finding.hint)
    }

    /// Notes the media type of a page whose body is good all the same.
    /// - Parameter contentType: the header's value; nil where there is none.
    /// - SeeAlso: RFC 7644 §3.1 and §8.1
    package mutating func note(contentType: String?, of query: Query) {
        let type = contentType?.prefix { $0 != ";" && $0 != " " }.lowercased()
        if type != "application/scim+json", type != "application/json" {
            let label = label(of: query)
            report(.contentType, at: label)
        }
    }

    /// Notes what a walk through a list showed of the service.
    mutating func note(_ walk: ListWalk, of subject: ReadingSubject, at path: [String]) {
        if walk.tally.isByPage {
            report(.totalByPage, at: path.joined(separator: "/"))
        }
        if walk.hasChanged { report(.changingList, at: path.joined(separator: "/")) }
    }

    /// - Parameters:
    ///   - name: what of the schema it is about; empty for the whole.
    ///   - label: the location of the resource.
    mutating func report(
        _ finding: SCIMFinding, of name: String = "", at label: @autoclosure () -> String
    ) {
        if finding.isHabit {
            habits.count(finding, of: name, at: label())
        } else {
            findings.add(
                finding.severity, finding.code,
                (name.isEmpty ? "" : "\(name): ") + finding.message,
                at: .entry(source: source.rawValue, entry: label()), hint: finding.hint)
        }
    }

    /// Where a finding about a page is.
    func label(of query: Query) -> String { queries[query.index].query }

    /// Counts those whom a page's reading left out.
    mutating func count(_ query: Query, leftOutOf page: SCIMReadingBuilder) {
        for exclusion in page.queries.flatMap(\.exclusions) {
            queries[query.index].exclude(exclusion.count, because: exclusion.reason)
        }
    }

    /// Counts a page, or several, with their resources.
    mutating func count(_ query: Query, resources: Int, pages: Int = 1) {
        queries[query.index].entries += resources
        queries[query.index].pages += pages
    }

    /// Ends the reading: resolves members and managers, and sorts.
    /// - Parameters:
    ///   - start: when the first question was asked.
    ///   - end: when the last answer ended.
    ///   - wholeAsOf: nil when everything was asked for.
    /// - Complexity: O(n log n) in resources, linear in memberships.
    package consuming func finish(
        from start: Timestamp, to end: Timestamp, wholeAsOf: Timestamp? = nil
    ) -> SourceReading {
        let resolved = resolve()
        for habit in habits.findings(in: source) { report(habit) }
        return SourceReading(
            source: source, accounts: resolved.accounts, groups: resolved.groups,
            attributeNames: Self.attributeNames,
            certificate: ReadingCertificate(
                source: source, start: start, end: end, queries: queries, reasons: reasons,
                wholeAsOf: wholeAsOf),
            diagnostics: findings.capped(of: source).sorted())
    }

    /// The vocabulary is SCIM's own.
    private static let attributeNames: [Attribute: String] = {
        var names = Dictionary(uniqueKeysWithValues: Attribute.allCases.map { ($0, $0.path) })
        names[.managers] = Attribute.managerValue.path
        return names
    }()
}

extension IncompleteReason {
    static let unusableResource = IncompleteReason(
        code: "unusable-resource", message: "a resource has no single usable id",
        hint: "let the server give every resource one id")

    static let differentTwice = IncompleteReason(
        code: "different-twice",
        message: "a resource came twice on one page with different content",
        hint: "let the server show each resource once")

    static let unreadableGroup = IncompleteReason(
        code: "unreadable-group", message: "the name or the members of a group cannot be read",
        hint: "look at the findings about groups")
}

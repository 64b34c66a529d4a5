import Diagnostics

/// Turns entries into a reading, one value at a time, as they come off the wire or out of a file.
///
/// For each entry: ``begin(_:dn:)``, for each attribute ``slot(named:)`` and for each of its values
/// ``append(_:to:)``, then ``end()``. Bytes are only looked at; nothing that nobody needs is copied.
/// Odd entries become findings; an entry that cannot be told from others makes the reading
/// incomplete, because somebody known from before may be behind it.
public struct ReadingBuilder: Sendable {
    /// **Units:** bytes. A longer value of any attribute is left out, with a finding.
    public static let longestValue = 16_384

    /// A question to the source whose answers are being read.
    public struct Query: Sendable, Hashable {
        /// What its entries are taken for.
        public let subject: ReadingSubject
        /// In ``ReadingBuilder/queries``.
        let index: Int
    }

    /// Stands in every finding's place.
    let source: SourceID
    /// Never changes while a source is being read.
    let schema: LDAPSchema
    /// When accounts that have an end are looked at.
    let now: Timestamp
    /// What was odd so far.
    var findings = FindingList()
    /// Why the reading is incomplete; empty as long as it is not.
    var reasons: [IncompleteReason] = []
    /// In the order in which they came; references are positions here.
    var accounts: [AccountDraft] = []
    /// Of ``accounts``, by position.
    var labels = TextTable()
    /// In the order in which they came.
    var groups: [GroupDraft] = []
    /// Positions in ``accounts`` by the spelling of the DN.
    var accountsBySpelling = HashIndex()
    /// Spellings of members and managers that were nobody's when they came.
    var references = EntryReferences()
    /// The members of all groups, one group after the other; see ``EntryReferences``.
    var members: [Int32] = []
    /// Memberships that no group lists.
    var primaryGroups = PrimaryGroups()
    /// How many entries had more values than the vocabulary has room for.
    var surplus: [Attribute: Int] = [:]
    /// What attributes are for, by subject.
    let layouts: (people: EntryLayout, groups: EntryLayout)
    /// The one of the open entry.
    var layout: EntryLayout
    /// The one between ``begin(_:dn:)`` and ``end()``.
    var entry = OpenEntry()
    /// The query whose answer the last entry came with.
    var openQuery: Query?
    /// In the order in which they were opened.
    var queries: [ReadingQuery] = []

    /// A reading that holds nothing yet, and is complete until something says otherwise.
    /// - Parameter now: decides whether an account that has an end has come to it.
    public init(source: SourceID, schema: LDAPSchema, at now: Timestamp) {
        self.source = source
        self.schema = schema
        self.now = now
        layouts = (EntryLayout(.people, of: schema), EntryLayout(.groups, of: schema))
        layout = layouts.people
    }

    /// What has been read so far.
    public var progress: ReadingProgress {
        ReadingProgress(source: source, people: accounts.count, groups: groups.count)
    }
}

// MARK: - What has come

extension ReadingBuilder {
    /// Whether nothing has shown yet that the reading is incomplete.
    public var isComplete: Bool { reasons.isEmpty }

    /// The anchors of the entries so far, in the order in which they came.
    public func anchors(of subject: ReadingSubject) -> [Anchor] {
        subject == .people ? accounts.map(\.anchor) : groups.map(\.anchor)
    }

    /// The anchor of the entry that came last; nil when it was left out.
    public var lastAnchor: Anchor? { entry.anchorCount == 1 ? entry.anchor : nil }

    /// What the primary groups of the people so far are found by, where the groups have not come.
    package var absentPrimaryGroups: [[UInt8]] { primaryGroups.absent }

    /// The names of the entries so far that the other reading has not. **Shape:** by anchor.
    package func names(of subject: ReadingSubject, besides known: Set<Anchor>) -> [Anchor: String] {
        var names: [Anchor: String] = [:]
        switch subject {
        case .people:
            for (position, account) in accounts.enumerated() where !known.contains(account.anchor) {
                names[account.anchor] = labels.text(at: Int32(position))
            }
        case .groups:
            for group in groups where !known.contains(group.anchor) {
                names[group.anchor] = group.label
            }
        }
        return names
    }

    /// People of whom a value could not be read: see ``Account/isReadable``.
    public var unreadable: [Anchor] { accounts.lazy.filter { !$0.isReadable }.map(\.anchor) }
}

// MARK: - The certificate

extension ReadingBuilder {
    /// Opens a question; the certificate lists them in this order.
    /// - Parameter query: see ``ReadingQuery/query``.
    public mutating func addQuery(_ subject: ReadingSubject, _ query: String) -> Query {
        queries.append(
            ReadingQuery(subject: subject.rawValue, query: query, entries: 0, pages: 0))
        return Query(subject: subject, index: queries.count - 1)
    }

    /// Counts a page (or file) of the answer.
    public mutating func endPage(of query: Query) { queries[query.index].pages += 1 }

    /// Counts an entry that came with the answer and is left out.
    public mutating func exclude(
        from query: Query, because reason: ReadingQuery.Exclusion.Reason
    ) {
        queries[query.index].entries += 1
        queries[query.index].exclude(because: reason)
    }

    /// Notes why the reading is not complete; a reason is kept once.
    public mutating func markIncomplete(_ reason: IncompleteReason) {
        if !reasons.contains(reason) { reasons.append(reason) }
    }

    /// Adds a finding of the caller's own.
    public mutating func report(_ finding: Diagnostic) {
        findings.add(
            finding.severity, finding.code, finding.message, at: finding.place, hint: finding.hint)
    }

    /// - Parameter label: the DN of the entry.
    mutating func report(_ finding: EntryFinding, at label: String) {
        findings.add(
            finding.severity, finding.code, finding.message,
            at: .entry(source: source.rawValue, entry: label), hint: finding.hint)
    }

    /// Ends the reading: resolves members and managers, and sorts.
    /// - Parameters:
    ///   - start: when the first question was asked.
    ///   - end: when the last answer ended.
    ///   - wholeAsOf: see ``ReadingCertificate/wholeAsOf``.
    ///   - state: where the answers ended; what is incomplete leaves none.
    /// - Complexity: O(n log n) in entries, linear in memberships.
    public consuming func finish(
        from start: Timestamp, to end: Timestamp, wholeAsOf: Timestamp? = nil,
        state: SyncState? = nil
    ) -> SourceReading {
        let queries = queries
        let resolved = resolve()
        return SourceReading(
            source: source, accounts: resolved.accounts, groups: resolved.groups,
            attributeNames: schema.attributeNames,
            certificate: ReadingCertificate(
                source: source, start: start, end: end, queries: queries, reasons: reasons,
                wholeAsOf: wholeAsOf),
            diagnostics: findings.capped(of: source).sorted(),
            state: reasons.isEmpty ? state : nil)
    }
}

import Directory
import Entitlements

/// The stored rows of the accounts and groups of one source that a run looks at.
struct PartRows {
    /// An account's row, and its person's.
    struct AccountRow: Sendable {
        let number: Int64
        let anchor: Anchor
        let label: String
        let isActive: Bool
        let isReadable: Bool
        let manager: Int64?
        let managerText: String?
        let attributes: AttributeValues
        let isGone: Bool
        let content: Int64
        let person: PersonRow
        /// How many accounts that are there belong to the person.
        let siblings: Int64

        /// Whether the person has another account.
        var hasSiblings: Bool { siblings > (isGone ? 0 : 1) }
    }

    struct PersonRow: Sendable {
        let number: Int64
        let id: PersonID
        let isGone: Bool
        let isActive: Bool
        let content: Int64
    }

    struct GroupRow: Sendable {
        let number: Int64
        let anchor: Anchor
        let label: String
        let display: String
        let unresolved: [String]
        let isGone: Bool
        let content: Int64
        let membersContent: Int64
    }

    /// What was loaded.
    struct Found: Sendable {
        fileprivate(set) var accounts: [Anchor: AccountRow] = [:]
        fileprivate(set) var groups: [Anchor: GroupRow] = [:]
        /// The anchors of rows.
        fileprivate(set) var accountAnchors: [Int64: Anchor] = [:]
        fileprivate(set) var groupAnchors: [Int64: Anchor] = [:]
    }

    let connection: any SQLConnection
    /// The row of the source.
    let source: Int64
    private(set) var found: Found

    var accounts: [Anchor: AccountRow] { found.accounts }
    var groups: [Anchor: GroupRow] { found.groups }
    var accountAnchors: [Int64: Anchor] { found.accountAnchors }
    var groupAnchors: [Int64: Anchor] { found.groupAnchors }

    /// - Parameter found: what was loaded before, of the same source and run.
    init(_ connection: any SQLConnection, source: Int64, found: Found = Found()) {
        self.connection = connection
        self.source = source
        self.found = found
    }

    private static let account = """
        SELECT a.no, a.anchor, a.label, a.is_active, a.is_readable, a.manager_no, a.manager_text,
          a.attributes, a.until_run, a.content, p.no, p.id, p.until_run, p.is_active, p.content,
          (SELECT count(*) FROM accounts b WHERE b.person_no = a.person_no AND b.until_run IS NULL)
        FROM accounts a JOIN people p ON p.no = a.person_no
        """

    /// Those that have a row, whether they are there or gone.
    mutating func load(accounts anchors: some Sequence<Anchor>) throws {
        let keys = anchors.filter { accounts[$0] == nil }.sorted().map {
            SQLValue.text($0.rawValue)
        }
        var rows: [AccountRow] = []
        try connection.queryEach(
            "\(Self.account) WHERE a.source_no = ? AND a.anchor IN", keys,
            after: [.integer(source)]
        ) { rows.append(try Self.accountRow($0)) }
        for row in rows { add(row) }
    }

    // `+`: SQLite would take an index of the source, and look at all of its rows.

    /// Those of the numbers that were loaded.
    func rows(of numbers: Set<Int64>) -> [AccountRow] {
        numbers.compactMap { accountAnchors[$0].flatMap { accounts[$0] } }
    }

    /// - Parameter numbers: of rows; those of other sources are left out.
    /// - Returns: the anchors of those of the source.
    @discardableResult
    mutating func load(accountRows numbers: some Sequence<Int64>) throws -> [Anchor] {
        let numbers = Array(numbers)
        let keys = numbers.filter { accountAnchors[$0] == nil }.sorted().map(SQLValue.integer)
        var rows: [AccountRow] = []
        try connection.queryEach(
            "\(Self.account) WHERE +a.source_no = ? AND a.no IN", keys, after: [.integer(source)]
        ) { rows.append(try Self.accountRow($0)) }
        for row in rows { add(row) }
        return numbers.compactMap { accountAnchors[$0] }
    }

    private mutating func add(_ row: AccountRow) {
        found.accounts[row.anchor] = row
        found.accountAnchors[row.number] = row.anchor
    }

    private static func accountRow(_ row: any SQLRow) throws -> AccountRow {
        var attributes: AttributeValues?
        row.withUTF8(7) { attributes = AttributeText.parse($0) }
        guard let attributes else { throw StoreError.unreadable }
        return AccountRow(
            number: row.integer(0), anchor: Anchor(row.text(1)), label: row.text(2),
            isActive: row.flag(3), isReadable: row.flag(4), manager: row.optionalInteger(5),
            managerText: row.optionalText(6), attributes: attributes, isGone: !row.isNull(8),
            content: row.integer(9),
            person: PersonRow(
                number: row.integer(10), id: PersonID(row.text(11)), isGone: !row.isNull(12),
                isActive: row.flag(13), content: row.integer(14)),
            siblings: row.integer(15))
    }

    private static let group = """
        SELECT no, anchor, label, display, unresolved, until_run, content, members_content
        FROM groups
        """

    /// Those that have a row, whether they are there or gone.
    mutating func load(groups anchors: some Sequence<Anchor>) throws {
        let keys = anchors.filter { groups[$0] == nil }.sorted().map {
            SQLValue.text($0.rawValue)
        }
        var rows: [GroupRow] = []
        try connection.queryEach(
            "\(Self.group) WHERE source_no = ? AND anchor IN", keys, after: [.integer(source)]
        ) { rows.append(try Self.groupRow($0)) }
        for row in rows { add(row) }
    }

    /// - Parameter numbers: of rows; those of other sources are left out.
    mutating func load(groupRows numbers: some Sequence<Int64>) throws {
        let keys = numbers.filter { groupAnchors[$0] == nil }.sorted().map(SQLValue.integer)
        var rows: [GroupRow] = []
        try connection.queryEach(
            "\(Self.group) WHERE +source_no = ? AND no IN", keys, after: [.integer(source)]
        ) { rows.append(try Self.groupRow($0)) }
        for row in rows { add(row) }
    }

    private mutating func add(_ row: GroupRow) {
        found.groups[row.anchor] = row
        found.groupAnchors[row.number] = row.anchor
    }

    private static func groupRow(_ row: any SQLRow) throws -> GroupRow {
        GroupRow(
            number: row.integer(0), anchor: Anchor(row.text(1)), label: row.text(2),
            display: row.text(3), unresolved: try row.texts(4), isGone: !row.isNull(5),
            content: row.integer(6), membersContent: row.integer(7))
    }
}

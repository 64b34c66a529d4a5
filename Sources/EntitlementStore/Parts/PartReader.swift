import Directory
import Entitlements

/// Reads of one source whom changes may concern: those who changed, whoever is below them or below a
/// group that changed, and everything that is said of all of them, upwards.
///
/// Whoever is not among ``concerned`` is as they were for every rule: their attributes, their groups
/// through any nesting and their reporting line are the same.
struct PartReader {
    private let connection: any SQLConnection
    private let source: SourceID
    private let changes: ReadingChanges
    /// **Units:** accounts, and likewise groups.
    private let limit: Int
    private(set) var rows: PartRows
    /// Accounts, by anchor, of whom anything may be different.
    private(set) var concerned: Set<Anchor> = []
    /// Groups about which something else may be found odd.
    private(set) var concernedGroups: Set<Anchor> = []
    /// People who are concerned and have no account, by row.
    private(set) var absent: [PartRows.PersonRow] = []

    /// - Parameter number: the row of the source.
    init(
        _ connection: any SQLConnection, _ source: SourceID, number: Int64,
        changes: ReadingChanges, limit: Int
    ) {
        self.connection = connection
        self.source = source
        self.changes = changes
        self.limit = limit
        rows = PartRows(connection, source: number)
    }

    /// - Parameters:
    ///   - people: rows of people who are concerned whatever changed.
    ///   - logins: of people who are concerned whatever changed.
    /// - Throws: ``WholeReason``
    mutating func read(people: [Int64], logins: Set<String>) throws {
        try readChanged()
        try addBelowGroups()
        try addBelowPeople()
        try addLogins(logins)
        try addPeople(people)
        try addGroupNames()
        try readLines()
        try readGrounds()
        try readGroups()
        try check()
    }

    private var members: [EntrySet] { Array(changes.begun.values) + Array(changes.ended.values) }

    private mutating func readChanged() throws {
        concerned = members.reduce(into: Set(changes.accounts.keys)) { $0.formUnion($1.people) }
        guard concerned.count <= limit else { throw WholeReason.tooMany }
        try rows.load(accounts: concerned.union(changes.accounts.values.compactMap { $0?.manager }))
        let groups = members.reduce(into: Set(changes.groups.keys)) { $0.formUnion($1.groups) }
        try rows.load(groups: groups.union(changes.begun.keys).union(changes.ended.keys))
        concernedGroups = Set(changes.groups.keys)
    }

    // MARK: Whom it concerns

    /// Everybody in a group that is new, gone or called otherwise, or that came into another or left it.
    private mutating func addBelowGroups() throws {
        var open = members.reduce(into: Set<Anchor>()) { $0.formUnion($1.groups) }
        for (anchor, now) in changes.groups {
            let row = rows.groups[anchor]
            let isSame =
                row?.isGone == false && now?.label == row?.label && now?.display == row?.display
            if !isSame { open.insert(anchor) }
        }
        var groups = open.compactMap { rows.groups[$0] }.filter { !$0.isGone }.map(\.number)
        var seen = Set(groups)
        var people: Set<Int64> = []
        while let group = groups.popLast() {
            try connection.query(
                """
                SELECT account_no FROM memberships WHERE group_no = ? AND until_run IS NULL LIMIT ?
                """, [.integer(group), .integer(Int64(limit) + 1)]
            ) { people.insert($0.integer(0)) }
            guard people.count <= limit else { throw WholeReason.tooMany }
            try connection.query(
                "SELECT member_no FROM group_memberships WHERE group_no = ? AND until_run IS NULL",
                [.integer(group)]
            ) { if seen.insert($0.integer(0)).inserted { groups.append($0.integer(0)) } }
        }
        concerned.formUnion(try rows.load(accountRows: people))
    }

    /// Everybody below whoever has another manager, or is called otherwise.
    private mutating func addBelowPeople() throws {
        var open = Set(
            changes.accounts.compactMap { anchor, now in
                rows.accounts[anchor].flatMap { isSameAbove($0, now) ? nil : $0.number }
            })
        var below = open
        while !open.isEmpty {
            var found: Set<Int64> = []
            try connection.queryEach(
                "SELECT no FROM accounts WHERE until_run IS NULL AND manager_no IN",
                open.sorted().map(SQLValue.integer)
            ) { found.insert($0.integer(0)) }
            open = found.subtracting(below)
            below.formUnion(open)
            guard below.count <= limit else { throw WholeReason.tooMany }
        }
        concerned.formUnion(try rows.load(accountRows: below))
    }

    /// Whether those below see the same.
    private func isSameAbove(_ row: PartRows.AccountRow, _ now: ReadingChanges.AccountNow?) -> Bool
    {
        guard let now, !row.isGone else { return false }
        let names: [Attribute] = [.userName, .displayName, .nameFormatted]
        guard names.allSatisfy({ row.attributes[$0] == now.account.attributes[$0] }) else {
            return false
        }
        guard let manager = now.manager else { return row.manager == nil }
        return row.manager != nil && row.manager == rows.accounts[manager]?.number
    }

    /// Whoever has, or had, the login of somebody concerned, and those whom somebody names.
    private mutating func addLogins(_ named: Set<String>) throws {
        var logins = named
        for (anchor, now) in changes.accounts {
            let former = rows.accounts[anchor]?.attributes[.userName]
            let present = now?.account.attributes[.userName]
            if former != present || rows.accounts[anchor]?.isGone != false || now == nil {
                logins.formUnion([former, present].compactMap(\.self))
            }
        }
        var owners: Set<Int64> = []
        try connection.queryEach(
            """
            SELECT owner_no FROM labels WHERE kind = 'userName' AND until_run IS NULL AND key IN
            """, Set(logins.map { ContentHash.of($0.caselessForm) }).sorted().map(SQLValue.integer)
        ) { owners.insert($0.integer(0)) }
        try addPeople(Array(owners))
    }

    private mutating func addPeople(_ numbers: [Int64]) throws {
        guard numbers.count <= limit else { throw WholeReason.tooMany }
        let keys = Set(numbers).sorted().map(SQLValue.integer)
        var accounts: Set<Int64> = []
        var without = Set(numbers).subtracting(absent.map(\.number))
        try connection.queryEach(
            "SELECT no, person_no FROM accounts WHERE until_run IS NULL AND person_no IN", keys
        ) { row in
            accounts.insert(row.integer(0))
            without.remove(row.integer(1))
        }
        concerned.formUnion(try rows.load(accountRows: accounts))
        var people: [PartRows.PersonRow] = []
        try connection.queryEach(
            "SELECT no, id, until_run, is_active, content FROM people WHERE no IN",
            without.sorted().map(SQLValue.integer)
        ) { row in
            people.append(
                PartRows.PersonRow(
                    number: row.integer(0), id: PersonID(row.text(1)), isGone: !row.isNull(2),
                    isActive: row.flag(3), content: row.integer(4)))
        }
        absent += people
    }

    /// Groups of the name that another one got or gave up.
    private mutating func addGroupNames() throws {
        var names: Set<String> = []
        for (anchor, now) in changes.groups {
            let former = rows.groups[anchor].flatMap { $0.isGone ? nil : $0.display }
            if former != now?.display {
                names.formUnion([former, now?.display].compactMap(\.self))
            }
        }
        var owners: Set<Int64> = []
        try connection.queryEach(
            "SELECT owner_no FROM labels WHERE kind = 'group' AND until_run IS NULL AND key IN",
            Set(names.map { ContentHash.of($0.caselessForm) }).sorted().map(SQLValue.integer)
        ) { owners.insert($0.integer(0)) }
        try rows.load(groupRows: owners)
        concernedGroups.formUnion(owners.compactMap { rows.groupAnchors[$0] })
    }

    // MARK: What is said of them

    /// Everybody above, as it was and as it is.
    private mutating func readLines() throws {
        var isDone = false
        while !isDone {
            let above = Set(rows.accounts.values.lazy.filter { !$0.isGone }.compactMap(\.manager))
            let now = Set(changes.accounts.values.lazy.compactMap { $0?.manager })
            let count = rows.accounts.count
            try rows.load(accountRows: above)
            try rows.load(accounts: now)
            guard rows.accounts.count <= 2 * limit else { throw WholeReason.tooMany }
            isDone = rows.accounts.count == count
        }
    }

    /// The groups that what somebody concerned holds rests on: they may be in them no longer, and what is
    /// said of that depends on whether the group is there.
    private mutating func readGrounds() throws {
        let people = concerned.compactMap { rows.accounts[$0]?.person.number }
        var groups: Set<Anchor> = []
        let prefix = "\(source):"
        try connection.queryEach(
            """
            SELECT DISTINCT d.body FROM entitlements e
              JOIN basis_derivations b ON b.basis_no = e.basis_no
              JOIN derivations d ON d.no = b.derivation_no
            WHERE e.revoked_revision IS NULL AND e.person_no IN
            """, people.sorted().map(SQLValue.integer)
        ) { row in
            let derivation = try StoredJSON.value(Derivation.self, of: row.text(0))
            for step in derivation.evidence.flatMap({ $0.paths.joined() }) {
                guard step.id.rawValue.hasPrefix(prefix) else { continue }
                groups.insert(Anchor(String(step.id.rawValue.dropFirst(prefix.count))))
            }
        }
        try rows.load(groups: groups)
    }

    /// Every group in which somebody concerned is, through any nesting.
    private mutating func readGroups() throws {
        var found: Set<Int64> = []
        try connection.queryEach(
            "SELECT group_no FROM memberships WHERE until_run IS NULL AND account_no IN",
            concernedRows
        ) { found.insert($0.integer(0)) }
        try rows.load(groupRows: found)
        var open = rows.groups.values.filter { !$0.isGone }.map(\.number)
        while !open.isEmpty {
            found = []
            try connection.queryEach(
                "SELECT group_no FROM group_memberships WHERE until_run IS NULL AND member_no IN",
                open.sorted().map(SQLValue.integer)
            ) { found.insert($0.integer(0)) }
            open = found.filter { rows.groupAnchors[$0] == nil }
            try rows.load(groupRows: open)
            guard rows.groups.count <= limit else { throw WholeReason.tooMany }
        }
    }

    private var concernedRows: [SQLValue] {
        concerned.compactMap { rows.accounts[$0] }.filter { !$0.isGone }.map(\.number).sorted()
            .map(SQLValue.integer)
    }

    /// What is stored of all of them, as a reading of its own: memberships of those who are concerned.
    func reading(as header: SourceReading) throws -> SourceReading {
        try rows.reading(as: header, membersAmong: concernedRows)
    }

    /// Only of one account a person is anything known here.
    private func check() throws {
        for row in rows.accounts.values {
            guard row.person.id.rawValue == "\(source):\(row.anchor)",
                row.siblings == (row.isGone ? 0 : 1)
            else { throw WholeReason.linkedAccounts }
            if !row.isReadable, !row.isGone { throw WholeReason.unread }
        }
    }
}

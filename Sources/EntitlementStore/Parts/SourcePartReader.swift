import Directory
import Entitlements

/// Reads of one source those whom changes may concern; ``PartReader`` asks, since one person may have
/// accounts in several.
struct SourcePartReader {
    let source: SourceID
    let changed: ChangedReading
    private let connection: any SQLConnection
    /// **Units:** accounts, and likewise groups.
    private let limit: Int
    private(set) var rows: PartRows
    /// Accounts, by anchor, of whom anything may be different.
    private(set) var concerned: Set<Anchor> = []
    /// Groups about which something else may be found odd.
    private(set) var concernedGroups: Set<Anchor> = []

    /// - Throws: ``WholeReason/otherInputs`` for a source of which nothing is stored.
    init(_ connection: any SQLConnection, _ changed: ChangedReading, limit: Int) throws {
        source = changed.header.source
        let number = try connection.first(
            "SELECT no FROM sources WHERE id = ?", .text(source.rawValue), read: { $0.integer(0) })
        guard let number else { throw WholeReason.otherInputs }
        self.connection = connection
        self.changed = changed
        self.limit = limit
        rows = PartRows(connection, source: number)
    }

    var changes: ReadingChanges { changed.changes }

    private var members: [EntrySet] { Array(changes.begun.values) + Array(changes.ended.values) }

    /// Reads what changed.
    mutating func readChanged() throws {
        concerned = members.reduce(into: Set(changes.accounts.keys)) { $0.formUnion($1.people) }
        guard concerned.count <= limit else { throw WholeReason.tooMany }
        try rows.load(accounts: concerned.union(changes.accounts.values.compactMap { $0?.manager }))
        let groups = members.reduce(into: Set(changes.groups.keys)) { $0.formUnion($1.groups) }
        try rows.load(groups: groups.union(changes.begun.keys).union(changes.ended.keys))
        concernedGroups = Set(changes.groups.keys)
    }

    /// Takes accounts that are concerned; rows of other sources are left out.
    mutating func add(accountRows numbers: Set<Int64>) throws {
        concerned.formUnion(
            try rows.load(accountRows: numbers).filter { rows.accounts[$0]?.isGone == false })
    }

    /// Takes accounts of whom something is said; rows of other sources are left out.
    mutating func load(accountRows numbers: Set<Int64>) throws {
        try rows.load(accountRows: numbers)
    }

    // MARK: Whom changes concern besides

    /// Takes everybody in a group that is new, gone or called otherwise, or that came into another or left
    /// it.
    mutating func addBelowGroups() throws {
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
        // A group that is gone held them, and be it that nobody was in them.
        try rows.load(groupRows: seen)
        try add(accountRows: people)
    }

    /// Rows of accounts that have another manager, or are called otherwise: everybody below sees it.
    var movedAbove: [Int64] {
        changes.accounts.compactMap { anchor, now in
            rows.accounts[anchor].flatMap { isSameAbove($0, now) ? nil : $0.number }
        }
    }

    /// Of several sources one decides about all of `name`.
    private static let names =
        [.userName, .displayName]
        + Attribute.allCases.filter { $0.path.hasPrefix("name.") }

    private func isSameAbove(_ row: PartRows.AccountRow, _ now: ReadingChanges.AccountNow?) -> Bool
    {
        guard let now, !row.isGone else { return false }
        guard Self.names.allSatisfy({ row.attributes[$0] == now.account.attributes[$0] }) else {
            return false
        }
        guard let manager = now.manager else { return row.manager == nil }
        return row.manager != nil && row.manager == rows.accounts[manager]?.number
    }

    /// Accounts that are new, gone, back, or have other values of the keys, with all of these.
    func rejoined(by keys: JoinKeys) -> (rows: Set<Int64>, values: Set<Int64>) {
        var found = (rows: Set<Int64>(), values: Set<Int64>())
        for (anchor, now) in changes.accounts {
            let row = rows.accounts[anchor]
            let former = row.map { $0.isGone ? [] : keys.values(of: $0.attributes) } ?? []
            let present = now.map { keys.values(of: $0.account.attributes) } ?? []
            if row?.isGone == false, now != nil, former == present { continue }
            if let row { found.rows.insert(row.number) }
            found.values.formUnion(former + present)
        }
        return found
    }

    /// The logins of accounts that got, gave up or changed one, and their rows.
    var changedLogins: (logins: Set<String>, rows: Set<Int64>) {
        var found = (logins: Set<String>(), rows: Set<Int64>())
        for (anchor, now) in changes.accounts {
            let row = rows.accounts[anchor]
            let (former, present) = (
                row?.attributes[.userName], now?.account.attributes[.userName]
            )
            if former == present, row?.isGone == false, now != nil { continue }
            found.logins.formUnion([former, present].compactMap(\.self))
            if let row { found.rows.insert(row.number) }
        }
        return found
    }

    /// Names that a group got or gave up.
    var changedGroupNames: Set<String> {
        var names: Set<String> = []
        for (anchor, now) in changes.groups {
            let former = rows.groups[anchor].flatMap { $0.isGone ? nil : $0.display }
            if former != now?.display {
                names.formUnion([former, now?.display].compactMap(\.self))
            }
        }
        return names
    }

    /// Takes groups about which something else may be found odd; rows of other sources are left out.
    mutating func add(groupRows numbers: Set<Int64>) throws {
        try rows.load(groupRows: numbers)
        concernedGroups.formUnion(numbers.compactMap { rows.groupAnchors[$0] })
    }

    // MARK: What is said of them

    /// Reads whoever is a manager of somebody who was read, as it was and as it is.
    mutating func readManagers() throws {
        let above = Set(rows.accounts.values.lazy.filter { !$0.isGone }.compactMap(\.manager))
        try rows.load(accountRows: above)
        try rows.load(accounts: changes.accounts.values.compactMap { $0?.manager })
    }

    /// Reads groups by their ids; those of other sources are left out.
    mutating func readGroups(of ids: Set<GroupID>) throws {
        let prefix = "\(source):"
        try rows.load(
            groups: ids.lazy.filter { $0.rawValue.hasPrefix(prefix) }.map {
                Anchor(String($0.rawValue.dropFirst(prefix.count)))
            })
    }

    /// Reads every group in which somebody concerned is, through any nesting.
    mutating func readGroups() throws {
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

    /// What is stored of all of them, and what it is now: memberships of those who are concerned.
    func part() throws -> SourcePart {
        let before = try rows.reading(as: changed.header, membersAmong: concernedRows)
        return SourcePart(
            before: before, now: before.applying(changes, as: changed.header), changes: changes,
            rows: rows.found)
    }
}

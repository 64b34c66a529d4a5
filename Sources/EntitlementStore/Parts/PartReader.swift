import Directory
import Entitlements

/// Reads of all sources those whom changes may concern: those who changed, whoever is below them or below
/// a group that changed, whoever an account may be joined with, and everything that is said of all of
/// them, upwards.
///
/// Whoever is not concerned is as they were for every rule: their accounts, attributes, their groups
/// through any nesting and their reporting line are the same.
struct PartReader {
    private let connection: any SQLConnection
    private let keys: JoinKeys
    /// **Units:** accounts of a source, and likewise groups.
    private let limit: Int
    /// One a source, in the order of the configuration.
    private(set) var parts: [SourcePartReader]
    /// People who are concerned and have no account, by row.
    private(set) var absent: [PartRows.PersonRow] = []

    /// - Parameters:
    ///   - changed: one a source, in the order of the configuration.
    ///   - keys: what joins accounts of several sources.
    init(
        _ connection: any SQLConnection, _ changed: [ChangedReading], joinedBy keys: JoinKeys,
        limit: Int
    ) throws {
        self.connection = connection
        self.keys = keys
        self.limit = limit
        parts = try changed.map { try SourcePartReader(connection, $0, limit: limit) }
    }

    /// - Parameters:
    ///   - people: rows of people who are concerned whatever changed.
    ///   - logins: of people who are concerned whatever changed.
    /// - Throws: ``WholeReason``
    mutating func read(people: [Int64], logins: Set<String>) throws {
        try forEachSource { try $0.readChanged() }
        let joined = try addJoined()
        try forEachSource { try $0.addBelowGroups() }
        try addBelowPeople(joined)
        try addLogins(logins, joined)
        try addPeople(people)
        try addGroupNames()
        try add(accountRows: withSiblings(concernedRows))
        try readLines()
        try readGrounds()
        try forEachSource { try $0.readGroups() }
        try check()
    }

    /// Rows of the accounts that are concerned, those that are gone too.
    private var concernedRows: Set<Int64> {
        Set(parts.flatMap { part in part.concerned.compactMap { part.rows.accounts[$0]?.number } })
    }

    private var accountCount: Int { parts.reduce(0) { $0 + $1.rows.accounts.count } }

    private mutating func forEachSource(_ body: (inout SourcePartReader) throws -> Void) rethrows {
        for index in parts.indices { try body(&parts[index]) }
    }

    private mutating func add(accountRows numbers: Set<Int64>) throws {
        try forEachSource { try $0.add(accountRows: numbers) }
    }

    /// These, and the rows of all other accounts of the same people.
    private mutating func withSiblings(_ numbers: Set<Int64>) throws -> Set<Int64> {
        if parts.count == 1 { return numbers }
        var people: Set<Int64> = []
        try forEachSource { part in
            try part.load(accountRows: numbers)
            for row in part.rows.rows(of: numbers) where row.hasSiblings {
                people.insert(row.person.number)
            }
        }
        var all = numbers
        try connection.queryEach(
            "SELECT no FROM accounts WHERE until_run IS NULL AND person_no IN",
            people.sorted().map(SQLValue.integer)
        ) { all.insert($0.integer(0)) }
        try forEachSource { try $0.load(accountRows: all) }
        return all
    }

    // MARK: Whom it concerns

    /// Everybody to whom the values of a key lead from an account that is new, gone or has others, one by
    /// one: whether they are joined, and what is odd about it, may be different.
    /// - Returns: the rows of their accounts.
    private mutating func addJoined() throws -> Set<Int64> {
        if keys.attributes.isEmpty { return [] }
        let rejoined = parts.map { $0.rejoined(by: keys) }
        var joined = Set<Int64>()
        var open = rejoined.reduce(into: Set<Int64>()) { $0.formUnion($1.values) }
        var seen = open
        var found = rejoined.reduce(into: Set<Int64>()) { $0.formUnion($1.rows) }
        while !open.isEmpty || !found.isEmpty {
            try connection.queryEach(
                "SELECT account_no FROM account_keys WHERE key IN",
                open.sorted().map(SQLValue.integer)
            ) { found.insert($0.integer(0)) }
            found = try withSiblings(found).subtracting(joined)
            try add(accountRows: found)
            joined.formUnion(found)
            guard joined.count <= limit else { throw WholeReason.tooMany }
            let values = parts.flatMap { part in
                part.rows.rows(of: found).flatMap { keys.values(of: $0.attributes) }
            }
            open = Set(values).subtracting(seen)
            seen.formUnion(open)
            found = []
        }
        return joined
    }

    /// Everybody below whoever has another manager, or is called otherwise.
    private mutating func addBelowPeople(_ joined: Set<Int64>) throws {
        var open = try withSiblings(joined.union(parts.flatMap(\.movedAbove)))
        var below = open
        while !open.isEmpty {
            var found: Set<Int64> = []
            try connection.queryEach(
                "SELECT no FROM accounts WHERE until_run IS NULL AND manager_no IN",
                open.sorted().map(SQLValue.integer)
            ) { found.insert($0.integer(0)) }
            open = try withSiblings(found.subtracting(below)).subtracting(below)
            below.formUnion(open)
            guard below.count <= limit else { throw WholeReason.tooMany }
        }
        try add(accountRows: below)
    }

    /// Whoever has, or had, the login of somebody concerned, and those whom somebody names.
    private mutating func addLogins(_ named: Set<String>, _ joined: Set<Int64>) throws {
        let changed = parts.map(\.changedLogins)
        var logins = changed.reduce(into: named) { $0.formUnion($1.logins) }
        if parts.count > 1 {
            // Whose account it is may have another login by it.
            let rows = try withSiblings(changed.reduce(into: joined) { $0.formUnion($1.rows) })
            for part in parts {
                logins.formUnion(part.rows.rows(of: rows).compactMap { $0.attributes[.userName] })
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
        let sources = Set(parts.map(\.rows.source))
        var accounts: Set<Int64> = []
        var without = Set(numbers).subtracting(absent.map(\.number))
        try connection.queryEach(
            "SELECT no, person_no, source_no FROM accounts WHERE until_run IS NULL AND person_no IN",
            keys
        ) { row in
            guard sources.contains(row.integer(2)) else { return }
            accounts.insert(row.integer(0))
            without.remove(row.integer(1))
        }
        try add(accountRows: accounts)
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
        let names = Set(parts.flatMap(\.changedGroupNames))
        var owners: Set<Int64> = []
        try connection.queryEach(
            "SELECT owner_no FROM labels WHERE kind = 'group' AND until_run IS NULL AND key IN",
            Set(names.map { ContentHash.of($0.caselessForm) }).sorted().map(SQLValue.integer)
        ) { owners.insert($0.integer(0)) }
        try forEachSource { try $0.add(groupRows: owners) }
    }

    // MARK: What is said of them

    /// Everybody above, as it was and as it is.
    private mutating func readLines() throws {
        var known: Set<Int64> = []
        var count = -1
        while count != accountCount {
            count = accountCount
            try forEachSource { try $0.readManagers() }
            if parts.count > 1 {
                let all = Set(parts.flatMap(\.rows.accountAnchors.keys))
                _ = try withSiblings(all.subtracting(known))
                known = all
            }
            guard accountCount <= 2 * limit * parts.count else { throw WholeReason.tooMany }
        }
    }

    /// The groups that what somebody concerned holds rests on: they may be in them no longer, and what is
    /// said of that depends on whether the group is there.
    private mutating func readGrounds() throws {
        let people = Set(
            parts.flatMap { part in
                part.concerned.compactMap { part.rows.accounts[$0]?.person.number }
            })
        var groups: Set<GroupID> = []
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
                groups.insert(step.id)
            }
        }
        try forEachSource { try $0.readGroups(of: groups) }
    }

    /// Every account of each person is known here, and could be read.
    private func check() throws {
        var accounts: [Int64: Int64] = [:]
        let rows = parts.flatMap(\.rows.accounts.values)
        for row in rows where !row.isGone {
            if !row.isReadable { throw WholeReason.unread }
            accounts[row.person.number, default: 0] += 1
        }
        for row in rows where accounts[row.person.number, default: 0] != row.siblings {
            throw WholeReason.linkedAccounts
        }
    }
}
